package quayside.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static quayside.server.storage.Faults.assertFault;
import static quayside.server.storage.Shares.path;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** What uses a shared folder while the host removes it. */
@Timeout(60)
class RemovedFolderTest {
    @TempDir
    private Path around;

    /** Runs once, in the middle of the next digest. */
    private final AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});

    private Instant look() {
        if (StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getMethodName().equals("digest")))) {
            meanwhile.getAndSet(() -> {}).run();
        }
        return Instant.now();
    }

    @Test
    void aDigestThatIsReadyAfterItsFolderWasRemovedIsNotTold() throws Exception {
        NamedFolder photos = new NamedFolder("Photos", Files.createDirectory(around.resolve("a")));
        NamedFolder music = new NamedFolder("Music", Files.createDirectory(around.resolve("b")));
        Files.writeString(photos.folder().resolve("a.txt"), "photo");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                SeveralFolders share =
                        SeveralFolders.open(List.of(photos, music), false, List.of(), this::look, new Random(11))) {
            Mount mount = share.find(path("Photos"));
            AtomicReference<Future<List<Sentence>>> removal = new AtomicReference<>();
            meanwhile.set(() -> {
                removal.set(threads.submit(() -> share.share(List.of(music), () -> {})));
                await().until(() -> isRemoved(mount));
            });
            assertFault(Fault.NOT_FOUND, () -> share.digest(path("Photos/a.txt"), "mara"));
            assertThat(removal.get().get(10, TimeUnit.SECONDS)).isEmpty();
        }
    }

    /** Whether a guest's paths still lead to its folder is asked after a folder was found, so that no change comes between. */
    @Test
    void whoseFolderHasAnotherNameWhileItsPathIsReadGetsIntoNoOther() throws Exception {
        NamedFolder photos = new NamedFolder("Photos", Files.createDirectory(around.resolve("a")));
        NamedFolder music = new NamedFolder("Music", Files.createDirectory(around.resolve("b")));
        Files.writeString(photos.folder().resolve("a.txt"), "photo");
        AtomicBoolean isHere = new AtomicBoolean(true);
        try (SeveralFolders share =
                SeveralFolders.open(List.of(photos, music), false, List.of(), this::look, new Random(11))) {
            Storage guest = share.whileValid(isHere::get);
            assertFault(Fault.NOT_FOUND, () -> guest.stat(path("Music/a.txt")));
            List<Sentence> _ = share.share(
                    List.of(new NamedFolder("Music", photos.folder()), new NamedFolder("Photos", music.folder())),
                    () -> isHere.set(false));
            assertFault(Fault.NOT_FOUND, () -> guest.stat(path("Music/a.txt")));
            assertFault(Fault.NOT_FOUND, () -> guest.list(path("Music")));
            assertFault(Fault.NOT_FOUND, () -> guest.reader().open(path("Music/a.txt"), Optional.empty()));
            assertFault(Fault.NOT_FOUND, () -> guest.delete(path("Music/a.txt"), false));
            assertThat(share.stat(path("Music/a.txt")).name()).isEqualTo("a.txt");
        }
        assertThat(photos.folder().resolve("a.txt")).hasContent("photo");
    }

    private static boolean isRemoved(Mount mount) {
        try {
            mount.requireShared();
            return false;
        } catch (ProtocolException e) {
            return true;
        }
    }
}
