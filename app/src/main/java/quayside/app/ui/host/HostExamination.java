package quayside.app.ui.host;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import quayside.app.core.doctor.Diagnosis;
import quayside.app.core.doctor.Doctor;
import quayside.app.core.host.HostService;
import quayside.app.core.host.HostState;
import quayside.app.core.host.LocalAddresses;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.DoctorBox;
import quayside.app.ui.kit.DoctorBox.Remedy;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.wire.Reason;
import quayside.server.ShareEvent;

/** Finds out why nobody reaches the share of this computer. JavaFX thread only. */
final class HostExamination {
    private static final Duration LATELY = Duration.ofHours(1);

    private final HostModel model;
    private final HostService host;
    private final UiServices services;
    private final Consumer<String> clipboard;
    private final Runnable share;

    /**
     * @param clipboard receives what is copied
     * @param share shares the folder that is chosen
     */
    HostExamination(
            HostModel model, HostService host, UiServices services, Consumer<String> clipboard, Runnable share) {
        this.model = model;
        this.host = host;
        this.services = services;
        this.clipboard = clipboard;
        this.share = share;
    }

    void show(Doctor doctor) {
        model.on().ifPresent(on -> {
            Doctor.Hosting hosting = hosting(on);
            DoctorBox.show(
                    (done, cancellation) -> doctor.examine(hosting, done, cancellation),
                    this::remedy,
                    services,
                    clipboard);
        });
    }

    private Doctor.Hosting hosting(HostState.On on) {
        String given = model.copiedLink.get().orElseGet(() -> on.linkTo(model.address.get()));
        ShareLink link = ShareLink.parse(given);
        boolean isEarlierKey =
                link.port() == on.port() && !on.linkTo(link.host()).equals(given);
        Instant since = services.clock().instant().minus(LATELY);
        long wrongKeys = host.events().stream()
                .filter(event -> event instanceof ShareEvent.Refused refused
                        && refused.at().isAfter(since)
                        && refused.reason().key() == Reason.GUESSED_WRONG)
                .count();
        return new Doctor.Hosting(
                true,
                on.port(),
                ShareLink.parse(on.link()).id(),
                Optional.of(ShareLink.of(link.host(), link.port(), link.id().orElse(null))),
                isEarlierKey,
                blocked(),
                wrongKeys);
    }

    private List<String> blocked() {
        return Stream.concat(
                        host.blocked().stream(), host.blockedGuests().stream().map(guest -> HostModel.who(guest.who())))
                .toList();
    }

    private Optional<Remedy> remedy(Diagnosis diagnosis) {
        if (diagnosis.command().isPresent()) {
            String command = diagnosis.command().get();
            return Optional.of(new Remedy(Texts.get("doctor.copy.command"), () -> clipboard.accept(command)));
        }
        return switch (diagnosis.finding()) {
            case STALE_LINK, EARLIER_KEY, KEYS_WRONG, READY ->
                Optional.of(new Remedy(Texts.get("doctor.copy.link"), this::copyLink));
            case OFF -> Optional.of(new Remedy(Texts.get("doctor.share"), share));
            default -> Optional.empty();
        };
    }

    /** Copies the link with an address that this computer has now. */
    private void copyLink() {
        services.background()
                .run(
                        cancellation -> LocalAddresses.reaching(new InetSocketAddress(0).getAddress())
                                .getFirst(),
                        (String address) -> model.on().ifPresent(on -> {
                            String link = on.linkTo(address);
                            clipboard.accept(link);
                            model.copiedLink.set(Optional.of(link));
                        }),
                        failed -> services.toasts().error(Texts.problem(failed)));
    }
}
