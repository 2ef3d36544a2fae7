package quayside.protocol.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.regex.Pattern;
import quayside.protocol.FuzzText;
import quayside.protocol.message.Names;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** Where a name that a server sent is stored, on Unix and on Windows (PROTOCOL.md section 8.3). */
class LocalNamesFuzzTest {
    private static final FileSystem UNIX = Jimfs.newFileSystem(Configuration.unix());
    private static final FileSystem WINDOWS = Jimfs.newFileSystem(Configuration.windows());
    private static final Path UNIX_FOLDER = UNIX.getPath("/folder");
    private static final Path WINDOWS_FOLDER = WINDOWS.getPath("C:\\folder");
    private static final Pattern NOT_STORED_BY_WINDOWS = Pattern.compile("[<>:\"/\\\\|?*\\x00-\\x1f]|[. ]$");
    private static final Pattern DEVICE = Pattern.compile(
            "(?i)(CON|PRN|AUX|NUL|CONIN\\$|CONOUT\\$|(COM|LPT)[0-9\u00B9\u00B2\u00B3]) *([.:].*)?", Pattern.DOTALL);

    @FuzzTest
    @DictionaryEntries({
        "..", "/", "\\\\", "C:", "CON", "nul.", "COM1", "%41", "%3A", "::$DATA", "\\u0000", "\\u00b9", "\\ud800", ". "
    })
    void stored(byte[] input) {
        String name = FuzzText.of(input);
        assertThatItStaysInItsFolder(LocalNames.of(UNIX_FOLDER), UNIX_FOLDER, name);
        assertThatItStaysInItsFolder(LocalNames.of(WINDOWS_FOLDER), WINDOWS_FOLDER, name);
        if (Names.fault(name) == null) {
            String stored = LocalNames.of(WINDOWS_FOLDER).stored(name);
            assertThat(NOT_STORED_BY_WINDOWS.matcher(stored).find()).as(stored).isFalse();
            assertThat(DEVICE.matcher(stored).matches()).as(stored).isFalse();
            assertThat(toldBack(stored)).isEqualTo(name);
        }
    }

    private static void assertThatItStaysInItsFolder(LocalNames names, Path folder, String name) {
        try {
            Path path = names.resolve(folder, name);
            assertThat(path.getParent()).isEqualTo(folder);
            assertThat(path.normalize()).isEqualTo(path);
            assertThat(path.getFileName()).hasToString(names.stored(name));
            assertThat(Names.fault(name)).isNull();
        } catch (ProtocolException e) {
            assertThat(e.fault()).isEqualTo(Names.fault(name) == null ? Fault.LOCAL_STORAGE : Fault.BROKEN_PROTOCOL);
        }
    }

    /** What a stranger reads in a stored name who knows section 8.3 only. */
    private static String toldBack(String stored) {
        ByteArrayOutputStream name = new ByteArrayOutputStream();
        for (int i = 0; i < stored.length(); ) {
            if (stored.charAt(i) == '%'
                    && i + 2 < stored.length()
                    && HexFormat.isHexDigit(stored.charAt(i + 1))
                    && HexFormat.isHexDigit(stored.charAt(i + 2))) {
                name.write(HexFormat.fromHexDigits(stored, i + 1, i + 3));
                i += 3;
            } else {
                int point = stored.codePointAt(i);
                name.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(point);
            }
        }
        return name.toString(StandardCharsets.UTF_8);
    }
}
