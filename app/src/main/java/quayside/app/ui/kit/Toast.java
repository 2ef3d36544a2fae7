package quayside.app.ui.kit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.value.ObservableBooleanValue;
import quayside.app.core.text.Texts;

/**
 * A short message that {@link Toasts} shows and takes away again.
 *
 * @param title the message; without a line below it a whole sentence
 * @param line more about it, or empty
 * @param gone holds once there is no more cause for the message
 * @param stay how long it stays, if it is not gone before
 */
public record Toast(
        Tone tone, String title, String line, List<Step> steps, Optional<ObservableBooleanValue> gone, Stay stay) {
    /** The kind of message, which decides its icon. */
    public enum Tone {
        NEWS,
        DONE,
        FAILED
    }

    /** How long a message stays. */
    public enum Stay {
        SOME_SECONDS,
        UNTIL_CLOSED,
        /** The user cannot close it: the button of work under way must stay within reach. */
        WHILE_WORKING
    }

    /** A possible next step, as a button. */
    public record Step(String words, Runnable action) {}

    private static final Duration SHOWN = Duration.ofSeconds(6);
    private static final Duration SHOWN_WITH_STEP = Duration.ofSeconds(10);
    private static final int LETTERS_A_SECOND = 20;

    public static Toast news(String title, String line) {
        return of(Tone.NEWS, title, line);
    }

    public static Toast done(String title, String line) {
        return of(Tone.DONE, title, line);
    }

    public static Toast failed(String title, String line) {
        return of(Tone.FAILED, title, line);
    }

    private static Toast of(Tone tone, String title, String line) {
        return new Toast(tone, title, line, List.of(), Optional.empty(), Stay.SOME_SECONDS);
    }

    /** Offers a next step, after those that are offered already. Any of them takes the message away. */
    public Toast action(String words, Runnable action) {
        List<Step> more = Stream.concat(steps.stream(), Stream.of(new Step(words, action)))
                .toList();
        return new Toast(tone, title, line, more, gone, stay);
    }

    /** Offers the details of a failure. */
    public Toast details(Runnable show) {
        return action(Texts.get("shared.details"), show);
    }

    /** Withdraws the message as soon as {@code holds} is true, because its cause is gone. */
    public Toast until(ObservableBooleanValue holds) {
        return new Toast(tone, title, line, steps, Optional.of(holds), stay);
    }

    /** Shows the message until {@code holds} is true or a step is taken, for work that may take long. */
    public Toast lasting(ObservableBooleanValue holds) {
        return new Toast(tone, title, line, steps, Optional.of(holds), Stay.WHILE_WORKING);
    }

    /** Keeps the message until the user closes it or takes a step, for what happened while nobody was there. */
    public Toast kept() {
        return new Toast(tone, title, line, steps, gone, Stay.UNTIL_CLOSED);
    }

    boolean lasts() {
        return stay != Stay.SOME_SECONDS;
    }

    boolean isClosable() {
        return stay != Stay.WHILE_WORKING;
    }

    /** Returns how long it is shown: 6 s, 10 s with a button, and longer if it takes longer to read. */
    Duration time() {
        Duration toRead = Duration.ofSeconds((title.length() + line.length()) / LETTERS_A_SECOND);
        Duration least = steps.isEmpty() ? SHOWN : SHOWN_WITH_STEP;
        return toRead.compareTo(least) > 0 ? toRead : least;
    }
}
