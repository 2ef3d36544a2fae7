package quayside.app.core.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers as people write them. Stateless. */
public final class Amounts {
    private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMM uuuu HH:mm", Locale.ENGLISH);

    private Amounts() {}

    /** "0 bytes", "1 byte", "999 bytes", "1.0 kB", "3.2 GB": units of a thousand, as drives and file managers count. */
    public static String size(long bytes) {
        if (bytes < 1000) {
            return bytes == 1 ? "1 byte" : bytes + " bytes";
        }
        double value = bytes;
        int unit = -1;
        // 999.95 would round to 1000.0 of the smaller unit.
        while (value >= 999.95 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        if (unit < 0) {
            value /= 1000;
            unit = 0;
        }
        return String.format(Locale.ENGLISH, "%.1f %s", value, UNITS[unit]);
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
