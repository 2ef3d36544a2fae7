package quayside.protocol.message;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The spelling of constants on the wire: lower case (PROTOCOL.md section 4.2). */
final class Enums {
    private static final Map<Enum<?>, String> SPELLINGS = Stream.<Enum<?>[]>of(
                    Entry.Kind.values(), OnConflict.values(), Goodbye.Why.values())
            .flatMap(Stream::of)
            .collect(Collectors.toUnmodifiableMap(
                    each -> each, each -> each.name().toLowerCase(Locale.ROOT)));

    private Enums() {}

    static String wire(Enum<?> constant) {
        return Objects.requireNonNull(SPELLINGS.get(constant));
    }
}
