package quayside.app.ui.settings;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.stage.DirectoryChooser;
import org.jspecify.annotations.Nullable;
import quayside.app.core.desktop.LoginStart;
import quayside.app.core.settings.SettingsStore;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.UiServices;

/**
 * The settings of the program. Each choice goes to the {@link SettingsStore} at once, which notifies the parts that
 * depend on it. JavaFX thread only.
 */
public final class SettingsFeature {
    private final SettingsStore store;
    private final UiServices services;
    private final Supplier<Node> mark;
    private final Supplier<Optional<Path>> chooseFolder;
    private final SettingsController controller;
    private LoginStart login = LoginStart.none();
    private @Nullable SettingsView view;

    /** @param mark draws the program's mark for the page about it */
    public SettingsFeature(SettingsStore store, UiServices services, Supplier<Node> mark) {
        this(store, services, mark, null);
    }

    /** @param chooseFolder null for the system's chooser */
    SettingsFeature(
            SettingsStore store,
            UiServices services,
            Supplier<Node> mark,
            @Nullable Supplier<Optional<Path>> chooseFolder) {
        this.store = store;
        this.services = services;
        this.mark = mark;
        this.chooseFolder = chooseFolder == null ? this::systemChooser : chooseFolder;
        controller = new SettingsController(store, services);
        controller.begin();
    }

    /** Sets what starts this program at login, before the settings are opened. */
    public void login(LoginStart start) {
        login = start;
    }

    /** Opens the settings over the window, until Esc or the cross. Does nothing if they are open already. */
    public void show() {
        SettingsView shown = view();
        if (shown.getScene() != null) {
            return;
        }
        shown.reset(store.settings());
        DialogBox box = DialogBox.whole(Texts.get("settings.title"), shown).focusOn(shown.first());
        shown.onClose(box::close);
        services.dialogs().show(box);
    }

    /** Returns the view, which is made when it is shown first, because a start should not wait for it. */
    private SettingsView view() {
        if (view == null) {
            List<SettingsPages.Page> pages =
                    new ArrayList<>(new SettingsPages(controller, services.look(), login).make(chooseFolder));
            pages.add(new SettingsPages.Page(
                    Texts.get("settings.about"), Glyph.INFO, new AboutPage(mark.get()), Optional.empty()));
            view = new SettingsView(pages, controller, services.look());
        }
        return view;
    }

    private Optional<Path> systemChooser() {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle(Texts.get("settings.folder"));
        store.settings()
                .local()
                .downloadFolder()
                .filter(Files::isDirectory)
                .map(Path::toFile)
                .ifPresent(chooser::setInitialDirectory);
        File chosen = chooser.showDialog(view().getScene().getWindow());
        return Optional.ofNullable(chosen).map(File::toPath);
    }
}
