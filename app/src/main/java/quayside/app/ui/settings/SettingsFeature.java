package quayside.app.ui.settings;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.stage.DirectoryChooser;
import org.jspecify.annotations.Nullable;
import quayside.app.core.settings.SettingsStore;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.UiServices;

/**
 * The settings of the program. Each choice goes to the {@link SettingsStore} at once, which notifies the parts that
 * depend on it. JavaFX thread only.
 */
public final class SettingsFeature {
    private final UiServices services;
    private final SettingsView view;

    public SettingsFeature(SettingsStore store, UiServices services) {
        this(store, services, null);
    }

    /** @param chooseFolder null for the system's chooser */
    SettingsFeature(SettingsStore store, UiServices services, @Nullable Supplier<Optional<Path>> chooseFolder) {
        this.services = services;
        SettingsController controller = new SettingsController(store, services);
        view = new SettingsView(controller, chooseFolder == null ? () -> systemChooser(store) : chooseFolder);
        controller.begin();
    }

    /** Returns all settings in one column of about 450 px; {@link #show} puts it in front of the window. */
    public Node view() {
        return view;
    }

    /** Opens the settings over the window, until Esc or Close. */
    public void show() {
        if (view.getScene() != null) {
            return;
        }
        view.reset();
        services.dialogs()
                .show(DialogBox.of(Texts.get("settings.title")).content(view).safe(Texts.get("shared.close")));
    }

    private Optional<Path> systemChooser(SettingsStore store) {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle(Texts.get("settings.folder"));
        store.settings()
                .local()
                .downloadFolder()
                .filter(Files::isDirectory)
                .map(Path::toFile)
                .ifPresent(chooser::setInitialDirectory);
        File chosen = chooser.showDialog(
                view.getScene() == null ? null : view.getScene().getWindow());
        return Optional.ofNullable(chosen).map(File::toPath);
    }
}
