package quayside.app.ui.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.beans.Observable;
import quayside.app.core.host.HostService;
import quayside.app.core.host.HostState;
import quayside.app.core.host.SharedProtection;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Background;
import quayside.app.ui.kit.Chooser;
import quayside.app.ui.kit.NewPasscode;
import quayside.app.ui.kit.NewestOnly;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;
import quayside.server.ShareEvent;
import quayside.server.protect.ProtectedFile;

/** Changes the protection of files as the user asks, and keeps the model up to date with it. JavaFX thread only. */
final class ProtectionController {
    private final HostModel model;
    private final HostService host;
    private final UiServices services;
    private final Chooser chooser;
    private final NewestOnly readings;

    ProtectionController(HostModel model, HostService host, UiServices services, Chooser chooser) {
        this.model = model;
        this.host = host;
        this.services = services;
        this.chooser = chooser;
        this.readings = new NewestOnly(services.background());
        model.state.addListener((state, before, now) -> {
            if (now instanceof HostState.On != before instanceof HostState.On) {
                refresh();
            }
        });
        // An event is logged each time that a guest protects, moves or deletes files.
        model.log.addListener((Observable log) -> refresh());
    }

    private void refresh() {
        if (model.state.get() instanceof HostState.On) {
            readings.run(
                    cancellation -> host.protection(),
                    now -> {
                        model.damage.set(damage());
                        model.protection.set(now);
                    },
                    failed -> {});
        } else {
            readings.cancel();
            model.protection.set(SharedProtection.NONE);
            model.damage.set("");
        }
    }

    /**
     * Returns the damage to its list of protected files that the running share reported at its start; empty if none.
     */
    private String damage() {
        for (ShareEvent event : model.log) {
            if (event instanceof ShareEvent.Stopped) {
                return "";
            }
            if (event instanceof ShareEvent.ProtectionDamaged damaged) {
                return Texts.words(damaged.sentence());
            }
        }
        return "";
    }

    /** Asks for files of the running share and for the passcode that is to protect them. */
    void protect(Chooser.Wanted wanted) {
        if (!(model.state.get() instanceof HostState.On on)) {
            return;
        }
        List<Path> chosen = chooser.choose(wanted, Optional.of(on.folder()));
        if (chosen.isEmpty()) {
            return;
        }
        Path first = chosen.getFirst().getFileName();
        services.dialogs()
                .show(NewPasscode.of(
                        Texts.get("host.protect.title", chosen.size(), first == null ? chosen.getFirst() : first),
                        Texts.get("host.protect.explanation"),
                        Texts.get("host.protect.action"),
                        passcode -> protect(chosen, passcode)));
    }

    private void protect(List<Path> chosen, Passcode passcode) {
        services.background()
                .run(
                        cancellation -> {
                            try (passcode) {
                                return host.protect(chosen, passcode);
                            }
                        },
                        count -> {
                            refresh();
                            services.toasts().success(Texts.get("host.protect.done", count));
                        },
                        this::failed);
    }

    /** Removes the protection of a file, after a confirmation. */
    void unprotect(ProtectedFile file) {
        RemotePath path = file.path();
        confirm(
                Texts.get("host.unprotect.title", path.toString()),
                Texts.get("host.unprotect.sentence"),
                Texts.get("host.unprotect.action"),
                () -> host.unprotect(path));
    }

    /** Frees all files that are not listed, after a confirmation. */
    void releaseOthers() {
        confirm(
                Texts.get("host.release.title"),
                Texts.get(
                        "host.release.sentence", model.protection.get().files().size()),
                Texts.get("host.release.action"),
                host::releaseOthers);
    }

    private void confirm(String title, String sentence, String action, Background.Action change) {
        services.dialogs()
                .confirm(title, sentence, action, () -> services.background().run(change, this::refresh, this::failed));
    }

    private void failed(Exception e) {
        refresh();
        services.toasts().error(Texts.problem(e));
    }
}
