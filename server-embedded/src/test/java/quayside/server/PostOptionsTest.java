package quayside.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static quayside.server.TestHost.path;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.message.Message;
import quayside.protocol.message.Mode;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;

/** Tests the options of requests: executable files, existing files and folders, and room. */
@Timeout(60)
class PostOptionsTest {
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.123456789Z");

    @TempDir
    Path folder;

    private TestHost host;
    private RawGuest guest;

    @BeforeEach
    void startHost() throws IOException {
        host = new TestHost(folder);
        host.start();
        guest = host.guest();
    }

    @AfterEach
    void stopHost() throws IOException {
        guest.close();
        host.close();
    }

    private Message upload(int size, OnConflict onConflict, boolean await, Optional<Mode> mode, boolean unlessSame)
            throws IOException {
        guest.send(new Request.Post(path("file"), size, TIME, onConflict, await, mode, unlessSame, Optional.empty()));
        if (await) {
            Message answer = guest.receiveAnswer();
            if (!(answer instanceof Response.Proceed)) {
                return answer;
            }
        }
        guest.sendBody(new byte[size], 0);
        return guest.receiveAnswer();
    }

    private static Optional<Mode> mode(int bits) {
        return Optional.of(new Mode(bits));
    }

    private Mode stored() throws IOException {
        return Mode.of(Files.getPosixFilePermissions(folder.resolve("file")));
    }

    @ParameterizedTest
    @CsvSource({"false, 0640", "false, 0755", "true, 0600", "true, 0700", "true, 0444"})
    void aFileHasTheModeOfItsSourceWhereverItIsTold(boolean await, String octal) throws IOException {
        Optional<Mode> mode = mode(Integer.parseInt(octal, 8));
        Response.Stored stored = (Response.Stored) upload(300, OnConflict.FAIL, await, mode, false);

        assertThat(stored.entry().mode()).isEqualTo(mode);
        assertThat(stored()).isEqualTo(mode.get());
        assertThat(guest.ask(new Request.Stat(path("file")))).isEqualTo(new Response.Described(stored.entry()));
        Response.Listing listing = (Response.Listing) guest.ask(new Request.ListFolder(path("")));
        assertThat(listing.entries()).containsExactly(stored.entry());
        Response.Content content = (Response.Content) guest.ask(new Request.Get(path("file")));
        guest.receiveAnyBody(300);
        assertThat(content.entry()).isEqualTo(stored.entry());
    }

    @Test
    void aNewFileIsNoMoreOpenThanTheHostsOwn() throws IOException {
        Files.createFile(folder.resolve("own"));
        Files.createDirectory(folder.resolve("own-folder"));
        upload(300, OnConflict.FAIL, false, mode(0777), false);
        Mode own = Mode.of(Files.getPosixFilePermissions(folder.resolve("own")));
        assertThat(stored().and(Mode.PLAIN)).isEqualTo(own);
        assertThat(guest.ask(new Request.MakeFolder(path("new"), false, mode(0777))))
                .isEqualTo(new Response.Done());
        assertThat(Files.getPosixFilePermissions(folder.resolve("new")))
                .isEqualTo(Files.getPosixFilePermissions(folder.resolve("own-folder")));
    }

    @Test
    void whoSaysNoModeGetsThatOfAPlainFile() throws IOException {
        Files.createFile(folder.resolve("own"));
        upload(300, OnConflict.FAIL, false, Optional.empty(), false);
        assertThat(stored()).isEqualTo(Mode.of(Files.getPosixFilePermissions(folder.resolve("own"))));
    }

    @ParameterizedTest
    @CsvSource({"0600, 0644, 0600", "0644, 0600, 0600", "0640, 0755, 0640", "0777, 0640, 0640", "0604, 0640, 0600"})
    void aFileThatIsReplacedIsNeverMoreOpenThanItWasNorThanItsSource(String old, String source, String now)
            throws IOException {
        writeOld(3, Instant.EPOCH);
        Files.setPosixFilePermissions(
                folder.resolve("file"), mode(Integer.parseInt(old, 8)).get().permissions());
        assertThat(upload(301, OnConflict.OVERWRITE, false, mode(Integer.parseInt(source, 8)), false))
                .isInstanceOf(Response.Stored.class);
        assertThat(stored()).isEqualTo(new Mode(Integer.parseInt(now, 8)));
    }

    @Test
    void aFolderHasTheModeOfItsSourceAndItsOwnerMayPutSomethingIntoIt() throws IOException {
        guest.ask(new Request.MakeFolder(path("new"), false, mode(0510)));
        assertThat(Mode.of(Files.getPosixFilePermissions(folder.resolve("new"))))
                .isEqualTo(new Mode(0710));
    }

    @Test
    void aFolderIsGivenItsTime() throws IOException {
        Files.createDirectory(folder.resolve("docs"));
        assertThat(guest.ask(new Request.SetModified(path("docs"), TIME))).isEqualTo(new Response.Done());
        assertThat(Files.getLastModifiedTime(folder.resolve("docs")).toInstant())
                .isEqualTo(TIME);

        writeOld(3, Instant.EPOCH);
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("docs"));
        guest.assertFailed(guest.ask(new Request.SetModified(path("file"), TIME)), Fault.NOT_FOUND);
        guest.assertFailed(guest.ask(new Request.SetModified(path("link"), TIME)), Fault.NOT_FOUND);
        guest.assertFailed(guest.ask(new Request.SetModified(path("none"), TIME)), Fault.NOT_FOUND);
        guest.assertFailed(guest.ask(new Request.SetModified(path(""), TIME)), Fault.REFUSED);
        guest.assertFailed(guest.ask(new Request.SetModified(path(".quayside"), TIME)), Fault.REFUSED);
        assertThat(Files.getLastModifiedTime(folder.resolve("file")).toInstant())
                .isEqualTo(Instant.EPOCH);
    }

    private void writeOld(int size, Instant modified) throws IOException {
        Files.write(folder.resolve("file"), "x".repeat(size).getBytes(UTF_8));
        Files.setLastModifiedTime(folder.resolve("file"), FileTime.from(modified));
    }

    private void assertOldIsThere(int size) {
        assertThat(folder.resolve("file")).hasContent("x".repeat(size));
    }

    @ParameterizedTest
    @EnumSource
    void aFileOfThisSizeAndTimeIsSkippedWhateverTheRule(OnConflict onConflict) throws IOException {
        for (boolean await : new boolean[] {false, true}) {
            writeOld(300, TIME);
            assertThat(upload(300, onConflict, await, Optional.empty(), true))
                    .isInstanceOfSatisfying(
                            Response.Skipped.class,
                            skipped -> assertThat(skipped.existing().size()).isEqualTo(300));
            assertOldIsThere(300);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-02T03:04:05.123456789Z",
                "2026-01-02T03:04:05.123456Z",
                "2026-01-02T03:04:05.1234569Z",
                "2026-01-02T03:04:05.12Z",
                "2026-01-02T03:04:05Z",
                "2026-01-02T03:04:04Z"
            })
    void aTimeThatACoarseDiskMadeOfItIsTheSame(Instant stored) throws IOException {
        writeOld(300, stored);
        assertThat(upload(300, OnConflict.OVERWRITE, false, Optional.empty(), true))
                .isInstanceOf(Response.Skipped.class);
        assertOldIsThere(300);
    }

    @ParameterizedTest
    @CsvSource({
        "299, 2026-01-02T03:04:05.123456789Z",
        "300, 2026-01-02T03:04:05.123457Z",
        "300, 2026-01-02T03:04:05.1Z",
        "300, 2026-01-02T03:04:03Z",
        "300, 2026-01-02T03:04:06Z"
    })
    void aFileOfAnotherSizeOrTimeIsAnotherFile(int size, Instant stored) throws IOException {
        writeOld(size, stored);
        assertThat(upload(300, OnConflict.OVERWRITE, false, Optional.empty(), true))
                .isInstanceOf(Response.Stored.class);
        assertThat(folder.resolve("file")).hasBinaryContent(new byte[300]);
    }

    @Test
    void withoutBeingAskedTheSameFileIsReplaced() throws IOException {
        writeOld(300, TIME);
        assertThat(upload(300, OnConflict.OVERWRITE, false, Optional.empty(), false))
                .isInstanceOf(Response.Stored.class);
        assertThat(folder.resolve("file")).hasBinaryContent(new byte[300]);
    }

    @Test
    void aFolderThatIsThereDoesWhereItMay() throws IOException {
        assertThat(guest.ask(new Request.MakeFolder(path("new"), true))).isEqualTo(new Response.Done());
        assertThat(guest.ask(new Request.MakeFolder(path("new"), true)))
                .isInstanceOfSatisfying(Response.Skipped.class, skipped -> {
                    assertThat(skipped.existing().name()).isEqualTo("new");
                    assertThat(skipped.existing().isFolder()).isTrue();
                });
        guest.assertFailed(guest.ask(new Request.MakeFolder(path("new"), false)), Fault.EXISTS);
        Files.writeString(folder.resolve("file"), "x");
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("new"));
        guest.assertFailed(guest.ask(new Request.MakeFolder(path("file"), true)), Fault.EXISTS);
        guest.assertFailed(guest.ask(new Request.MakeFolder(path("link"), true)), Fault.EXISTS);
        guest.assertFailed(guest.ask(new Request.MakeFolder(path("missing/new"), true)), Fault.NOT_FOUND);
        guest.assertFailed(guest.ask(new Request.MakeFolder(path(".quayside"), true)), Fault.REFUSED);
    }

    @Test
    void theRoomIsToldToThoseWhoMayUpload() throws IOException {
        long usable = Files.getFileStore(folder).getUsableSpace();
        Response.Pong pong = (Response.Pong) guest.ask(new Request.Ping());
        // Others use this disk too.
        assertThat(pong.freeBytes()).isBetween(usable / 2, usable * 2);
        host.server().permissions(new ShareOptions.Permissions(true, false, true));
        assertThat(((Response.Pong) guest.ask(new Request.Ping())).freeBytes()).isEqualTo(-1);
    }
}
