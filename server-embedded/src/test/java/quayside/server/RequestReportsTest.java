package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static quayside.server.TestHost.path;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Omitted;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;
import quayside.server.session.SessionTimes;
import quayside.server.storage.Storage;

/** Tests what is reported to the host for each request, and the answers to requests that take long or fail. */
@Timeout(60)
class RequestReportsTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final Map<String, PartialStorage.Call> own = new ConcurrentHashMap<>();
    private TestHost host;
    private RawGuest guest;

    @BeforeEach
    void start() throws IOException {
        Files.writeString(folder.resolve("a"), "alpha");
        host = new TestHost(folder);
        host.times = new SessionTimes(LONG, LONG, LONG, Duration.ofMillis(100));
        host.storage = disk -> PartialStorage.over(disk, own);
        host.start();
        guest = host.guest();
    }

    @AfterEach
    void stop() throws IOException {
        guest.close();
        host.close();
    }

    private void ask(Request request) throws IOException {
        guest.send(request);
        assertThat(guest.receiveAnswer()).isEqualTo(new Response.Done());
    }

    private String lock() throws IOException {
        guest.send(new Request.Lock(Passcode.of("open sesame")));
        return ((Response.Made) guest.receiveAnswer()).lock();
    }

    private void assertRefused(Request request, String what) throws IOException {
        guest.send(request);
        assertThat(guest.receiveAnswer())
                .isInstanceOfSatisfying(
                        Response.Failed.class,
                        failed -> assertThat(failed.sentence()).isEqualTo("The host does not allow guests to " + what));
    }

    @Test
    void theHostIsToldOfEachChangeOnce() throws IOException {
        ask(new Request.MakeFolder(path("docs")));
        guest.send(new Request.MakeFolder(path("docs"), true));
        assertThat(guest.receiveAnswer()).isInstanceOf(Response.Skipped.class);
        ask(new Request.Move(path("a"), path("docs/b")));
        String lock = lock();
        ask(new Request.Protect(path("docs/b"), Optional.of(lock)));
        ask(new Request.Protect(path("docs/b"), Optional.empty()));
        // It is free already.
        ask(new Request.Protect(path("docs/b"), Optional.empty()));
        ask(new Request.Move(path("docs/b"), path("docs/c")));
        ask(new Request.Move(path("docs/c"), path("c")));
        ask(new Request.Move(path("c"), path("docs/c")));
        ask(new Request.Delete(path("docs"), true));
        await().untilAsserted(() -> assertThat(host.events(ShareEvent.Changed.class))
                .extracting(changed -> changed.what().toString())
                .containsExactly(
                        "made the folder “docs”",
                        "moved “a” to “docs/b”",
                        "protected “docs/b”",
                        "removed the protection of “docs/b”",
                        "renamed “docs/b” to “c”",
                        "moved “docs/c” to the top of the shared folder",
                        "moved “c” to the folder “docs”",
                        "deleted “docs”"));
    }

    @Test
    void theHostIsToldOfWrongPasscodes() throws IOException {
        String lock = lock();
        ask(new Request.Protect(path("a"), Optional.of(lock)));
        guest.send(new Request.Unlock(lock, Passcode.of("another")));
        guest.assertFailed(guest.receiveAnswer(), Fault.REFUSED);
        guest.send(new Request.Unlock("missing", Passcode.of("another")));
        guest.assertFailed(guest.receiveAnswer(), Fault.REFUSED);
        for (int i = 1; i < 5; i++) {
            guest.send(new Request.Unlock(lock, Passcode.of("another")));
            guest.assertFailed(guest.receiveAnswer(), Fault.REFUSED);
        }
        // This one is not tried.
        guest.send(new Request.Unlock(lock, Passcode.of("another")));
        guest.assertFailed(guest.receiveAnswer(), Fault.TOO_MANY_TRIES);
        ask(new Request.MakeFolder(path("last")));
        await().until(() -> host.events(ShareEvent.Changed.class).size() == 2);
        assertThat(host.events(ShareEvent.WrongPasscode.class))
                .extracting(ShareEvent.WrongPasscode::path)
                .containsExactly("a", "", "a", "a", "a", "a");
    }

    @Test
    void eachRequestNeedsItsPermission() throws IOException {
        host.server().permissions(new ShareOptions.Permissions(false, false, true));
        assertRefused(new Request.MakeFolder(path("new")), "make folders.");
        assertRefused(new Request.SetModified(path(""), Instant.EPOCH), "set the times of folders.");
        assertRefused(new Request.Move(path("a"), path("b")), "rename or move files.");
        assertRefused(new Request.Verify(path("a")), "download.");
        assertRefused(new Request.Protect(path("a"), Optional.empty()), "remove the protection of files.");
        host.server().permissions(new ShareOptions.Permissions(true, true, false));
        assertRefused(new Request.Protect(path("a"), Optional.of("lock")), "protect existing files.");
        assertRefused(new Request.Delete(path("a"), false), "delete files.");
        ask(new Request.Protect(path("a"), Optional.empty()));
        assertThat(folder.resolve("a")).exists();
    }

    @Test
    void aFolderGetsItsTime() throws IOException {
        Files.createDirectory(folder.resolve("docs"));
        Instant time = Instant.parse("2020-01-02T03:04:05Z");
        ask(new Request.SetModified(path("docs"), time));
        assertThat(Files.getLastModifiedTime(folder.resolve("docs")).toInstant())
                .isEqualTo(time);
    }

    @Test
    void theHostSeesWhatIsVerified() throws IOException {
        CountDownLatch seen = new CountDownLatch(1);
        own.put("digest", (disk, arguments) -> {
            assertThat(seen.await(30, TimeUnit.SECONDS)).isTrue();
            throw new ProtocolException(Fault.CHANGED, Sentence.said("It changed."));
        });
        guest.send(new Request.Verify(path("a")));
        await().untilAsserted(() -> assertThat(host.server().guests())
                .extracting(one -> one.activity().toString())
                .containsExactly("verifying a"));
        seen.countDown();
        guest.assertFailed(guest.receiveAnswer(), Fault.CHANGED);
        await().untilAsserted(() -> assertThat(host.server().guests())
                .extracting(one -> one.activity().toString())
                .containsExactly("browsing"));
    }

    /** Returns a listing that calls {@code end} after {@code entries} files. */
    private static Storage.Listing listing(int entries, End end) {
        return new Storage.Listing() {
            private int next;

            @Override
            public Entry next() throws ProtocolException {
                if (next == entries) {
                    end.reached();
                }
                return next > entries
                        ? null
                        : new Entry("file" + next++, Entry.Kind.FILE, 3, Instant.EPOCH, Optional.empty());
            }

            @Override
            public Omitted omitted() {
                return Omitted.NONE;
            }

            @Override
            public void close() {}
        };
    }

    private interface End {
        void reached() throws ProtocolException;
    }

    @Test
    void aPageOfAListingDoesNotWaitForTheNext() throws IOException {
        CountDownLatch heard = new CountDownLatch(1);
        own.put(
                "list",
                (_, _) -> listing(300, () -> {
                    try {
                        assertThat(heard.await(30, TimeUnit.SECONDS)).isTrue();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                }));
        guest.send(new Request.ListFolder(path("")));
        List<Entry> entries = new ArrayList<>();
        Response.Listing page = (Response.Listing) guest.receive();
        heard.countDown();
        while (page.more()) {
            entries.addAll(page.entries());
            page = (Response.Listing) guest.receive();
        }
        entries.addAll(page.entries());
        assertThat(entries).hasSize(301);
    }

    @Test
    void aListingThatFailsInTheMiddleIsAnsweredWithTheFailure() throws IOException {
        own.put(
                "list",
                (_, _) -> listing(3, () -> {
                    throw new ProtocolException(Fault.SERVER_ERROR, Sentence.said("The disk failed."));
                }));
        guest.send(new Request.ListFolder(path("")));
        guest.assertFailed(guest.receive(), Fault.SERVER_ERROR);
        guest.assertServed();
    }

    @Test
    void anUploadOfTheLargestSizeMayComeUnasked() throws IOException {
        guest.sendEager("new", new byte[(int) Limits.EAGER_POST_BYTES], OnConflict.FAIL);
        assertThat(guest.receiveAnswer()).isInstanceOf(Response.Stored.class);
        await().untilAsserted(() -> assertThat(host.events(ShareEvent.Uploaded.class))
                .extracting(ShareEvent.Uploaded::path, ShareEvent.Uploaded::bytes)
                .containsExactly(tuple("new", Limits.EAGER_POST_BYTES)));
        assertThat(host.server().guests())
                .singleElement()
                .satisfies(one -> assertThat(one.bytes()).isGreaterThan(Limits.EAGER_POST_BYTES));
    }

    @Test
    void anAnswerDoesNotWaitForTheRestOfTheNextRequest() throws IOException {
        guest.together(() -> {
            guest.send(new Request.Ping());
            guest.out.write(new byte[] {0, 0, 0});
        });
        assertThat(guest.receive()).isInstanceOf(Response.Pong.class);
    }
}
