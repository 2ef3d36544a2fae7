package quayside.app.ui.shell;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.CheckBox;
import javafx.scene.image.Image;
import javafx.scene.image.PixelReader;
import javafx.scene.layout.Pane;
import javafx.stage.Stage;
import quayside.app.core.AppCore;
import quayside.app.core.desktop.PanelIcon;
import quayside.app.core.desktop.SessionDesktop;
import quayside.app.core.host.HostState;
import quayside.app.core.host.SharedFolder;
import quayside.app.core.settings.Settings;
import quayside.app.core.text.Texts;
import quayside.app.ui.host.HostFeature;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.Latest;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.text.DisplayText;
import quayside.server.Guest;

/**
 * Lets the program go on without its window while something is shared, and brings the window back: from the icon in the
 * desktop's panel, at a second start, or for a question. A hidden window draws nothing. JavaFX thread only.
 */
final class InBackground {
    private static final int[] ICON_SIZES = {24, 48};

    private final AppCore core;
    private final Stage stage;
    private final Scene scene;
    private final Pane layer;
    private final HostFeature host;
    private final UiServices services;
    private final Window window;

    private boolean possible;
    private boolean hidden;
    private boolean hasEnded;
    private Runnable ending = () -> {};
    private HostState state = new HostState.Off();
    private List<PanelIcon.Picture> pictures = List.of();

    /** What the window does for this. */
    interface Window {
        /** Shows the window, which was hidden or not shown yet. */
        void appear();

        void showHost();

        /** Asks what there is to ask, and closes the window. */
        void quit();

        /** Returns whether {@link #quit} asks something, apart from the guests. */
        boolean isWorking();
    }

    /** @param layer the root of the scene, which leaves it while the window is hidden */
    InBackground(
            AppCore core, Stage stage, Scene scene, Pane layer, HostFeature host, UiServices services, Window window) {
        this.core = core;
        this.stage = stage;
        this.scene = scene;
        this.layer = layer;
        this.host = host;
        this.services = services;
        this.window = window;
    }

    /**
     * Lets the program go on without its window from now on, which its owner brings back at a second start.
     *
     * @param whenEnding is run first when the window is closed: from then on a second start must not ask for it
     */
    void begin(Runnable whenEnding) {
        possible = true;
        ending = whenEnding;
        Latest<HostState> states = new Latest<>(this::changed);
        services.background().whileOpen(core.host().onState(states::offer));
        services.dialogs().openProperty().addListener((open, before, now) -> {
            if (now && hidden) {
                show();
            }
        });
    }

    /** The window closes for good: nothing shows it any more, and the icon goes first. */
    void end() {
        if (!hasEnded) {
            hasEnded = true;
            refreshIcon();
            ending.run();
        }
    }

    boolean hasEnded() {
        return hasEnded;
    }

    boolean isHidden() {
        return hidden;
    }

    private void changed(HostState now) {
        HostState before = state;
        state = now;
        if (hidden && now instanceof HostState.Failed failed) {
            tell(
                    Texts.get("shell.alert.notShared", DisplayText.escape(SharedFolder.nameOf(failed.folder()))),
                    failed.sentence(),
                    this::showIfUnseen);
        } else if (hidden
                && now instanceof HostState.On on
                && !(before instanceof HostState.On)
                && isElsewhere(on.port())) {
            tell(
                    Texts.get("shell.alert.otherPort", on.shareName()),
                    Texts.get(
                            "host.port.other", core.settings().settings().host().port(), on.port()),
                    () -> {});
        } else if (hidden
                && now instanceof HostState.Off
                && !(before instanceof HostState.Off)
                && !core.desktop().icon().isShown()) {
            // Nobody could see that it still runs.
            quit();
        }
        refreshIcon();
    }

    private boolean isElsewhere(int port) {
        int usual = core.settings().settings().host().port();
        return usual != 0 && usual != port;
    }

    /**
     * Tells the user by a notification; shows the window if the desktop has none. The window says the same.
     *
     * @param told runs once the notification is shown
     */
    private void tell(String title, String line, Runnable told) {
        SessionDesktop.Step step = new SessionDesktop.Step(Texts.get("shell.alert.show"), later(this::showWithHost));
        services.background()
                .run(() -> core.desktop().notify(title, line, Optional.of(step)), told, failed -> showWithHost());
    }

    /** Shows the window if nothing is shared and no icon is shown: nobody could see that the program still runs. */
    private void showIfUnseen() {
        if (hidden
                && state instanceof HostState.Failed
                && !core.desktop().icon().isShown()) {
            showWithHost();
        }
    }

    private void showWithHost() {
        show();
        window.showHost();
    }

    private Optional<HostState.On> on() {
        return state instanceof HostState.On on ? Optional.of(on) : Optional.empty();
    }

    /**
     * The user closes the window. It is hidden if something is shared and the user wants that to go on; otherwise {@code
     * quit} is run.
     */
    void beforeClosing(Runnable quit) {
        Optional<HostState.On> shared = on().filter(on -> possible && !on.isEnding());
        if (shared.isEmpty()) {
            quit.run();
            return;
        }
        Settings.WhenClosed wanted = core.settings().settings().background().whenClosed();
        if (wanted != Settings.WhenClosed.QUIT
                && services.dialogs().openProperty().get()) {
            // What is asked would wait unseen, and so would the question whether to go on.
            stage.toFront();
            return;
        }
        switch (wanted) {
            case ASK -> ask(shared.get().shareName(), quit);
            case KEEP_SHARING -> hide();
            case QUIT -> quit.run();
        }
    }

    private void ask(String share, Runnable quit) {
        CheckBox always = new CheckBox(Texts.get("shell.keep.always"));
        always.setId("keep-always");
        always.setWrapText(true);
        boolean icon = core.desktop().icon().isShown();
        services.dialogs()
                .show(DialogBox.of(Texts.get("shell.keep.title", share))
                        .width(620)
                        .sentence(Texts.get(icon ? "shell.keep.icon" : "shell.keep.noIcon"))
                        .content(always)
                        .aside(Texts.get("shell.keep.quit"), () -> {
                            remember(always, Settings.WhenClosed.QUIT);
                            quit.run();
                        })
                        .safe()
                        .deed(Texts.get("shell.keep.deed"), () -> {
                            remember(always, Settings.WhenClosed.KEEP_SHARING);
                            hide();
                        }));
    }

    private void remember(CheckBox always, Settings.WhenClosed chosen) {
        if (always.isSelected()) {
            services.background()
                    .run(
                            () -> core.settings()
                                    .update(now ->
                                            now.withBackground(now.background().withWhenClosed(chosen))),
                            () -> {},
                            failed -> {
                                if (failed instanceof IOException) {
                                    services.toasts().error(Texts.problem(failed));
                                }
                            });
        }
    }

    /** Hides the window. Its parts leave the scene, so that nothing of them is laid out or drawn. */
    void hide() {
        hidden = true;
        stage.hide();
        scene.setRoot(new Pane());
        refreshIcon();
    }

    /** Shows the window in front of the others. */
    void show() {
        if (hasEnded) {
            return;
        }
        if (hidden) {
            hidden = false;
            scene.setRoot(layer);
            window.appear();
        }
        stage.setIconified(false);
        stage.toFront();
        stage.requestFocus();
        refreshIcon();
    }

    /** Ends the program, after the questions that there are, which show the window. */
    private void quit() {
        if (hasEnded) {
            return;
        }
        if (window.isWorking() || areGuestsTransferring()) {
            show();
        }
        window.quit();
    }

    /** Ends the share, after the question whether guests may finish, which shows the window. */
    private void stopSharing() {
        if (areGuestsTransferring()) {
            show();
        }
        host.stopSharing();
    }

    private boolean areGuestsTransferring() {
        return on().stream().flatMap(on -> on.guests().stream()).anyMatch(Guest::isTransferring);
    }

    private void refreshIcon() {
        boolean wanted = possible && !hasEnded && (hidden || on().isPresent());
        if (!wanted) {
            core.desktop().icon().hide();
            return;
        }
        String shared = sharing();
        List<PanelIcon.Entry> menu = new ArrayList<>();
        menu.add(new PanelIcon.Entry(1, Texts.get("shell.icon.show"), later(this::show)));
        if (!shared.isEmpty()) {
            menu.add(new PanelIcon.Entry(2, shared, later(this::showWithHost)));
        }
        menu.add(new PanelIcon.Entry(3, "", () -> {}));
        if (on().filter(on -> !on.isEnding()).isPresent()) {
            menu.add(new PanelIcon.Entry(4, Texts.get("shell.icon.stop"), later(this::stopSharing)));
        }
        menu.add(new PanelIcon.Entry(5, Texts.get("shell.icon.quit"), later(this::quit)));
        core.desktop().icon().show(new PanelIcon.Look("Quayside", shared, pictures(), menu, later(this::show)));
    }

    /** Returns what is shared and how many guests there are, or an empty text. */
    private String sharing() {
        return on().map(on -> on.isEnding()
                        ? Texts.get(
                                "host.on.ending", on.shareName(), on.guests().size())
                        : on.guests().isEmpty()
                                ? Texts.get("host.on", on.shareName())
                                : Texts.get(
                                        "shell.icon.sharing",
                                        on.shareName(),
                                        on.guests().size()))
                .orElse("");
    }

    private static Runnable later(Runnable action) {
        return () -> Platform.runLater(action);
    }

    private List<PanelIcon.Picture> pictures() {
        if (pictures.isEmpty()) {
            pictures = WindowIcon.images().stream()
                    .filter(image -> Arrays.stream(ICON_SIZES).anyMatch(size -> size == image.getWidth()))
                    .map(InBackground::picture)
                    .toList();
        }
        return pictures;
    }

    private static PanelIcon.Picture picture(Image image) {
        int size = (int) image.getWidth();
        PixelReader reader = image.getPixelReader();
        byte[] argb = new byte[4 * size * size];
        for (int i = 0; i < size * size; i++) {
            int pixel = reader.getArgb(i % size, i / size);
            argb[4 * i] = (byte) (pixel >> 24);
            argb[4 * i + 1] = (byte) (pixel >> 16);
            argb[4 * i + 2] = (byte) (pixel >> 8);
            argb[4 * i + 3] = (byte) pixel;
        }
        return new PanelIcon.Picture(size, argb);
    }
}
