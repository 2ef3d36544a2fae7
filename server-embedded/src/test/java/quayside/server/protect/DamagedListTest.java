package quayside.server.protect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static quayside.server.protect.ProtectedShare.path;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.message.Passcode;

/** Tests that a damaged list of protected files locks. */
class DamagedListTest {
    private static final String FILE = "{\"path\":\"a\",\"lock\":\"l\",\"identities\":[]}";

    @TempDir
    Path folder;

    private ProtectedShare share;
    private Path state;

    @BeforeEach
    void open() throws IOException {
        share = new ProtectedShare(folder);
        state = share.state;
    }

    private String damage(String from, String to) throws IOException {
        String text = Files.readString(state);
        assertThat(text).contains(from);
        String damaged = text.replaceFirst(Pattern.quote(from), to);
        Files.writeString(state, damaged);
        return damaged;
    }

    private List<String> copies() throws IOException {
        try (Stream<Path> all = Files.list(state.getParent())) {
            return all.map(file -> Objects.toString(file.getFileName()))
                    .filter(name -> name.startsWith("protected.json.damaged-"))
                    .sorted()
                    .toList();
        }
    }

    private boolean isSealed(ProtectedFiles files, String lock) throws IOException {
        return !share.hashing.opens(files.lock(lock).orElseThrow(), Passcode.of("sesame"));
    }

    @Test
    void aDamagedHashSealsItsFilesAndNoOthers() throws IOException {
        share.protect("a", share.lock);
        share.protect("b", share.other);
        share.make("free");
        String damaged =
                damage(Base64.getEncoder().encodeToString(share.lock.hash().hash()), "////");
        ProtectedFiles again = share.reopened();
        assertThat(share.locks(again, "a")).containsExactly(share.lock.id());
        assertThat(isSealed(again, share.lock.id())).isTrue();
        assertThat(share.hashing.opens(again.lock(share.other.id()).orElseThrow(), Passcode.of("poppy")))
                .isTrue();
        assertThat(share.locks(again, "free")).isEmpty();
        assertThat(again.isEverythingLocked()).isFalse();
        assertThat(again.list()).extracting(ProtectedFile::sealed).containsExactly(true, false);
        String copy = copies().getFirst();
        assertThat(again.warning())
                .hasValueSatisfying(text -> assertThat(text.toString()).contains(copy));
        assertThat(state.resolveSibling(copy)).hasContent(damaged);
        assertThat(share.reopened().warning()).as("told once").isEmpty();
        assertThat(isSealed(share.reopened(), share.lock.id())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"version\":3,\"locks\":[],\"files\":[]}",
                "{\"version\":1,\"locks\":[]}",
                "{\"version\":1,\"locks\":[],\"files\":[],\"everything\":\"\"}",
                "{\"version\":1,\"locks\":[],\"files\":[],\"everything\":null}",
                "{\"version\":1,\"locks\":[],\"files\":[{\"path\":\"../a\",\"lock\":\"L\",\"identities\":[]}]}",
                "{\"version\":1,\"locks\":[],\"files\":[{\"path\":\"\",\"lock\":\"L\",\"identities\":[]}]}",
                "{\"version\":1,\"locks\":[],\"files\":[{\"path\":5,\"lock\":\"L\",\"identities\":[]}]}",
                "{\"version\":2,\"locks\":[],\"files\":[{\"path\":null,\"lock\":\"L\",\"identities\":[]}]}",
                "{\"version\":1,\"locks\":[],\"files\":[{\"path\":\"a\",\"lock\":\"L\"}]}",
                "{\"version\":2,\"locks\":[],\"files\":[{\"path\":\"a\",\"lock\":\"L\",\"identities\":[{}]}]}",
                "{\"version\":1,\"locks\":[],\"files\":[null]}",
                "{\"version\":1,\"locks\":[],\"files\":[{\"path\":\"a\",\"lock\":\"L\",\"identities\":[]},",
                // Gson alone would accept the second list, and the second name.
                "{\"version\":1,\"locks\":[],\"files\":[" + FILE + "],\"files\":[]}",
                "{\"version\":1,\"locks\":[],\"files\":[{\"path\":\"a\",\"path\":\"b\",\"lock\":\"l\",\"identities\":[]}]}",
                "{\"version\":1,\"locks\":[],\"files\":[]}{}",
                "{\"version\":2,\"locks\":[],\"files\":[]\n}\n{}\n",
                "\u0000\u0000\u0000"
            })
    void whereItIsNotKnownWhatWasProtectedEverythingIs(String text) throws IOException {
        share.make("free");
        Files.createDirectories(state.getParent());
        Files.write(state, text.getBytes(UTF_8));
        ProtectedFiles again = share.reopened();
        assertThat(again.isEverythingLocked()).isTrue();
        List<String> locks = share.locks(again, "free");
        assertThat(locks).hasSize(1);
        assertThat(isSealed(again, locks.getFirst())).isTrue();
        assertThat(share.locks(again, "not/there")).hasSize(1);
        assertThat(share.reopened().isEverythingLocked()).as("over a restart").isTrue();
        again.release();
        assertThat(share.locks(share.reopened(), "free")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aListThatIsCutAnywhereLocksEverything(int version) {
        String whole =
                "{\"version\":" + version + ",\"locks\":[{\"id\":\"l\",\"sealed\":true}],\"files\":[" + FILE + "]}";
        ProtectionReader.Reading uncut = ProtectionReader.read(whole.getBytes(UTF_8), null, new Random(1));
        assertThat(uncut.damaged()).isFalse();
        assertThat(uncut.index().at(path("a"))).isNotNull();
        assertThat(uncut.index().everything()).isNull();
        for (int length = 0; length < whole.length(); length++) {
            byte[] cut = whole.substring(0, length).getBytes(UTF_8);
            assertThat(ProtectionReader.read(cut, null, new Random(1)).index().everything())
                    .isNotNull();
        }
    }

    /** Whatever happens to the file, nothing that was protected becomes open. */
    @Test
    void noDamageOpensAnything() throws IOException {
        share.protect("docs/a", share.lock);
        byte[] whole = Files.readAllBytes(state);
        Random random = new Random(20261124);
        for (int round = 0; round < 120; round++) {
            byte[] damaged = round < 60 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            if (damaged.length > 0 && round >= 60) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(state, damaged);
            ProtectedFiles again = share.reopened();
            String named = new String(damaged, UTF_8);
            if (named.contains("\"path\": \"docs/a\"")) {
                assertThat(share.locks(again, "docs/a")).as(named).isNotEmpty();
            }
        }
    }
}
