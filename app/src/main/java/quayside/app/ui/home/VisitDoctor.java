package quayside.app.ui.home;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import quayside.app.core.doctor.Diagnosis;
import quayside.app.core.doctor.Doctor;
import quayside.app.core.doctor.Finding;
import quayside.app.core.settings.SavedServer;
import quayside.app.core.settings.SavedServers;
import quayside.app.core.share.ShareState;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.DoctorBox;
import quayside.app.ui.kit.DoctorBox.Remedy;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.wire.Fault;

/**
 * Finds out why the share of a tab does not open. It tries no key: the tab has done that, and what the server said then
 * still holds. JavaFX thread only.
 */
final class VisitDoctor {
    private final Visit visit;
    private final SavedServers saved;
    private final UiServices services;
    private final Consumer<ShareLink> open;

    /** @param open opens the share at another address */
    VisitDoctor(Visit visit, SavedServers saved, UiServices services, Consumer<ShareLink> open) {
        this.visit = visit;
        this.saved = saved;
        this.services = services;
        this.open = open;
    }

    void show(Optional<Doctor> doctor) {
        doctor.ifPresent(found -> {
            Doctor.Visit examined = examined();
            DoctorBox.show(
                    (done, cancellation) -> found.examine(examined, done, cancellation),
                    this::remedy,
                    services,
                    text -> Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, text)));
        });
    }

    private Doctor.Visit examined() {
        ShareLink link = visit.link();
        return new Doctor.Visit(
                link,
                Optional.empty(),
                saved.at(link).flatMap(SavedServer::id),
                told(visit.stateProperty().get()));
    }

    private static Optional<Finding> told(ShareState state) {
        return switch (state) {
            case ShareState.Failed failed when failed.fault() == Fault.WRONG_KEY -> Optional.of(Finding.WRONG_KEY);
            case ShareState.Lost lost ->
                switch (lost.why()) {
                    case DISCONNECTED -> Optional.of(Finding.DISCONNECTED);
                    // An invitation that is over offers no examination.
                    case GONE, STOPPED, BLOCKED, REVOKED, EXPIRED -> Optional.empty();
                };
            case ShareState.Idle _,
                    ShareState.Connecting _,
                    ShareState.Waiting _,
                    ShareState.Connected _,
                    ShareState.Failed _ -> Optional.empty();
        };
    }

    private Optional<Remedy> remedy(Diagnosis diagnosis) {
        if (diagnosis.there().isPresent()) {
            ShareLink there = diagnosis.there().get();
            return Optional.of(new Remedy(Texts.get("doctor.connectThere"), () -> open.accept(there)));
        }
        return switch (diagnosis.finding()) {
            case NAME_UNKNOWN, LINK_BROKEN ->
                Optional.of(new Remedy(Texts.get("home.editAddress"), visit::editAddress));
            case WRONG_KEY, REVOKED, ENDED, IDENTITY_CHANGED -> Optional.empty();
            default -> Optional.of(new Remedy(Texts.get("home.tryNow"), visit::reconnect));
        };
    }
}
