package quayside.app.ui.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.scene.layout.VBox;
import quayside.app.core.host.HostService;
import quayside.app.core.host.HostState;
import quayside.app.core.settings.SettingsStore;
import quayside.app.ui.kit.Kit;
import quayside.protocol.client.Cancellation;

/**
 * Sharing a folder: the host's screen, and the switch in the top bar. Both show the same share. Starting and stopping
 * never hold the window up. JavaFX thread only.
 */
public final class HostFeature {
    private final HostModel model = new HostModel();
    private final Kit kit;
    private final HostController controller;
    private final HostView view;
    private final HostToggle toggle;
    private final Choosers choosers;
    private final ProtectionController protections;
    private Cancellation looking = new Cancellation();
    private Runnable open = () -> {};

    /** Asks for a folder, beginning at the given one, which is there; empty where the user changes their mind. */
    interface FolderQuestion {
        Optional<Path> ask(Node owner, Optional<Path> at);
    }

    /** Asks for files of the shared folder, or for a folder in it; none where the user changes their mind. */
    interface FilesQuestion {
        List<Path> ask(Node owner, Path shared, boolean folder);
    }

    /** The dialogs of the system. */
    record Choosers(FolderQuestion folder, FilesQuestion files) {}

    public HostFeature(HostService host, SettingsStore settings, Kit kit) {
        this(
                host,
                settings,
                kit,
                new Choosers(SystemChoosers::folder, SystemChoosers::files),
                HostFeature::systemClipboard);
    }

    HostFeature(HostService host, SettingsStore settings, Kit kit, Choosers choosers, Consumer<String> clipboard) {
        this.kit = kit;
        this.choosers = choosers;
        controller = new HostController(model, host, settings, kit, System::nanoTime);
        protections = new ProtectionController(model, host, kit);
        view = new HostView(
                model,
                new HostHeader(model, controller, this::turn, this::chooseFolder),
                new Invitation(model, clipboard, () -> kit.dialogs().show(new KeyQuestion(controller, kit).dialog())),
                new VBox(
                        HostView.GAP,
                        new Permissions(model, controller::permit),
                        new ProtectedList(
                                model,
                                new ProtectedList.Actions(
                                        () -> protect(false),
                                        () -> protect(true),
                                        protections::unprotect,
                                        protections::releaseOthers))),
                new VBox(
                        12,
                        new GuestList(model, kit.clock(), controller::disconnect, controller::block),
                        new BlockedList(model, controller::unblock)),
                new TrafficChart(model),
                new EventLog(model, kit.clock()));
        toggle = new HostToggle(model, this::turn, () -> open.run());
        // What has to be decided or mended is said on the screen, wherever the switch was flipped.
        model.warning().addListener((warning, before, now) -> now.ifPresent(sentence -> open.run()));
        model.remedy().addListener((remedy, before, now) -> now.ifPresent(found -> open.run()));
        controller.begin();
    }

    /** The host's screen; scrolls by itself where it gets little room. */
    public Node view() {
        return view;
    }

    /** The switch and the state in words, for the top bar. */
    public Node toggle() {
        return toggle;
    }

    /** {@code action} shows {@link #view()}: run when the user asks for it, or has to see it. */
    public void onOpen(Runnable action) {
        open = action;
    }

    private void turn(boolean on) {
        if (!on) {
            controller.stop();
        } else if (model.folder().get().isPresent()) {
            controller.start();
        } else {
            chooseFolder(controller::start);
        }
    }

    private void chooseFolder() {
        chooseFolder(() -> {});
    }

    /** {@code then} runs once a folder was chosen. */
    private void chooseFolder(Runnable then) {
        looking.cancel();
        Optional<Path> at = model.folder().get();
        if (at.isEmpty()) {
            ask(at, then);
            return;
        }
        // The chooser takes no folder that is not there, and a disk or a network may be slow to say so.
        looking = kit.background()
                .run(
                        cancellation -> at.filter(Files::isDirectory),
                        found -> ask(found, then),
                        failed -> ask(Optional.empty(), then));
    }

    private void ask(Optional<Path> at, Runnable then) {
        choosers.folder().ask(view.getScene() == null ? toggle : view, at).ifPresent(chosen -> {
            controller.choose(chosen);
            then.run();
        });
    }

    private void protect(boolean folder) {
        if (model.state().get() instanceof HostState.On on) {
            protections.protect(choosers.files().ask(view, on.folder(), folder));
        }
    }

    private static void systemClipboard(String text) {
        Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, text));
    }
}
