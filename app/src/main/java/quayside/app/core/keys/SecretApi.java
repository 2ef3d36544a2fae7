package quayside.app.core.keys;

import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.Tuple;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.DBusMemberName;
import org.freedesktop.dbus.annotations.Position;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.types.Variant;

/**
 * The parts of the Secret Service API of freedesktop.org that {@link SecretService} uses. The types are public because
 * dbus-java creates them by reflection.
 */
final class SecretApi {
    static final String NAME = "org.freedesktop.secrets";
    static final String PATH = "/org/freedesktop/secrets";

    /** The path that stands for "no prompt" and "no object". */
    static final String NONE = "/";

    private SecretApi() {}

    /** Two results of a method. */
    public static final class Two<A, B> extends Tuple {
        @Position(0)
        public final A first;

        @Position(1)
        public final B second;

        public Two(A first, B second) {
            this.first = first;
            this.second = second;
        }
    }

    /** A secret on its way, in the clear within the session bus of the user. */
    public static final class Secret extends Struct {
        @Position(0)
        public final DBusPath session;

        @Position(1)
        public final byte[] parameters;

        @Position(2)
        public final byte[] value;

        @Position(3)
        public final String contentType;

        public Secret(DBusPath session, byte[] parameters, byte[] value, String contentType) {
            this.session = session;
            this.parameters = parameters;
            this.value = value;
            this.contentType = contentType;
        }
    }

    /** The service. */
    @DBusInterfaceName("org.freedesktop.Secret.Service")
    public interface Service extends DBusInterface {
        @DBusMemberName("OpenSession")
        Two<Variant<?>, DBusPath> openSession(String algorithm, Variant<?> input);

        /** Returns the unlocked and the locked items. */
        @DBusMemberName("SearchItems")
        Two<List<DBusPath>, List<DBusPath>> searchItems(Map<String, String> attributes);

        /** Returns what is unlocked by now, and the prompt for the rest. */
        @DBusMemberName("Unlock")
        Two<List<DBusPath>, DBusPath> unlock(List<DBusPath> objects);

        @DBusMemberName("ReadAlias")
        DBusPath readAlias(String name);
    }

    /** A keyring. */
    @DBusInterfaceName("org.freedesktop.Secret.Collection")
    public interface Collection extends DBusInterface {
        /** Returns the item, or the prompt that makes it. */
        @DBusMemberName("CreateItem")
        Two<DBusPath, DBusPath> createItem(Map<String, Variant<?>> properties, Secret secret, boolean replace);
    }

    /** An entry of a keyring. */
    @DBusInterfaceName("org.freedesktop.Secret.Item")
    public interface Item extends DBusInterface {
        @DBusMemberName("GetSecret")
        Secret getSecret(DBusPath session);

        /** Returns the prompt that deletes it, or {@link #NONE}. */
        @DBusMemberName("Delete")
        DBusPath delete();
    }

    /** A question of the keyring to the user. */
    @DBusInterfaceName("org.freedesktop.Secret.Prompt")
    public interface Prompt extends DBusInterface {
        @DBusMemberName("Prompt")
        void prompt(String window);

        /** The answer. */
        final class Completed extends DBusSignal {
            public final boolean dismissed;
            public final Variant<?> result;

            public Completed(String path, boolean dismissed, Variant<?> result) throws DBusException {
                super(path, dismissed, result);
                this.dismissed = dismissed;
                this.result = result;
            }
        }
    }
}
