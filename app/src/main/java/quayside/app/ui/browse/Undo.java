package quayside.app.ui.browse;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Background;
import quayside.app.ui.kit.Toast;
import quayside.app.ui.kit.UiServices;

/**
 * Takes the last change back, by the message that reports it or by Ctrl+Z: for 10 seconds, or until something else is
 * changed. JavaFX thread only.
 */
final class Undo {
    private static final Duration OFFERED = Duration.ofSeconds(10);

    /** A change that can be taken back. */
    private record Offer(Background.Action back, Runnable after, Instant until, BooleanProperty gone) {}

    private final UiServices services;
    private Optional<Offer> last = Optional.empty();

    Undo(UiServices services) {
        this.services = services;
    }

    /**
     * Reports a change and offers to take it back. Only the last change can be taken back.
     *
     * @param done the change, as a sentence
     * @param back takes it back; blocks
     * @param after what follows once it is taken back
     */
    void offer(String done, Background.Action back, Runnable after) {
        offer(done, back, after, services.clock().instant().plus(OFFERED));
    }

    /** Does the same, but Ctrl+Z takes the change back as long as it is the last one. */
    void offerLastingly(String done, Background.Action back, Runnable after) {
        offer(done, back, after, Instant.MAX);
    }

    private void offer(String done, Background.Action back, Runnable after, Instant until) {
        withdraw();
        Offer offer = new Offer(back, after, until, new SimpleBooleanProperty(false));
        last = Optional.of(offer);
        services.toasts()
                .show(Toast.done(done, "")
                        .action(Texts.get("browse.undo"), () -> run(offer))
                        .until(offer.gone()));
    }

    /** Takes the last change back, if it is still offered. */
    void run() {
        last.filter(offer -> services.clock().instant().isBefore(offer.until())).ifPresent(this::run);
    }

    private void run(Offer offer) {
        withdraw();
        services.background().run(offer.back(), offer.after(), e -> {
            // A part of it may be taken back.
            offer.after().run();
            services.toasts().error(Texts.problem(e));
        });
    }

    /** Offers nothing any more, because something was changed that cannot be taken back. */
    void withdraw() {
        last.ifPresent(offer -> offer.gone().set(true));
        last = Optional.empty();
    }
}
