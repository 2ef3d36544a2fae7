package quayside.protocol.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

final class LocalNamesTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "report.pdf,report.pdf", "a:b,a%3Ab", "..\\..\\x,..%5C..%5Cx", "C:x,C%3Ax", "CON,%43ON",
                        "nul.txt,%6Eul.txt",
                "COM¹,%43OM¹", "lpt9.log,%6Cpt9.log", "com10,com10", "what?,what%3F", "dot.,dot%2E",
                        "`space `,space%20",
                "100%,100%", "50%3A,50%253A", "<a|b>,%3Ca%7Cb%3E", "Übung,Übung"
            })
    void windowsStoresWhatItReadsDifferentlyUnderAReversibleName(String name, String stored) throws IOException {
        assertThat(new LocalNames(true).stored(name)).isEqualTo(stored);
        try (FileSystem windows = Jimfs.newFileSystem(Configuration.windows())) {
            Path folder = windows.getPath("C:\\downloads");
            Path path = new LocalNames(true).resolve(folder, name);
            assertThat(path.getParent()).isEqualTo(folder);
            assertThat(path.normalize()).isEqualTo(path);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:b", "..\\..\\x", "CON", "dot.", "-rf", "50%3A"})
    void unixStoresNamesAsTheyAre(String name) throws IOException {
        try (FileSystem unix = Jimfs.newFileSystem(Configuration.unix())) {
            Path folder = unix.getPath("/home/me");
            assertThat(new LocalNames(false).resolve(folder, name)).hasToString("/home/me/" + name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../x", "a/b", "/etc/passwd", "a\0"})
    void noServerNamesAPlaceOutsideTheFolder(String name) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> new LocalNames(false).resolve(Path.of("downloads"), name))
                .extracting(ProtocolException::fault)
                .isEqualTo(Fault.BROKEN_PROTOCOL);
    }

    @Test
    void freeNamesKeepTheExtension() {
        assertThat(FreeName.of("report.pdf", 1)).isEqualTo("report.pdf");
        assertThat(FreeName.of("report.pdf", 2)).isEqualTo("report (2).pdf");
        assertThat(FreeName.of("archive", 3)).isEqualTo("archive (3)");
        assertThat(FreeName.of(".profile", 2)).isEqualTo(".profile (2)");
        assertThat(FreeName.of("a.sentence that goes on", 2)).isEqualTo("a.sentence that goes on (2)");
    }
}
