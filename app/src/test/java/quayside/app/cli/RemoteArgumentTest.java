package quayside.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteArgumentTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "/", ".", "./", "/.", "/./", "././.", "//", ".//."})
    void theShareItselfIsWrittenInManyWays(String typed) throws CliException {
        assertThat(RemoteArgument.parse(typed).isRoot()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "x, x",
        "/x, x",
        "x/, x",
        "./x, x",
        "/./x/./y/., x/y",
        ".x, .x",
        "a//b, a/b",
        "//x//, x",
        "..x/..., ..x/..."
    })
    void dotsAndSlashesAtTheEndsLeaveThePathWhatItIs(String typed, String path) throws CliException {
        assertThat(RemoteArgument.parse(typed)).hasToString(path);
    }

    @ParameterizedTest
    @CsvSource({
        "..,        from the top of the share",
        "../x,      from the top of the share",
        "./a/../b,  from the top of the share"
    })
    void whatIsNoPathIsRefusedWithTheWayToWriteIt(String typed, String told) {
        assertThatExceptionOfType(CliException.class)
                .isThrownBy(() -> RemoteArgument.parse(typed))
                .withMessageContaining("“" + typed + "”")
                .withMessageContaining(told)
                .extracting(CliException::exit)
                .isEqualTo(ExitCode.USAGE);
    }
}
