package quayside.app.ui.home;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.input.Clipboard;
import quayside.app.core.doctor.Doctor;
import quayside.app.core.host.HostState;
import quayside.app.core.keys.SavedKeys;
import quayside.app.core.nearby.Nearby;
import quayside.app.core.settings.SavedServers;
import quayside.app.core.settings.SettingsStore;
import quayside.app.core.share.ShareId;
import quayside.app.core.share.Shares;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.client.connection.ShareLink;

/** The first screen, from which shares are opened and a folder is shared. JavaFX thread only. */
public final class HomeFeature {
    private final HomeController controller;
    private final HomeView view;

    public HomeFeature(
            Shares shares,
            SavedServers saved,
            SavedKeys keys,
            Nearby nearby,
            SettingsStore settings,
            UiServices services) {
        this(
                shares,
                saved,
                keys,
                nearby,
                settings,
                services,
                () -> Optional.ofNullable(Clipboard.getSystemClipboard().getString()));
    }

    HomeFeature(
            Shares shares,
            SavedServers saved,
            SavedKeys keys,
            Nearby nearby,
            SettingsStore settings,
            UiServices services,
            Supplier<Optional<String>> clipboard) {
        controller = new HomeController(shares, saved, keys, nearby, services, clipboard);
        view = new HomeView(controller, settings, services);
        controller.reload();
    }

    public Node view() {
        return view;
    }

    /** Puts the focus on the field for a link. */
    public void focus() {
        controller.checkClipboard();
        view.focus();
    }

    /**
     * Sets what the window does with shares: shows one, which may be new; asks whether one is closed, at the end of
     * which {@link #close} is called; and shows this screen.
     */
    public void onShare(Consumer<Visit> show, Consumer<Visit> leave, Runnable home) {
        controller.onShow = show;
        controller.onLeave = leave;
        controller.onHome = home;
    }

    /** Sets the action that shares a folder; without a folder, one is chosen. */
    public void onShareFolder(Consumer<Optional<Path>> action) {
        view.shareFolder = action;
    }

    /** Opens the share of a link in a tab, or shows the tab that it has. */
    public void open(ShareLink link) {
        controller.open(link, link.key());
    }

    /**
     * Opens the saved ones of these links, which were open when the window was closed, and shows the last of them or the
     * one that was in front.
     */
    public void reopen(List<String> links, Optional<String> front) {
        controller.reopen(links, front);
    }

    /** Lets {@code doctor} find out why shares do not open. */
    public void doctor(Doctor doctor) {
        controller.doctor = Optional.of(doctor);
    }

    /** Returns whether the key of the share is kept, so that it can be connected without a tab. */
    public boolean keepsKey(Visit visit) {
        return controller.shown.get().withKey().stream().anyMatch(server -> visit.isAt(server.link()));
    }

    /**
     * Leaves a share that has a tab.
     *
     * @param goOn whether its transfers continue in the background
     */
    public void close(Visit visit, boolean goOn) {
        controller.close(visit, goOn);
    }

    /** Shows what waits for shares that are not open, on their cards and in their tabs; those of open shares show nothing. */
    public void show(Map<ShareId, Waits> waits) {
        controller.show(waits);
    }

    /** Shows whether this computer shares something itself. */
    public void show(HostState own) {
        controller.own.set(HomeController.Own.of(own));
    }

    /** Checks the clipboard for a share link; to be called when the window comes to the front. */
    public void windowActivated() {
        controller.checkClipboard();
    }
}
