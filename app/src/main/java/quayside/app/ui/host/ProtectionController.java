package quayside.app.ui.host;

import java.nio.file.Path;
import java.util.List;
import quayside.app.core.host.HostService;
import quayside.app.core.host.HostState;
import quayside.app.core.host.SharedProtection;
import quayside.app.ui.kit.Background;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.Kit;
import quayside.app.ui.kit.NewPasscode;
import quayside.app.ui.kit.NewestOnly;
import quayside.app.ui.kit.Sentences;
import quayside.app.ui.kit.Texts;
import quayside.protocol.message.DisplayText;
import quayside.protocol.message.RemotePath;
import quayside.server.ShareEvent;
import quayside.server.protect.ProtectedFile;

/** What the host protects on the running share, and what of it becomes the model. JavaFX thread only. */
final class ProtectionController {
    private final HostModel model;
    private final HostService host;
    private final Kit kit;
    private final NewestOnly readings;

    ProtectionController(HostModel model, HostService host, Kit kit) {
        this.model = model;
        this.host = host;
        this.kit = kit;
        this.readings = new NewestOnly(kit.background());
        model.state().addListener((state, before, now) -> {
            if (now instanceof HostState.On != before instanceof HostState.On) {
                refresh();
            }
        });
        // Guests protect, move and delete, and each time something happens.
        model.log().addListener((javafx.beans.Observable log) -> refresh());
    }

    private void refresh() {
        if (model.state().get() instanceof HostState.On) {
            readings.run(
                    cancellation -> host.protection(),
                    now -> {
                        model.damage().set(damage());
                        model.protection().set(now);
                    },
                    failed -> {});
        } else {
            readings.cancel();
            model.protection().set(SharedProtection.NONE);
            model.damage().set("");
        }
    }

    /** What the running share said of its list when it began. */
    private String damage() {
        for (ShareEvent event : model.log()) {
            if (event instanceof ShareEvent.Stopped) {
                return "";
            }
            if (event instanceof ShareEvent.ProtectionDamaged damaged) {
                return damaged.sentence();
            }
        }
        return "";
    }

    /** Asks for the passcode of files that were chosen. */
    void protect(List<Path> chosen) {
        if (chosen.isEmpty()) {
            return;
        }
        Path first = chosen.getFirst().getFileName();
        String name = DisplayText.escape(String.valueOf(first == null ? chosen.getFirst() : first));
        kit.dialogs()
                .show(NewPasscode.of(
                        Texts.get("host.protect.title", chosen.size(), name),
                        Texts.get("host.protect.explanation"),
                        Texts.get("host.protect.action"),
                        passcode -> kit.background()
                                .run(
                                        cancellation -> {
                                            try (passcode) {
                                                return host.protect(chosen, passcode);
                                            }
                                        },
                                        count -> {
                                            refresh();
                                            kit.toasts().success(Texts.get("host.protect.done", count));
                                        },
                                        this::failed)));
    }

    void unprotect(ProtectedFile file) {
        RemotePath path = file.path();
        kit.dialogs()
                .confirm(
                        Texts.get("host.unprotect.title", DisplayText.escape(path.toString())),
                        Texts.get("host.unprotect.sentence"),
                        Texts.get("host.unprotect.action"),
                        DialogBox.Emphasis.DANGER,
                        () -> change(() -> host.unprotect(path)));
    }

    void releaseOthers() {
        kit.dialogs()
                .confirm(
                        Texts.get("host.release.title"),
                        Texts.get(
                                "host.release.sentence",
                                model.protection().get().files().size()),
                        Texts.get("host.release.action"),
                        DialogBox.Emphasis.DANGER,
                        () -> change(host::releaseOthers));
    }

    private void change(Background.Action change) {
        kit.background().run(change, this::refresh, this::failed);
    }

    private void failed(Exception e) {
        refresh();
        kit.toasts().error(Sentences.of(e));
    }
}
