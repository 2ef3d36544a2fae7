package quayside.app.core.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Formats times for people. Stateless. */
public final class Times {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMM uuuu HH:mm", Locale.ENGLISH);

    private Times() {}

    /** Formats as "3 Mar 2026 14:05" in the given zone. */
    public static String date(Instant time, ZoneId zone) {
        return DATE.format(time.atZone(zone));
    }

    /** Formats as "2 h 5 min", "3 min 20 s", "8 s". */
    public static String duration(Duration length) {
        long seconds = Math.max(0, length.toSeconds());
        if (seconds >= 3600) {
            return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
        }
        return seconds >= 60 ? seconds / 60 + " min " + seconds % 60 + " s" : seconds + " s";
    }
}
