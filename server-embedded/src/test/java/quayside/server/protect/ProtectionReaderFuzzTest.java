package quayside.server.protect;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.ProtocolException;

/**
 * Tests {@code protected.json} in any state that a crash, a failing disk or a person with an editor may leave: whatever
 * it contains, nothing that was locked becomes open.
 */
class ProtectionReaderFuzzTest {
    private static final String BASE = """
            {"version":2,"locks":[{"id":"l1","sealed":true}],
            "files":[{"path":"a","lock":"l1","identities":[{"inode":"1","born":"2026-11-22T10:00:00Z"}]}]
            }
            """;

    private static ProtectionReader.Reading read(byte[] text, byte @Nullable [] journal) {
        return ProtectionReader.read(text, journal, new Random(1));
    }

    @FuzzTest
    @DictionaryEntries({
        "{\"version\":2,\"locks\":[",
        "],\"files\":[",
        ",\"everything\":\"s\"",
        "\n}\n",
        "{\"path\":\"a\",\"lock\":\"l1\",\"identities\":[]}",
        "{\"id\":\"l1\",\"sealed\":true}",
        "{\"inode\":\"1\",\"born\":\"2026-11-22T10:00:00Z\"}",
        "\"argon2id\":{\"memoryKib\":19456,\"iterations\":2,\"lanes\":1}"
    })
    void files(byte[] bytes) {
        ProtectionReader.Reading reading = read(bytes, null);
        ProtectionIndex index = reading.index();

        assertThatAllIsLocked(index);
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (index.everything() == null && reading.lineBytes() == 0) {
            assertThatEveryNamedFileIsKept(text, index);
        }
        index.locksInUse().forEach(ProtectionReaderFuzzTest::assertThatItCanBeTried);
        assertThatItIsReadAsItWasWritten(index);
    }

    /** Tests the rest of a line after a correct checksum: a part that cannot be read locks everything. */
    @FuzzTest
    @DictionaryEntries({
        "\"locks\":[{\"id\":\"l2\",\"sealed\":true}],",
        "\"steps\":[{\"put\":{\"path\":\"b\",\"lock\":\"l1\",\"identities\":[]}}]}",
        "\"steps\":[{\"remove\":{\"path\":\"a\",\"lock\":\"l1\",\"identities\":[]}}]}",
        "{\"inode\":\"1\",\"born\":\"2026-11-22T10:00:00Z\"}"
    })
    void lines(byte[] rest) {
        byte[] base = BASE.getBytes(StandardCharsets.UTF_8);
        byte[] line = ProtectionCodec.line("{" + new String(rest, StandardCharsets.UTF_8));
        byte[] both = Arrays.copyOf(base, base.length + line.length);
        System.arraycopy(line, 0, both, base.length, line.length);
        ProtectionReader.Reading reading = read(both, null);

        assertThat(reading.isIntact()).isFalse();
        assertThatAllIsLocked(reading.index());
        assertThatItIsReadAsItWasWritten(reading.index());
    }

    /**
     * Tests the journal of an old file: a part that cannot be read locks everything. Once the journal is part of the
     * file, it changes nothing.
     */
    @FuzzTest
    @DictionaryEntries({
        "[{\"put\":{\"path\":\"b\",\"lock\":\"l1\",\"identities\":[]}}]",
        "[{\"remove\":{\"path\":\"a\",\"lock\":\"l1\",\"identities\":[]}}]",
        "{\"lock\":{\"id\":\"l2\",\"sealed\":true}}",
        "{\"everything\":\"l2\"}",
        "{\"everything\":\"\"}",
        "{\"inode\":\"1\",\"born\":\"2026-11-22T10:00:00Z\"}"
    })
    void journals(byte[] lines) {
        ProtectionReader.Reading reading =
                read(BASE.replace("\"version\":2", "\"version\":1").getBytes(StandardCharsets.UTF_8), lines);

        assertThatAllIsLocked(reading.index());
        assertThatItIsReadAsItWasWritten(reading.index());
        if (!reading.damaged()) {
            assertThatItIsTheSame(
                    read(ProtectionCodec.whole(reading.index()), lines).index(), reading.index());
        }
    }

    private static void assertThatAllIsLocked(ProtectionIndex index) {
        Stream.concat(index.named().stream(), index.nameless().stream()).forEach(protection -> {
            assertThat(index.lock(protection.lock()))
                    .as("the lock of a protected file")
                    .isNotNull();
            assertThat(protection.path() == null || !protection.path().isRoot()).isTrue();
        });
        if (index.everything() != null) {
            assertThat(index.lock(index.everything()).hash())
                    .as("no passcode opens everything")
                    .isNull();
        }
    }

    private static void assertThatEveryNamedFileIsKept(String text, ProtectionIndex index) {
        JsonObject json = JsonParser.parseReader(new StringReader(text)).getAsJsonObject();
        for (JsonElement file : json.getAsJsonArray("files")) {
            JsonElement path = file.getAsJsonObject().get("path");
            try {
                assertThat(path == null ? index.nameless() : index.at(RemotePath.parse(path.getAsString())))
                        .as("what is protected under %s", path)
                        .isNotNull();
            } catch (ProtocolException e) {
                throw new AssertionError("a name that cannot be read has to lock everything", e);
            }
        }
    }

    private static void assertThatItCanBeTried(Lock lock) {
        Lock.Hash hash = lock.hash();
        if (hash != null) {
            assertThat(hash.salt()).hasSize(Lock.SALT_BYTES);
            assertThat(hash.hash()).hasSize(Lock.HASH_BYTES);
            assertThat(hash.cost().memoryKib()).isBetween(8, 256 * 1024);
            assertThat(hash.cost().iterations()).isBetween(1, 16);
            assertThat(hash.cost().lanes()).isBetween(1, 4);
        }
    }

    private static void assertThatItIsReadAsItWasWritten(ProtectionIndex index) {
        ProtectionReader.Reading again = read(ProtectionCodec.whole(index), null);

        assertThat(again.damaged()).isFalse();
        assertThat(again.isIntact()).isTrue();
        assertThatItIsTheSame(again.index(), index);
        assertThat(locks(again.index())).isEqualTo(locks(index));
    }

    private static void assertThatItIsTheSame(ProtectionIndex again, ProtectionIndex index) {
        assertThat(Set.copyOf(again.named())).isEqualTo(Set.copyOf(index.named()));
        assertThat(Set.copyOf(again.nameless())).isEqualTo(Set.copyOf(index.nameless()));
        assertThat(again.everything()).isEqualTo(index.everything());
    }

    private static Map<String, String> locks(ProtectionIndex index) {
        return index.locksInUse().stream()
                .collect(Collectors.toMap(Lock::id, ProtectionReaderFuzzTest::shown, (a, _) -> a, TreeMap::new));
    }

    private static String shown(Lock lock) {
        Lock.Hash hash = lock.hash();
        Base64.Encoder base64 = Base64.getEncoder();
        return hash == null
                ? "sealed"
                : hash.cost() + base64.encodeToString(hash.salt()) + base64.encodeToString(hash.hash());
    }
}
