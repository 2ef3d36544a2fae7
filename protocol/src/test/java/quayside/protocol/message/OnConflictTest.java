package quayside.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OnConflictTest {
    @ParameterizedTest
    @CsvSource({"FAIL, FAIL", "OVERWRITE, FAIL", "NEWER, FAIL", "RENAME, RENAME", "SKIP, SKIP"})
    void noRuleReplacesWhatTheSameTransferHasJustBrought(OnConflict rule, OnConflict other) {
        assertThat(rule.withoutReplacing()).isEqualTo(other);
    }
}
