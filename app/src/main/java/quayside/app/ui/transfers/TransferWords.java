package quayside.app.ui.transfers;

import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.css.PseudoClass;
import quayside.app.core.text.Texts;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.core.transfer.TransferSnapshot.Direction;
import quayside.app.core.transfer.TransferSnapshot.State;
import quayside.app.core.transfer.Why;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.HumanFormat;
import quayside.protocol.wire.Fault;

/** What the table says about a transfer, in words. Stateless. */
final class TransferWords {
    private TransferWords() {}

    /** The meaning of a status, which decides its colour. */
    enum Tone {
        QUIET,
        GOOD,
        HELD,
        BAD;

        PseudoClass pseudoClass() {
            return PseudoClass.getPseudoClass(name().toLowerCase(Locale.ROOT));
        }
    }

    /** The status of a transfer: an icon, and words for people. */
    record Status(Glyph glyph, String words, Tone tone) {}

    /** The next step that a row offers with a word. */
    enum Step {
        PASSCODE("transfers.step.passcode"),
        ELSEWHERE("transfers.step.elsewhere"),
        DETAILS("transfers.step.details"),
        SHOW("transfers.step.show");

        private final String key;

        Step(String key) {
            this.key = key;
        }

        String words() {
            return Texts.get(key);
        }
    }

    /** Returns "from “Family album”", or how many files of several are done. */
    static String place(TransferSnapshot t) {
        boolean done = t.state() == State.DONE || t.state() == State.SKIPPED;
        if (t.folder() && !done && t.filesTotal() > 0) {
            return Texts.get("transfers.files", t.filesDone(), Math.max(t.filesTotal(), t.filesDone()));
        }
        return Texts.get(t.direction() == Direction.DOWNLOAD ? "transfers.from" : "transfers.to", t.share());
    }

    /** Returns how much of it is done: "62 %", or "2.2 MB in 0.3 s" at its end. */
    static String progress(TransferSnapshot t) {
        return switch (t.state()) {
            case DONE ->
                t.result()
                        .took()
                        .map(took -> Texts.get(
                                "transfers.took", HumanFormat.size(t.result().bytes()), brief(took)))
                        .orElseGet(() -> HumanFormat.size(t.result().bytes()));
            case SKIPPED -> "";
            case QUEUED, RUNNING, WAITING, ASKING, PAUSED, FAILED, CANCELLED ->
                t.fraction() < 0 ? "" : Texts.get("transfers.percent", Math.min(99, (int) (t.fraction() * 100)));
        };
    }

    /** Formats a time below ten seconds with its tenths. */
    static String brief(Duration took) {
        double seconds = took.toNanos() / 1e9;
        return seconds < 9.95
                ? Texts.get("shared.format.seconds", String.format(Texts.language(), "%.1f", seconds))
                : HumanFormat.duration(took);
    }

    static String speed(TransferSnapshot t) {
        return t.state() == State.RUNNING && t.bytesPerSecond() > 0 ? HumanFormat.speed(t.bytesPerSecond()) : "";
    }

    /** Returns the remaining time, or when the transfer ended. */
    static String time(TransferSnapshot t, Clock clock) {
        if (t.state() == State.RUNNING) {
            return t.timeLeft().map(HumanFormat::duration).orElse("");
        }
        return t.state().hasEnded()
                ? t.result().at().map(at -> HumanFormat.when(at, clock)).orElse("")
                : "";
    }

    static Status status(TransferSnapshot t) {
        return switch (t.state()) {
            case QUEUED -> new Status(Glyph.CLOCK, t.why().words(), Tone.QUIET);
            case RUNNING -> running(t);
            case WAITING ->
                t.why().equals(Why.HOST_PAUSED)
                        ? new Status(Glyph.PAUSE, t.why().words(), Tone.HELD)
                        : new Status(Glyph.CLOCK, waiting(t), Tone.HELD);
            case ASKING -> new Status(Glyph.LOCK, Texts.get("transfers.asking"), Tone.HELD);
            case PAUSED -> new Status(Glyph.PAUSE, t.message(), Tone.QUIET);
            case DONE ->
                new Status(Glyph.CHECK, t.message().isEmpty() ? Texts.get("transfers.done") : t.message(), Tone.GOOD);
            case SKIPPED -> new Status(Glyph.CHECK, t.message(), Tone.QUIET);
            case FAILED ->
                t.isLeftLocked()
                        ? new Status(Glyph.LOCK, t.message(), Tone.QUIET)
                        : new Status(Glyph.ALERT, t.message(), Tone.BAD);
            case CANCELLED -> new Status(Glyph.X, Texts.get("transfers.cancelled"), Tone.QUIET);
        };
    }

    private static Status running(TransferSnapshot t) {
        boolean down = t.direction() == Direction.DOWNLOAD;
        Glyph arrow = down ? Glyph.DOWNLOAD : Glyph.UPLOAD;
        if (!t.remarks().note().isEmpty()) {
            return new Status(Glyph.INFO, t.remarks().note(), Tone.QUIET);
        }
        if (t.folder() && !t.message().isEmpty() && !t.why().isChecking()) {
            String file = t.message().substring(t.message().lastIndexOf('/') + 1);
            return new Status(
                    arrow, Texts.get(down ? "transfers.downloading" : "transfers.uploading", file), Tone.QUIET);
        }
        return t.why().isUnknown()
                ? new Status(
                        arrow, Texts.get(down ? "transfers.downloading.file" : "transfers.uploading.file"), Tone.QUIET)
                : new Status(Glyph.INFO, t.why().words(), Tone.QUIET);
    }

    private static String waiting(TransferSnapshot t) {
        return t.remarks()
                .untilNextTry()
                .map(left -> left.isZero()
                        ? Texts.get("transfers.waiting.now", t.share())
                        : Texts.get("transfers.waiting.next", t.share(), HumanFormat.duration(wholeSeconds(left))))
                .orElse(t.message());
    }

    /** Rounds up, so that a countdown ends at 1 and not at 0. */
    private static Duration wholeSeconds(Duration left) {
        return Duration.ofSeconds(left.plusNanos(999_999_999).toSeconds());
    }

    /** Returns everything that is known beyond the status, for its tooltip. */
    static String details(TransferSnapshot t) {
        return String.join(
                "\n",
                Stream.of(
                                Texts.get("transfers.place", t.place()),
                                status(t).words(),
                                t.message(),
                                t.why().words(),
                                t.remarks().note())
                        .filter(words -> !words.isEmpty())
                        .distinct()
                        .toList());
    }

    static Optional<Step> step(TransferSnapshot t) {
        return switch (t.state()) {
            case FAILED -> failed(t);
            case DONE, SKIPPED -> t.result().path().map(path -> Step.SHOW);
            case QUEUED, RUNNING, WAITING, ASKING, PAUSED, CANCELLED -> Optional.empty();
        };
    }

    private static Optional<Step> failed(TransferSnapshot t) {
        Optional<Fault> fault = t.fault();
        if (t.remarks().failedCount() > 0 && t.folder()) {
            return Optional.of(Step.DETAILS);
        }
        if (fault.filter(why -> why == Fault.PASSCODE_NEEDED || why == Fault.WRONG_PASSCODE)
                .isPresent()) {
            return Optional.of(Step.PASSCODE);
        }
        return fault.filter(why -> t.direction() == Direction.DOWNLOAD
                        && (why == Fault.LOCAL_STORAGE || why == Fault.LOCAL_DENIED))
                .map(why -> Step.ELSEWHERE);
    }
}
