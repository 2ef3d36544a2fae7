package quayside.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A check that cannot fail proves nothing. */
class ChecksOfTheDemoTest {
    @TempDir
    Path temp;

    @Test
    void aSecretAnywhereInTheCaptureIsFound() {
        Secrecy secrecy = new Secrecy();
        secrecy.add("the key", "k7pm-2xqd");
        for (int at : new int[] {0, 1, 500, 1000 - 9}) {
            byte[] capture = noise();
            byte[] key = "k7pm-2xqd".getBytes(StandardCharsets.UTF_8);
            System.arraycopy(key, 0, capture, at, key.length);
            assertThatThrownBy(() -> secrecy.mustNotBeIn(capture))
                    .isInstanceOf(Mismatch.class)
                    .hasMessage("The wire showed the key.");
        }
        assertThatCode(() -> secrecy.mustNotBeIn(noise())).doesNotThrowAnyException();
    }

    @Test
    void namesAndPiecesOfFilesAreSecrets() throws IOException {
        byte[] content = noise();
        Files.write(temp.resolve("a secret name.bin"), content);
        Secrecy secrecy = new Secrecy();
        secrecy.addAllOf(temp);
        assertThat(secrecy.firstIn(content))
                .hasValueSatisfying(what -> assertThat(what).contains("bytes at 0"));
        assertThat(secrecy.firstIn("x a secret name.bin".getBytes(StandardCharsets.UTF_8)))
                .contains("the name a secret name.bin");
        assertThat(secrecy.firstIn("a secret name.bin".getBytes(StandardCharsets.UTF_16BE)))
                .isPresent();
    }

    @Test
    void aMissingAnAddedAndAChangedFileAreDifferences() throws Exception {
        Path left = Files.createDirectories(temp.resolve("left"));
        Path right = Files.createDirectories(temp.resolve("right"));
        Files.writeString(left.resolve("a"), "1");
        assertThatThrownBy(() -> Tree.of(left).mustEqual(Tree.of(right), "there"))
                .hasMessage("a is missing there.");
        Files.writeString(right.resolve("a"), "2");
        assertThatThrownBy(() -> Tree.of(left).mustEqual(Tree.of(right), "there"))
                .hasMessage("a differs there.");
        Files.writeString(right.resolve("a"), "1");
        assertThatCode(() -> Tree.of(left).mustEqual(Tree.of(right), "there")).doesNotThrowAnyException();
        Files.createDirectory(right.resolve("b"));
        assertThatThrownBy(() -> Tree.of(left).mustEqual(Tree.of(right), "there"))
                .isInstanceOf(Mismatch.class);
    }

    private static byte[] noise() {
        byte[] bytes = new byte[1000];
        new Random(7).nextBytes(bytes);
        return bytes;
    }
}
