package quayside.app.ui.kit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import quayside.app.core.text.Texts;
import quayside.protocol.text.ByteSize;

/** Formats numbers and times for people, in the language of {@link Texts}. Thread-safe. */
public final class HumanFormat {
    private HumanFormat() {}

    /** Formats a size as "0 B", "999 B", "1.4 MB" or "23.0 GB". */
    public static String size(long bytes) {
        return ByteSize.shown(bytes, Texts.language());
    }

    /** Formats a size to the byte: "1,440,000 bytes". */
    public static String exactSize(long bytes) {
        return Texts.get("shared.format.bytes", bytes);
    }

    public static String speed(long bytesPerSecond) {
        return Texts.get("shared.format.perSecond", size(bytesPerSecond));
    }

    /** Formats a time of today as "14:03", one of this year as "22 Nov", and any other as "22 Nov 25". */
    public static String date(Instant instant, Clock now) {
        ZonedDateTime time = instant.atZone(now.getZone());
        LocalDate today = LocalDate.now(now);
        if (time.toLocalDate().equals(today)) {
            return written(time, Texts.get("shared.format.time"));
        }
        return written(
                time, Texts.get(time.getYear() == today.getYear() ? "shared.format.day" : "shared.format.dayBefore"));
    }

    /** Formats a time of today as "14:03", and any other with its day: "22 Nov, 14:03", "22 Nov 25, 14:03". */
    public static String moment(Instant instant, Clock now) {
        ZonedDateTime time = instant.atZone(now.getZone());
        String day = date(instant, now);
        return time.toLocalDate().equals(LocalDate.now(now))
                ? day
                : Texts.get("shared.format.moment", day, written(time, Texts.get("shared.format.time")));
    }

    /** Formats a time to the second, for tooltips: "22 Nov 2026, 14:03:59". */
    public static String exactDate(Instant instant, Clock now) {
        return written(instant.atZone(now.getZone()), Texts.get("shared.format.full"));
    }

    /** @param pattern of {@link DateTimeFormatter} */
    private static String written(ZonedDateTime time, String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Texts.language()).format(time);
    }

    /** Formats a duration in its two largest units: "45 s", "2 min 5 s", "3 h 20 min", "2 days 4 h". */
    public static String duration(Duration duration) {
        long seconds = Math.max(0, duration.plusMillis(500).toSeconds());
        if (seconds < 60) {
            return Texts.get("shared.format.seconds", seconds);
        }
        if (seconds < 3600) {
            return Texts.get("shared.format.minutes", seconds / 60, seconds % 60);
        }
        if (seconds < 86_400) {
            return Texts.get("shared.format.hours", seconds / 3600, seconds % 3600 / 60);
        }
        return Texts.get("shared.format.days", seconds / 86_400, seconds % 86_400 / 3600);
    }

    /** Formats a remaining time: "2 min 5 s left". */
    public static String timeLeft(Duration left) {
        return Texts.get("shared.format.left", duration(left));
    }
}
