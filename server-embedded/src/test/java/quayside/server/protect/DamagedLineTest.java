package quayside.server.protect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static quayside.server.protect.ProtectedShare.path;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the lines of changes after a list of protected files when they are cut by a power failure, or damaged. */
class DamagedLineTest {
    @TempDir
    Path folder;

    private ProtectedShare share;
    private int whole;
    private int kept;

    /** A list with two lines: the protections of "first" and of "second". */
    private byte[] full;

    @BeforeEach
    void write() throws IOException {
        share = new ProtectedShare(folder);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        ProtectionIndex index = new ProtectionIndex();
        put(index, "a", share.lock);
        text.writeBytes(ProtectionCodec.whole(index));
        whole = text.size();
        put(index, "first", share.other);
        text.writeBytes(ProtectionCodec.line(index));
        kept = text.size();
        put(index, "second", share.other);
        text.writeBytes(ProtectionCodec.line(index));
        full = text.toByteArray();
    }

    private static void put(ProtectionIndex index, String name, Lock lock) {
        index.kept(index.unkept().size());
        index.add(lock);
        index.put(Protection.of(path(name), lock.id(), null));
    }

    private static ProtectionReader.Reading read(byte[] text) {
        return ProtectionReader.read(text, null, new Random(1));
    }

    @Test
    void allLinesAreRead() {
        ProtectionReader.Reading reading = read(full);
        assertThat(reading.damaged()).isFalse();
        assertThat(reading.index().named()).hasSize(3);
        assertThat(reading.index().lock(share.other.id())).isNotNull();
    }

    @Test
    void aLineThatWasNotWrittenToItsEndCountsForNothing() {
        for (int length = kept; length < full.length - 1; length++) {
            // Some disks extend a file before they write its content.
            for (int zeros : new int[] {0, 1, 20}) {
                byte[] text = Arrays.copyOf(Arrays.copyOf(full, length), length + zeros);
                ProtectionReader.Reading reading = read(text);
                assertThat(reading.damaged()).as("cut at %d", length).isFalse();
                assertThat(reading.index().everything()).isNull();
                assertThat(reading.index().at(path("first"))).isNotNull();
                assertThat(reading.index().at(path("second"))).isNull();
            }
        }
    }

    @Test
    void noDamageOfAByteOpensWhatALineProtects() {
        for (int at = whole - 3; at < full.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] damaged = full.clone();
                damaged[at] ^= (byte) (1 << bit);
                ProtectionIndex index = read(damaged).index();
                if (index.everything() == null) {
                    assertThat(index.at(path("first"))).as("damaged at %d", at).isNotNull();
                    assertThat(index.at(path("second"))).as("damaged at %d", at).isNotNull();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"put", "crc32c", "lock", "\"path\"", "}\n{", "free"})
    void aDamagedLineLocksEverythingAndTheFileIsKept(String what) throws IOException {
        share.make("free");
        String text = new String(full, UTF_8);
        String lines = text.substring(whole);
        String damaged = text.substring(0, whole)
                + (lines.contains(what) ? lines.replaceFirst(Pattern.quote(what), "#") : "{}\n" + lines);
        Files.createDirectories(share.state.getParent());
        Files.writeString(share.state, damaged);
        ProtectedFiles again = share.reopened();
        assertThat(again.warning()).get().asString().contains("Every file is locked");
        assertThat(again.isEverythingLocked()).isTrue();
        assertThat(share.locks(again, "free")).hasSize(1);
        assertThat(share.state.resolveSibling("protected.json.damaged-1800000000"))
                .hasContent(damaged);
    }

    /** An editor may have added them. */
    @Test
    void emptyLinesAreNoDamage() {
        String text = new String(full, UTF_8);
        String lines = text.substring(whole).replace("\n", "\n\n");
        ProtectionReader.Reading reading = read((text.substring(0, whole) + lines).getBytes(UTF_8));
        assertThat(reading.damaged()).isFalse();
        assertThat(reading.index().at(path("second"))).isNotNull();
    }

    @Test
    void aLineOfWhichOnlyTheEndIsDamagedCounts() {
        byte[] damaged = full.clone();
        damaged[full.length - 1] = ' ';
        ProtectionReader.Reading reading = read(damaged);
        assertThat(reading.index().everything()).isNull();
        assertThat(reading.index().at(path("second"))).isNotNull();
    }
}
