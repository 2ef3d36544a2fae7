package quayside.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static quayside.server.TestHost.path;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;
import quayside.server.storage.FrozenStorage;

/** Tests the digest of a file of the share (PROTOCOL.md section 5.7). */
@Timeout(60)
class VerifyTest {
    @TempDir
    Path folder;

    private TestHost host;
    private WatchedReads reads;
    private RawGuest guest;

    @BeforeEach
    void startHost() throws IOException {
        host = new TestHost(folder);
        reads = new WatchedReads(host);
        host.start();
        guest = host.guest();
    }

    @AfterEach
    void stopHost() throws IOException {
        guest.close();
        host.close();
    }

    private byte[] write(String name, int size, long second) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        Files.write(folder.resolve(name), bytes);
        Files.setLastModifiedTime(folder.resolve(name), FileTime.from(Instant.ofEpochSecond(second)));
        return bytes;
    }

    private String digest(String name) throws IOException {
        guest.send(new Request.Verify(path(name)));
        Response.Digest digest = (Response.Digest) guest.receiveAnswer();
        assertThat(digest.entry().name()).isEqualTo(name);
        assertThat(digest.entry().size()).isEqualTo(Files.size(folder.resolve(name)));
        return digest.sha256();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 256 * 1024, 256 * 1024 + 1, 1_000_000})
    void theDigestIsThatOfTheWholeFile(int size) throws IOException {
        byte[] bytes = write("file", size, 1_700_000_000);
        assertThat(digest("file")).isEqualTo(sha256(bytes));
    }

    @Test
    void ofTheSameVersionItIsReadOnce() throws IOException {
        write("file", 300_000, 1_700_000_000);
        TestHost.settled(folder.resolve("file"));
        String first = digest("file");
        int read = reads.count();
        assertThat(read).isPositive();
        assertThat(digest("file")).isEqualTo(first);
        try (RawGuest other = host.guest()) {
            other.send(new Request.Verify(path("file")));
            assertThat(((Response.Digest) other.receiveAnswer()).sha256()).isEqualTo(first);
        }
        assertThat(reads.count()).isEqualTo(read);
    }

    @Test
    void aFileThatWasChangedIsReadAgain() throws IOException {
        write("file", 1000, 1_700_000_000);
        digest("file");
        byte[] other = write("file", 1001, 1_700_000_000);
        assertThat(digest("file")).isEqualTo(sha256(other));
        other[0] ^= 1;
        Files.write(folder.resolve("file"), other);
        Files.setLastModifiedTime(folder.resolve("file"), FileTime.from(Instant.ofEpochSecond(1_700_000_001)));
        assertThat(digest("file")).isEqualTo(sha256(other));
    }

    /** A restored modified time tells nothing. */
    @Test
    void ofAnotherContentWithTheSameSizeAndTimeTheDigestIsItsOwn() throws IOException {
        byte[] first = write("file", 1000, 1_700_000_000);
        TestHost.settled(folder.resolve("file"));
        assertThat(digest("file")).isEqualTo(sha256(first));
        byte[] other = first.clone();
        other[500] ^= 1;
        Files.write(folder.resolve("file"), other);
        Files.setLastModifiedTime(folder.resolve("file"), FileTime.from(Instant.ofEpochSecond(1_700_000_000)));
        TestHost.settled(folder.resolve("file"));
        assertThat(digest("file")).isEqualTo(sha256(other));
    }

    @Test
    void whatIsRememberedIsOfOnePathAlone() throws IOException {
        byte[] bytes = write("file", 300_000, 1_700_000_000);
        Files.createLink(folder.resolve("same"), folder.resolve("file"));
        TestHost.settled(folder.resolve("file"));
        assertThat(digest("file")).isEqualTo(sha256(bytes));
        int read = reads.count();
        assertThat(digest("same")).isEqualTo(sha256(bytes));
        assertThat(reads.count()).as("the same version under another name").isGreaterThan(read);
    }

    /** What the share's own disk tells of changes says nothing of another one that is mounted below it. */
    @Test
    void ofAFileOnAnotherDiskThatTellsNoChangesTheDigestIsThatOfTheFileAsItIs() throws IOException {
        host.server().stop();
        try (TestHost above = new TestHost(folder)) {
            above.opening = () -> FrozenStorage.openAbove(folder, "mounted");
            above.start();
            try (RawGuest other = above.guest()) {
                for (String content : List.of("one", "two")) {
                    // Of small files nothing is remembered.
                    String large = content.repeat(100_000);
                    Files.writeString(folder.resolve("mounted"), large);
                    other.send(new Request.Verify(path("mounted")));
                    assertThat(((Response.Digest) other.receiveAnswer()).sha256())
                            .isEqualTo(sha256(large.getBytes(UTF_8)));
                }
            }
        }
    }

    @Test
    void whatWasWrittenJustNowIsNotRemembered() throws IOException {
        Path file = Files.write(folder.resolve("file"), new byte[10]);
        FileTime time = Files.getLastModifiedTime(file);
        digest("file");
        byte[] other = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
        // A second write within the clock's tick leaves the same time.
        Files.write(file, other);
        Files.setLastModifiedTime(file, time);
        assertThat(digest("file")).isEqualTo(sha256(other));
    }

    @Test
    void aFileThatChangesWhileItIsReadHasNone() throws IOException {
        write("file", 1_000_000, 1_700_000_000);
        reads.rewriteAtFirst(folder.resolve("file"), 1_000_000);
        guest.send(new Request.Verify(path("file")));
        guest.assertFailed(guest.receiveAnswer(), Fault.CHANGED);
        assertThat(digest("file")).isEqualTo(sha256(new byte[1_000_000]));
    }

    @Test
    void whoMayNotDownloadGetsNoDigest() throws IOException {
        write("file", 10, 1_700_000_000);
        host.server().permissions(new ShareOptions.Permissions(false, true, true));
        guest.send(new Request.Verify(path("file")));
        guest.assertFailed(guest.receiveAnswer(), Fault.REFUSED);
        assertThat(reads.count()).isEqualTo(0);
    }

    @Test
    void whatIsNoFileOrNotSharedHasNone() throws IOException {
        Files.createDirectory(folder.resolve("docs"));
        Files.writeString(folder.resolve(".hidden"), "x");
        for (String name : new String[] {"docs", "missing", ".hidden", ".quayside/x", ""}) {
            guest.send(new Request.Verify(path(name)));
            guest.assertFailed(guest.receiveAnswer(), Fault.NOT_FOUND);
        }
    }
}
