package quayside.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

final class RemotePathTest {
    @ParameterizedTest
    @ValueSource(strings = {"/", "/a", "a/", "a//b", "../a", "a/../b", "a/./b", "//x", "a/\0"})
    void whatIsNoPathIsRefused(String path) {
        assertRefused(path);
    }

    @Test
    void aPathEndsAtItsLimits() throws ProtocolException {
        assertThat(RemotePath.parse("a/".repeat(63) + "a").names()).hasSize(64);
        assertRefused("a/".repeat(64) + "a");
        String longest = ("b".repeat(255) + "/").repeat(15) + "b".repeat(250) + "/";
        assertThat(RemotePath.parse(longest + "cc ca").toString()).hasSize(4096);
        assertRefused(longest + "cc caa");
    }

    @Test
    void theLimitOfAPathCountsBytesNotCharacters() throws ProtocolException {
        String folders = ("\u20ac".repeat(85) + "/").repeat(15) + "b/";
        assertThat(RemotePath.parse(folders + "\u20ac".repeat(84) + "bb").names())
                .hasSize(17);
        assertRefused(folders + "\u20ac".repeat(84) + "bbb");
    }

    @Test
    void whatLiesInAFolderIsUnderTheSameLimits() throws ProtocolException {
        RemotePath deepest = RemotePath.parse(String.join("/", Collections.nCopies(64, "a")));
        assertRefused(deepest, "a");
        assertThat(deepest.parent().child("b").names()).hasSize(64);

        RemotePath longest = RemotePath.parse(("b".repeat(255) + "/").repeat(15) + "b".repeat(250));
        assertThat(longest.child("ccccc").toString()).hasSize(4096);
        assertRefused(longest, "cccccc");
        assertRefused(longest, "..");
    }

    @Test
    void whatLiesBesideAnEntryIsInTheSameFolder() throws ProtocolException {
        assertThat(RemotePath.parse("a/b").sibling("c")).isEqualTo(RemotePath.parse("a/c"));
        assertThat(RemotePath.parse("a").sibling("c")).hasToString("c");
        RemotePath path = RemotePath.parse("a/b");
        assertThatIllegalArgumentException().isThrownBy(() -> path.sibling("../c"));
    }

    @Test
    void pathsAreComparedByNameNotByPrefix() throws ProtocolException {
        RemotePath share = RemotePath.parse("share");
        assertThat(RemotePath.parse("share/x").startsWith(share)).isTrue();
        assertThat(RemotePath.parse("share").startsWith(share)).isTrue();
        assertThat(RemotePath.parse("share-x").startsWith(share)).isFalse();
        assertThat(RemotePath.root().startsWith(share)).isFalse();
    }

    @Test
    void aPathKnowsItsTrailAndParent() throws ProtocolException {
        RemotePath path = RemotePath.parse("a/b/c");
        assertThat(path.trail())
                .isEqualTo(List.of(
                        RemotePath.root(), RemotePath.parse("a"), RemotePath.parse("a/b"), RemotePath.parse("a/b/c")));
        assertThat(path.parent()).isEqualTo(RemotePath.parse("a/b"));
        assertThat(RemotePath.root().parent()).isEqualTo(RemotePath.root());
        assertThat(path).hasToString("a/b/c");
    }

    @Test
    void equalPathsAreFoundByTheirHash() throws ProtocolException {
        RemotePath path = RemotePath.parse("a/b");
        assertThat(path).hasSameHashCodeAs(RemotePath.parse("a").child("b"));
        assertThat(path.hashCode()).isNotEqualTo(RemotePath.parse("b/a").hashCode());
    }

    private static void assertRefused(String path) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> RemotePath.parse(path))
                .extracting(ProtocolException::fault)
                .isEqualTo(Fault.MALFORMED);
    }

    private static void assertRefused(RemotePath folder, String name) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> folder.child(name))
                .extracting(ProtocolException::fault)
                .isEqualTo(Fault.MALFORMED);
    }
}
