package quayside.app.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

class ProblemTest {
    @Test
    void aFaultOfTheProtocolKeepsItsKindAndSentence() {
        assertThat(Problem.of(new ProtocolException(Fault.WRONG_KEY, Sentence.said("Not this key."))))
                .isEqualTo(new Problem(Fault.WRONG_KEY, "Not this key."));
    }

    @Test
    void faultsOfTheDiskNameTheFileNotThePath() {
        assertThat(Problem.of(new NoSuchFileException("/home/ada/a.txt")))
                .isEqualTo(
                        new Problem(Fault.NOT_FOUND, "“a.txt”: The file or its folder is no longer on this computer."));
        assertThat(Problem.of(new FileAlreadyExistsException("/x/b")).fault()).isEqualTo(Fault.EXISTS);
        assertThat(Problem.of(new AccessDeniedException("/x/b")).sentence()).contains("“b”");
        assertThat(Problem.of(new FileSystemException("/x/b", null, "No space left on device"))
                        .sentence())
                .isEqualTo("“b”: The disk of this computer is full; free some space and try again.");
    }

    @Test
    void aHostileNameIsEscaped() {
        assertThat(Problem.of(new NoSuchFileException("/x/a\u202eb\n")).sentence())
                .contains("\\u{202e}", "\\u{a}")
                .doesNotContain("\u202e", "\n");
    }

    @Test
    void evenAnExceptionWithoutAMessageGivesASentence() {
        assertThat(Problem.of(new IOException()).sentence()).endsWith(".");
        assertThat(Problem.of(new FileSystemException(null)).sentence()).endsWith(".");
    }
}
