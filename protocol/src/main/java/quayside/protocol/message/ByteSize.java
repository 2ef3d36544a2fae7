package quayside.protocol.message;

import java.util.Locale;

/** Formats amounts of data for people, in sentences and tables alike. Stateless. */
public final class ByteSize {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

    private ByteSize() {}

    /**
     * Formats in units of a thousand, as drives and file managers count: "0 B", "999 B", "1.4 MB", "23.0 GB", "140 GB".
     */
    public static String shown(long bytes) {
        double value = bytes;
        int unit = 0;
        // 999.5 would be rounded to 1000, which belongs to the next unit.
        while (value >= 999.5) {
            value /= 1000;
            unit++;
        }
        String pattern = unit == 0 || value >= 99.95 ? "%.0f %s" : "%.1f %s";
        return String.format(Locale.ENGLISH, pattern, value, UNITS[unit]);
    }
}
