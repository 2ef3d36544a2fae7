package quayside.app.core.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers as people write them. Stateless. */
public final class Amounts {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMM uuuu HH:mm", Locale.ENGLISH);

    private Amounts() {}

    /** Units of a thousand, as drives and file managers count: "0 B", "999 B", "1.4 MB", "23.0 GB", "140 GB". */
    public static String size(long bytes) {
        double value = bytes;
        int unit = 0;
        // 999.5 would be rounded to 1000, which belongs to the next unit.
        while (value >= 999.5 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        String pattern = unit == 0 || value >= 99.95 ? "%.0f %s" : "%.1f %s";
        return String.format(Locale.ENGLISH, pattern, value, UNITS[unit]);
    }

    /** "3 Mar 2026 14:05" in the given zone. */
    public static String date(Instant time, ZoneId zone) {
        return DATE.format(time.atZone(zone));
    }

    /** "2 h 5 min", "3 min 20 s", "8 s". */
    public static String duration(Duration length) {
        long seconds = Math.max(0, length.toSeconds());
        if (seconds >= 3600) {
            return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
        }
        return seconds >= 60 ? seconds / 60 + " min " + seconds % 60 + " s" : seconds + " s";
    }
}
