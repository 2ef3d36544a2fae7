package quayside.app.core.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.freedesktop.dbus.exceptions.DBusException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The keyring on a session bus of the test's own; skipped where there is no {@code dbus-daemon}. */
@Timeout(60)
class SecretServiceTest {
    private static final byte[] SECRET = {0, 1, -1, 127, -128, 7};

    private FakeKeyring keyring;
    private SecretService vault;

    @BeforeEach
    void start() throws IOException, DBusException {
        assumeTrue(FakeKeyring.isPossible(), "this system has no dbus-daemon");
        keyring = new FakeKeyring();
        vault = new SecretService(keyring.address(), Path.of("/home/mara/.config/quayside"));
    }

    @AfterEach
    void close() throws IOException {
        if (keyring != null) {
            keyring.close();
        }
    }

    @Test
    void aSecretIsStoredReadBackAndDeleted() throws IOException {
        assertThat(vault.read()).isEmpty();
        vault.write(SECRET);
        assertThat(vault.read()).contains(SECRET);
        assertThat(keyring.value).asString(StandardCharsets.US_ASCII).matches("[A-Za-z0-9+/=]+");
        vault.delete();
        assertThat(vault.read()).isEmpty();
        vault.delete();
    }

    @Test
    void eachConfigurationHasItsOwnSecret() throws IOException {
        vault.write(SECRET);
        assertThat(keyring.attributes).containsEntry("application", "quayside").containsKey("config");
        assertThat(keyring.attributes.toString()).doesNotContain("mara");
        assertThat(new SecretService(keyring.address(), Path.of("/elsewhere")).read())
                .isEmpty();
    }

    @Test
    void aLockedKeyringAsksTheUser() throws IOException {
        vault.write(SECRET);
        keyring.locked = true;
        assertThat(vault.read()).contains(SECRET);
        assertThat(keyring.locked).isFalse();
    }

    @Test
    void aKeyringThatTheUserDoesNotOpenIsAway() throws IOException {
        vault.write(SECRET);
        keyring.locked = true;
        keyring.dismisses = true;
        assertThatThrownBy(vault::read).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> vault.write(SECRET)).isInstanceOf(IOException.class);
    }

    @Test
    void withoutABusOrAServiceTheVaultIsAway() throws IOException {
        String address = keyring.address();
        keyring.close();
        assertThatThrownBy(() -> new SecretService(address, Path.of("/x")).read())
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> new SecretService("unix:path=/nonexistent", Path.of("/x")).read())
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> new SecretService("nonsense", Path.of("/x")).read())
                .isInstanceOf(IOException.class);
    }
}
