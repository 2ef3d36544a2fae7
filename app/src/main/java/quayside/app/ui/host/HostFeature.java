package quayside.app.ui.host;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.stage.Window;
import quayside.app.core.doctor.Doctor;
import quayside.app.core.host.HostService;
import quayside.app.core.reach.Reach;
import quayside.app.core.settings.SettingsStore;
import quayside.app.ui.kit.Chooser;
import quayside.app.ui.kit.UiServices;

/** Shares a folder: the host's screen, and the share in a few words for the window's strip. JavaFX thread only. */
public final class HostFeature {
    private final HostController controller;
    private final FoldersController folders;
    private final HostView view;
    private final Node pill;
    private Runnable open = () -> {};

    /** @param owner the window over which the system's dialogs are shown */
    public HostFeature(HostService host, Reach reach, SettingsStore settings, UiServices services, Window owner) {
        this(
                host,
                reach,
                settings,
                services,
                Chooser.system(owner),
                text -> Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, text)));
    }

    /** Without a router. */
    HostFeature(
            HostService host,
            SettingsStore settings,
            UiServices services,
            Chooser chooser,
            Consumer<String> clipboard) {
        this(host, Reach.none(), settings, services, chooser, clipboard);
    }

    HostFeature(
            HostService host,
            Reach reach,
            SettingsStore settings,
            UiServices services,
            Chooser chooser,
            Consumer<String> clipboard) {
        HostModel model = new HostModel();
        folders = new FoldersController(model, host, settings, services, chooser);
        controller = new HostController(model, host, reach, settings, services, folders);
        ProtectionController protection = new ProtectionController(model, host, services, chooser);
        InvitationController invitations = new InvitationController(model, host, services, clipboard);
        view = new HostView(model, controller, folders, invitations, protection, host, services, chooser, clipboard);
        pill = new HostPill(model, () -> open.run());
        // The screen opens if the user has to decide or fix something, wherever the share was started.
        model.warning.addListener((warning, before, now) -> now.ifPresent(sentence -> open.run()));
        model.remedy.addListener((remedy, before, now) -> now.ifPresent(found -> open.run()));
        controller.begin();
        invitations.begin();
    }

    /** Returns the host's screen, which scrolls if it gets little room. */
    public Node view() {
        return view;
    }

    /** Returns the share in a few words, such as "Sharing “Photos” 2 guests", as a button that opens the screen. */
    public Node pill() {
        return pill;
    }

    /** Shares {@code folder}, or one that the user chooses, after the same warnings and questions as the switch. */
    public void share(Optional<Path> folder) {
        folders.share(folder);
    }

    /** Shares the last folder as it was shared last, if the settings say so. */
    public void shareAtStart() {
        folders.shareAtStart();
    }

    /** Ends the share, after the same question as the switch. */
    public void stopSharing() {
        controller.setSharing(false);
    }

    /** Lets {@code doctor} find out why nobody reaches the share. */
    public void doctor(Doctor doctor) {
        controller.doctor = Optional.of(doctor);
    }

    /** Sets the action that shows {@link #view()}; it is run when the user asks for the screen or has to see it. */
    public void onOpen(Runnable action) {
        open = action;
    }

    /**
     * Runs {@code close} at once if no guest transfers anything. Otherwise asks the user, who may stop now, let the guests
     * finish first, or keep sharing.
     */
    public void beforeClosing(Runnable close) {
        controller.beforeClosing(close);
    }
}
