package quayside.protocol.text;

import java.util.Locale;

/** An amount of data, as people read it in sentences and tables alike. */
public record ByteSize(long bytes) implements Sentence.Argument {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

    /** Formats in English, as the command line does. */
    public static String shown(long bytes) {
        return shown(bytes, Locale.ENGLISH);
    }

    /**
     * Formats in units of a thousand, as drives and file managers count: "0 B", "999 B", "1.4 MB", "23.0 GB", "140 GB".
     *
     * @param language decides the decimal point: "1,4 MB" in German
     */
    public static String shown(long bytes, Locale language) {
        double value = bytes;
        int unit = 0;
        // 999.5 would be rounded to 1000, which belongs to the next unit.
        while (value >= 999.5) {
            value /= 1000;
            unit++;
        }
        String pattern = unit == 0 || value >= 99.95 ? "%.0f %s" : "%.1f %s";
        return String.format(language, pattern, value, UNITS[unit]);
    }

    @Override
    public Object inSentences(Locale language) {
        return shown(bytes, language);
    }
}
