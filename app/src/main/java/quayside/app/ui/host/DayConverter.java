package quayside.app.ui.host;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.FormatStyle;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.Texts;

/**
 * A day as it is written in the reader's language and country; no day for other words, nor for a day that no month
 * has. Numbers are read in the order of the country only: 1/2 is in January for one reader, in February for another.
 */
final class DayConverter extends StringConverter<LocalDate> {
    private static final List<String> ALSO = List.of("d MMM uuuu", "d.M.uuuu", "uuuu-MM-dd");

    @Override
    public String toString(@Nullable LocalDate day) {
        return day == null
                ? ""
                : format(Texts.get("host.invitation.day.format")).format(day);
    }

    @Override
    public @Nullable LocalDate fromString(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return Stream.concat(Stream.of(Texts.get("host.invitation.day.format"), ofCountry()), ALSO.stream())
                .flatMap(pattern -> read(text.strip(), format(pattern)).stream())
                .findFirst()
                .orElse(null);
    }

    /** Returns the country's short form, with all digits of the year. */
    private static String ofCountry() {
        return DateTimeFormatterBuilder.getLocalizedDateTimePattern(
                        FormatStyle.SHORT, null, IsoChronology.INSTANCE, Locale.getDefault(Locale.Category.FORMAT))
                .replaceAll("d+", "d")
                .replaceAll("M+", "M")
                .replaceAll("y+", "uuuu");
    }

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Texts.language()).withResolverStyle(ResolverStyle.STRICT);
    }

    private static Optional<LocalDate> read(String text, DateTimeFormatter format) {
        try {
            return Optional.of(LocalDate.parse(text, format));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
