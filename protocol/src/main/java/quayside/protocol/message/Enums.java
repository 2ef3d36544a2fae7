package quayside.protocol.message;

import java.util.Locale;

/** How constants are spelled on the wire: in lower case (PROTOCOL.md section 4.2). */
final class Enums {
    private Enums() {}

    static String wire(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
