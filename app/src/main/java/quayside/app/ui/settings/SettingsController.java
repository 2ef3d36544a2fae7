package quayside.app.ui.settings;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import quayside.app.core.desktop.LoginStart;
import quayside.app.core.settings.Settings;
import quayside.app.core.settings.SettingsStore;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Latest;
import quayside.app.ui.kit.UiServices;

/** Passes each choice to the store, which notifies its listeners. JavaFX thread only. */
final class SettingsController {
    private static final int MAX_PORT = 65_535;

    private final SettingsStore store;
    private final ReadOnlyObjectWrapper<Settings> settings;
    private final UiServices services;
    private int saving;

    SettingsController(SettingsStore store, UiServices services) {
        this.store = store;
        settings = new ReadOnlyObjectWrapper<>(store.settings());
        this.services = services;
    }

    /** Begins to follow the store. */
    void begin() {
        // While a choice is being saved, the store may still report the settings before it.
        Latest<Settings> latest = new Latest<>(now -> {
            if (saving == 0) {
                settings.set(now);
            }
        });
        services.background().whileOpen(store.onChange(latest::offer));
    }

    ReadOnlyObjectProperty<Settings> settings() {
        return settings.getReadOnlyProperty();
    }

    /** Applies and saves a change. */
    void change(UnaryOperator<Settings> change) {
        saving++;
        services.background().run(() -> store.update(change), this::saved, failed -> {
            saved();
            // The setting holds until the program ends in any case.
            services.toasts().error(Texts.get("settings.notSaved"));
        });
    }

    private void saved() {
        saving--;
        if (saving == 0) {
            settings.set(store.settings());
        }
    }

    /** Lets the desktop start the program at login, or no longer; {@code shown} gets what holds after a failure. */
    void atLogin(LoginStart login, boolean on, Consumer<Boolean> shown) {
        services.background().run(() -> login.set(on), () -> {}, failed -> {
            services.toasts().error(Texts.problem(failed));
            isAtLogin(login, shown);
        });
    }

    /** Passes on whether the desktop starts the program at login. */
    void isAtLogin(LoginStart login, Consumer<Boolean> shown) {
        services.background().run(cancellation -> login.isOn(), shown, failed -> {});
    }

    void look(UnaryOperator<Settings.Appearance> change) {
        change(now -> now.withLook(change.apply(now.look())));
    }

    void local(UnaryOperator<Settings.LocalSide> change) {
        change(now -> now.withLocal(change.apply(now.local())));
    }

    void transfers(UnaryOperator<Settings.Moving> change) {
        change(now -> now.withTransfers(change.apply(now.transfers())));
    }

    void host(UnaryOperator<Settings.Hosting> change) {
        change(now -> now.withHost(change.apply(now.host())));
    }

    void notices(UnaryOperator<Settings.Notices> change) {
        change(now -> now.withNotices(change.apply(now.notices())));
    }

    /** Sets the port as typed. Returns a sentence and changes nothing if it is not a port. */
    Optional<String> port(String typed) {
        int port;
        try {
            port = Integer.parseInt(typed.strip());
        } catch (NumberFormatException e) {
            return Optional.of(Texts.get("settings.port.fault"));
        }
        if (port < 0 || port > MAX_PORT) {
            return Optional.of(Texts.get("settings.port.fault"));
        }
        host(now -> now.withPort(port));
        return Optional.empty();
    }

    /** Sets this computer's name as typed. Returns a sentence and changes nothing if it is too long. */
    Optional<String> computer(String typed) {
        String name = typed.strip();
        if (name.length() > Settings.MAX_COMPUTER_NAME || name.chars().anyMatch(Character::isISOControl)) {
            return Optional.of(Texts.get("settings.computer.fault", Settings.MAX_COMPUTER_NAME));
        }
        change(now -> now.withComputer(name));
        return Optional.empty();
    }
}
