package quayside.app.ui.kit;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import quayside.app.core.text.Texts;
import quayside.protocol.text.ByteSize;
import quayside.protocol.text.DisplayText;

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
        if (isToday(instant, now)) {
            return written(time, Texts.get("shared.format.time"));
        }
        boolean thisYear = time.getYear() == LocalDate.now(now).getYear();
        return written(time, Texts.get(thisYear ? "shared.format.day" : "shared.format.dayBefore"));
    }

    /** Formats a time of today as "14:03", and any other with its day: "22 Nov, 14:03", "22 Nov 25, 14:03". */
    public static String moment(Instant instant, Clock now) {
        ZonedDateTime time = instant.atZone(now.getZone());
        String day = date(instant, now);
        return isToday(instant, now)
                ? day
                : Texts.get("shared.format.moment", day, written(time, Texts.get("shared.format.time")));
    }

    /** Formats a time to come: "today, 20:00", "Sunday, 20:00" in the next six days, "6 Dec, 20:00" after that. */
    public static String coming(Instant instant, Clock now) {
        ZonedDateTime time = instant.atZone(now.getZone());
        boolean isSoon = time.toLocalDate().isBefore(LocalDate.now(now).plusDays(7));
        String day = isToday(instant, now)
                ? Texts.get("shared.format.today")
                : isSoon ? written(time, "EEEE") : date(instant, now);
        return Texts.get("shared.format.moment", day, written(time, Texts.get("shared.format.time")));
    }

    /** Formats a time to the second, for tooltips: "22 Nov 2026, 14:03:59". */
    public static String exactDate(Instant instant, Clock now) {
        return written(instant.atZone(now.getZone()), Texts.get("shared.format.full"));
    }

    /** Formats a path of this computer, escaped for display; the user's own folder is "~". */
    public static String path(Path path) {
        Path home = Path.of(System.getProperty("user.home", "/"));
        boolean inHome = path.startsWith(home) && !path.equals(home);
        return DisplayText.escape(inHome ? "~/" + home.relativize(path) : path.toString());
    }

    private static boolean isToday(Instant instant, Clock now) {
        return LocalDate.ofInstant(instant, now.getZone()).equals(LocalDate.now(now));
    }

    /** @param pattern of {@link DateTimeFormatter} */
    private static String written(ZonedDateTime time, String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Texts.language()).format(time);
    }

    /** Formats a time for a sentence, after a verb: "at 14:03", "on 22 Nov", "on 22 Nov 25". */
    public static String when(Instant instant, Clock now) {
        return Texts.get(isToday(instant, now) ? "shared.format.at" : "shared.format.on", date(instant, now));
    }

    /** Formats a duration in its two largest units, of which a second of zero is left out: "45 s", "2 min 5 s", "3 h". */
    public static String duration(Duration duration) {
        long seconds = Math.max(0, duration.plusMillis(500).toSeconds());
        if (seconds < 60) {
            return Texts.get("shared.format.seconds", seconds);
        }
        if (seconds < 3600) {
            return units("shared.format.minutes", seconds / 60, "shared.format.seconds", seconds % 60);
        }
        if (seconds < 86_400) {
            return units("shared.format.hours", seconds / 3600, "shared.format.minutes", seconds % 3600 / 60);
        }
        return units("shared.format.days", seconds / 86_400, "shared.format.hours", seconds % 86_400 / 3600);
    }

    private static String units(String key, long count, String nextKey, long rest) {
        String first = Texts.get(key, count);
        return rest == 0 ? first : first + " " + Texts.get(nextKey, rest);
    }

    /** Formats a remaining time: "2 min 5 s left". */
    public static String timeLeft(Duration left) {
        return Texts.get("shared.format.left", duration(left));
    }
}
