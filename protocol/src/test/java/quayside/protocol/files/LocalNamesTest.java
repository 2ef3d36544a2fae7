package quayside.protocol.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.files.incoming.FreeName;
import quayside.protocol.message.HostileNames;
import quayside.protocol.message.Names;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

final class LocalNamesTest {
    private static final Pattern DEVICE = Pattern.compile(
            "^(con|prn|aux|nul|conin\\$|conout\\$|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3]) *(\\.|$)",
            Pattern.CASE_INSENSITIVE);

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
        try (FileSystem windows = Jimfs.newFileSystem(Configuration.windows())) {
            Path folder = windows.getPath("C:\\downloads");
            LocalNames names = LocalNames.of(folder);
            assertThat(names.stored(name)).isEqualTo(stored);
            Path path = names.resolve(folder, name);
            assertThat(path.getParent()).isEqualTo(folder);
            assertThat(path.normalize()).isEqualTo(path);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:b", "..\\..\\x", "CON", "dot.", "-rf", "50%3A"})
    void unixStoresNamesAsTheyAre(String name) throws IOException {
        try (FileSystem unix = Jimfs.newFileSystem(Configuration.unix())) {
            Path folder = unix.getPath("/home/me");
            assertThat(LocalNames.of(folder).resolve(folder, name)).hasToString("/home/me/" + name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../x", "a/b", "/etc/passwd", "a\0"})
    void noServerNamesAPlaceOutsideTheFolder(String name) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> LocalNames.of(Path.of("downloads")).resolve(Path.of("downloads"), name))
                .extracting(ProtocolException::fault)
                .isEqualTo(Fault.BROKEN_PROTOCOL);
    }

    /** As people would do by hand who know the rule. */
    private static String toldBack(String stored) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < stored.length(); ) {
            boolean escape = stored.charAt(i) == '%'
                    && i + 2 < stored.length()
                    && HexFormat.isHexDigit(stored.charAt(i + 1))
                    && HexFormat.isHexDigit(stored.charAt(i + 2));
            int end = escape ? i + 3 : i + Character.charCount(stored.codePointAt(i));
            bytes.writeBytes(
                    escape
                            ? HexFormat.of().parseHex(stored.substring(i + 1, end))
                            : stored.substring(i, end).getBytes(UTF_8));
            i = end;
        }
        return bytes.toString(UTF_8);
    }

    @Test
    void whateverWindowsStoresCanBeToldBackAndIsNeitherADeviceNorAStreamNorAPath() throws IOException {
        int tried = 0;
        try (FileSystem windows = Jimfs.newFileSystem(Configuration.windows())) {
            Path folder = windows.getPath("C:\\downloads");
            for (String name : HostileNames.all("/canary/secret.txt")) {
                if (Names.fault(name) == null) {
                    String stored = LocalNames.of(folder).stored(name);
                    assertThat(toldBack(stored)).isEqualTo(name);
                    assertThat(stored).doesNotContainPattern("[<>:\"/\\\\|?*]|[. ]$");
                    assertThat(stored).doesNotContainPattern(DEVICE);
                    tried++;
                }
            }
        }
        assertThat(tried).isGreaterThan(1_500);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".quayside",
                ".Quayside",
                ".quay\u200bside",
                ".quayside-0123456789abcdef.part",
                ".quayside-0123456789abcdef.resume",
                ".QUAYSIDE-0123456789ABCDEF.PART",
                ".quays\u034fide-0123456789abcdef.part:x"
            })
    void noServerNamesAFileThatIsTakenForOneOfOurOwn(String name) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> LocalNames.of(Path.of("downloads")).resolve(Path.of("downloads"), name))
                .extracting(ProtocolException::fault)
                .isEqualTo(Fault.LOCAL_STORAGE);
    }

    @Test
    void freeNamesKeepTheExtension() {
        assertThat(FreeName.of("report.pdf", 1)).isEqualTo("report.pdf");
        assertThat(FreeName.of("report.pdf", 2)).isEqualTo("report (2).pdf");
        assertThat(FreeName.of("archive", 3)).isEqualTo("archive (3)");
        assertThat(FreeName.ofFolder("v1.2", 1)).isEqualTo("v1.2");
        assertThat(FreeName.ofFolder("v1.2", 3)).isEqualTo("v1.2 (3)");
        assertThat(FreeName.ofFolder("é".repeat(127) + "x", 10)).isEqualTo("é".repeat(125) + " (10)");
        assertThat(FreeName.of(".profile", 2)).isEqualTo(".profile (2)");
        assertThat(FreeName.of("a.sentence that goes on", 2)).isEqualTo("a.sentence that goes on (2)");
        assertThat(FreeName.of("a." + "x".repeat(15), 2)).isEqualTo("a (2)." + "x".repeat(15));
        assertThat(FreeName.of("a." + "x".repeat(16), 2)).isEqualTo("a." + "x".repeat(16) + " (2)");
    }

    /** As an old disk has them: bytes that are not UTF-8. */
    @Test
    void aNameThatIsNotTextIsShownByteByByteAndNotTransferred(@TempDir Path folder) throws IOException {
        assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")), "Another encoding has other names.");
        Path entry = Path.of(URI.create(folder.toUri() + "caf%E9+a%25b%7E"));
        Path text = folder.resolve("caf\u00e9");
        assertThat(LocalNames.text(entry)).isEmpty();
        assertThat(LocalNames.shown(entry)).isEqualTo("caf\\xe9+a%b~");
        assertThat(LocalNames.shown(Files.createDirectory(entry))).isEqualTo("caf\\xe9+a%b~");
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> LocalNames.requireText(entry))
                .extracting(ProtocolException::fault)
                .isEqualTo(Fault.LOCAL_STORAGE);
        assertThat(LocalNames.text(text)).contains("caf\u00e9");
        assertThat(LocalNames.requireText(text)).isEqualTo("caf\u00e9");
        assertThat(LocalNames.shown(text)).isEqualTo("caf\u00e9");
        assertThat(LocalNames.shown(folder.getRoot())).isEqualTo("/");
    }

    @Test
    void eachCharacterIsFoldedAlone() {
        assertThat(NameFolding.foldCases("STRASSE \u00c9 \u1e9e")).isEqualTo("strasse \u00e9 \u00df");
        assertThat(NameFolding.upperCases("stra\u00dfe \u00e9")).isEqualTo("STRA\u00dfE \u00c9");
    }

    @Test
    void freeNamesAreAsLongAsANameMayBeAndNoLonger() {
        assertThat(FreeName.of("n".repeat(247) + ".txt", 2)).isEqualTo("n".repeat(247) + " (2).txt");
        assertThat(FreeName.of("n".repeat(248) + ".txt", 2)).isEqualTo("n".repeat(247) + " (2).txt");
        assertThat(FreeName.of("\u00e9".repeat(125) + ".txt", 2)).isEqualTo("\u00e9".repeat(123) + " (2).txt");
    }
}
