package quayside.app.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import quayside.protocol.message.OnConflict;

/** The conflict policy; part of every command that transfers files. */
final class ConflictOption {
    @Option(
            names = "--on-conflict",
            paramLabel = "RULE",
            completionCandidates = Words.class,
            converter = Reader.class,
            description = "if another file has the name: ${COMPLETION-CANDIDATES} (default: fail)."
                    + " Under every rule, a file of the same size and time counts as transferred.")
    private OnConflict rule = OnConflict.FAIL;

    OnConflict rule() {
        return rule;
    }

    private static String word(OnConflict rule) {
        return rule.name().toLowerCase(Locale.ROOT);
    }

    private static final class Words extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Words() {
            super(Arrays.stream(OnConflict.values()).map(ConflictOption::word).toList());
        }
    }

    private static final class Reader implements ITypeConverter<OnConflict> {
        @Override
        public OnConflict convert(String typed) {
            return Arrays.stream(OnConflict.values())
                    .filter(rule -> word(rule).equalsIgnoreCase(typed))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("RULE is one of " + String.join(", ", new Words())));
        }
    }
}
