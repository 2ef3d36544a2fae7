package quayside.protocol.message;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Reads and writes times in the form of PROTOCOL.md section 4.2. It has its own parser for two reasons. Each entry of a
 * listing and each small file has a time, and the JDK's parser costs more than the rest of such a message. The JDK's
 * parser also accepts other forms, which two programs could interpret differently.
 */
final class WireTime {
    private static final int SECONDS_LENGTH = "2026-11-22T10:00:00Z".length();
    private static final int NANOS_DIGITS = 9;
    private static final int SECONDS_OF_DAY = 24 * 60 * 60;

    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private WireTime() {}

    /**
     * Returns {@code time} as it is sent. Some disks store times whose year does not have four digits. Such a time
     * becomes the nearest valid one, so that its file is listed nevertheless.
     */
    static String text(Instant time) {
        return nearest(time).toString();
    }

    static Instant nearest(Instant time) {
        return time.isBefore(FIRST) ? FIRST : time.isAfter(LAST) ? LAST : time;
    }

    /**
     * Parses a time in the only form of section 4.2.
     *
     * @throws DateTimeException if the form is different, or the day or hour does not exist
     */
    static Instant parse(String text) {
        int length = text.length();
        int digits = length - SECONDS_LENGTH - 1;
        boolean formed = (length == SECONDS_LENGTH || (digits >= 1 && digits <= NANOS_DIGITS))
                && text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(10) == 'T'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':'
                && (length == SECONDS_LENGTH || text.charAt(19) == '.')
                && text.charAt(length - 1) == 'Z';
        if (!formed) {
            throw new DateTimeException("a time in a wrong form");
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        int fraction = length == SECONDS_LENGTH ? 0 : number(text, 20, length - 1);
        if (hour > 23 || minute > 59 || second > 59) {
            throw new DateTimeException("an hour, minute or second that does not exist");
        }
        for (int i = digits; i < NANOS_DIGITS; i++) {
            fraction *= 10;
        }
        long days = LocalDate.of(year, month, day).toEpochDay();
        return Instant.ofEpochSecond(days * SECONDS_OF_DAY + (hour * 60L + minute) * 60 + second, fraction);
    }

    /** Returns the number between {@code from} and {@code to}, all of them digits. */
    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new DateTimeException("a time with a character that is not a digit");
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
