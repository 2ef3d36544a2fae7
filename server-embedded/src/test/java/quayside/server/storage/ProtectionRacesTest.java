package quayside.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static quayside.server.storage.Faults.assertFault;
import static quayside.server.storage.Shares.path;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.files.Disk;
import quayside.protocol.files.WatchedDisk;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.protect.Hashing;
import quayside.server.protect.Keyring;
import quayside.server.protect.Lock;

/** Protection beside other guests, other servers, and names that stand for more than one thing. */
class ProtectionRacesTest {
    @TempDir
    Path folder;

    private Lock lock;
    private Lock other;

    @BeforeEach
    void makeFiles() throws IOException {
        Hashing hashing = new Hashing(new SecureRandom(), new Hashing.Cost(8, 1, 1));
        lock = hashing.make(Passcode.of("sesame"));
        other = hashing.make(Passcode.of("poppy"));
        Files.createDirectories(folder.resolve("docs"));
        Files.writeString(folder.resolve("docs/secret-of-mine.txt"), "secret");
        Files.writeString(folder.resolve("docs/free"), "free");
    }

    private FolderStorage open(Disk disk) throws IOException {
        return FolderStorage.open(folder, false, List.of(), InstantSource.system(), new Random(7), disk);
    }

    private static void assertLocked(ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.fault()).isEqualTo(Fault.PASSCODE_NEEDED));
    }

    /** Runs {@code work} once, before the first {@code operation} on {@code name} after it was armed. */
    private static final class Once implements WatchedDisk.Watch {
        private final WatchedDisk.Operation operation;
        private final String name;
        private final AtomicBoolean armed = new AtomicBoolean();
        private @Nullable Work work;
        private @Nullable Thread thread;
        private boolean first;

        interface Work {
            void run() throws IOException;
        }

        Once(WatchedDisk.Operation operation, String name) {
            this.operation = operation;
            this.name = name;
        }

        void arm(Work what) {
            work = what;
            armed.set(true);
        }

        /** Runs it beside what goes on; returns once it is done, or waits for its turn. Returns whether it was done by then. */
        private boolean runBeside(Work beside) {
            AtomicReference<IOException> failure = new AtomicReference<>();
            thread = Thread.ofPlatform().start(() -> {
                try {
                    beside.run();
                } catch (IOException e) {
                    failure.set(e);
                }
            });
            await().until(() -> !thread.isAlive() || thread.getState() == Thread.State.WAITING);
            return !thread.isAlive() && failure.get() == null;
        }

        /** Whether what was armed was done before the operation went on. */
        boolean wasFirst() throws InterruptedException {
            Objects.requireNonNull(thread).join();
            return first;
        }

        @Override
        public void before(WatchedDisk.Operation now, String of) throws IOException {
            if (now == operation && of.equals(name) && armed.compareAndSet(true, false)) {
                first = runBeside(Objects.requireNonNull(work));
            }
        }
    }

    @Test
    void whatIsProtectedWhileItsFolderIsDeletedStays() throws Exception {
        Once once = new Once(WatchedDisk.Operation.DELETE, "aaa");
        try (FolderStorage storage = open(new WatchedDisk(once))) {
            Files.createDirectories(folder.resolve("tree/sub"));
            Files.writeString(folder.resolve("tree/sub/aaa"), "");
            Files.writeString(folder.resolve("tree/later"), "");
            // Acknowledged before the first file is deleted.
            once.arm(() -> storage.with(Keyring.HOST).protect(path("tree/later"), Optional.of(lock)));
            try {
                storage.delete(path("tree"), true);
            } catch (ProtocolException e) {
                // As well.
            }
            assertThat(once.wasFirst() && !Files.exists(folder.resolve("tree/later")))
                    .as("changed after it was protected")
                    .isFalse();
        }
    }

    @Test
    void whatIsProtectedIsNotReplacedByAnUploadThatLookedBefore() throws Exception {
        Once once = new Once(WatchedDisk.Operation.MOVE, "free");
        try (FolderStorage storage = open(new WatchedDisk(once))) {
            once.arm(() -> storage.with(Keyring.HOST).protect(path("docs/free"), Optional.of(lock)));
            try {
                assertThat(Shares.put(storage, "docs/free", "other", OnConflict.OVERWRITE))
                        .isNotNull();
            } catch (ProtocolException e) {
                // As well.
            }
            assertThat(once.wasFirst()
                            && !Files.readString(folder.resolve("docs/free")).equals("free"))
                    .as("changed after it was protected")
                    .isFalse();
        }
    }

    @Test
    void whatIsProtectedIsNotDeletedByWhoLookedBefore() throws Exception {
        Once once = new Once(WatchedDisk.Operation.DELETE, "free");
        try (FolderStorage storage = open(new WatchedDisk(once))) {
            once.arm(() -> storage.with(Keyring.HOST).protect(path("docs/free"), Optional.of(lock)));
            try {
                storage.delete(path("docs/free"), false);
            } catch (ProtocolException e) {
                // As well.
            }
            assertThat(once.wasFirst() && !Files.exists(folder.resolve("docs/free")))
                    .as("changed after it was protected")
                    .isFalse();
        }
    }

    @Test
    void aMoveThatFailsFreesNothingThatWasProtectedMeanwhile() throws Exception {
        Once once = new Once(WatchedDisk.Operation.LOOK, "free");
        try (FolderStorage storage = open(new WatchedDisk(once))) {
            Storage host = storage.with(Keyring.HOST);
            Files.writeString(folder.resolve("mine"), "");
            host.protect(path("mine"), Optional.of(lock));
            Storage guest = storage.with(lock.id()::equals);
            once.arm(() -> host.protect(path("docs/free"), Optional.of(other)));
            assertThatThrownBy(() -> guest.move(path("mine"), path("docs/free")))
                    .isInstanceOf(ProtocolException.class);
            once.wasFirst();
            assertLocked(() -> Shares.content(storage, "docs/free"));
        }
    }

    @Test
    void aFolderInTheNameOfAProtectedFileOpensNothing() throws IOException {
        try (FolderStorage storage = Shares.open(folder)) {
            storage.with(Keyring.HOST).protect(path("docs/free"), Optional.of(lock));
            Files.move(folder.resolve("docs/free"), folder.resolve("docs/renamed"));
            Files.createDirectory(folder.resolve("docs/free"));
            try {
                storage.protect(path("docs/free"), Optional.empty());
            } catch (ProtocolException e) {
                // As it should be.
            }
            assertLocked(() -> Shares.content(storage, "docs/renamed"));
        }
    }

    @Test
    void whatGuestsCannotNameIsNotTakenForTheShare() throws IOException {
        try (FolderStorage storage = Shares.open(folder)) {
            storage.with(Keyring.HOST).protect(path("docs/free"), Optional.of(lock));
            Files.move(folder.resolve("docs/free"), folder.resolve("docs/a\u0001b"));
            assertFault(Fault.REFUSED, () -> storage.with(lock.id()::equals).delete(path("docs"), true));
            storage.with(lock.id()::equals).move(path("docs"), path("moved"));
            assertThat(storage.protectedFiles().list())
                    .noneMatch(each -> each.path().isRoot());
        }
    }

    @Test
    void aFolderHasOneServerAtATime() throws IOException {
        try (FolderStorage one = Shares.open(folder)) {
            assertThat(one.list(RemotePath.root())).isNotNull();
            assertThatThrownBy(() -> open(Disk.withTrueNames())).isInstanceOfSatisfying(ProtocolException.class, e -> {
                assertThat(e.fault()).isEqualTo(Fault.EXISTS);
                assertThat(e.sentence().toString()).contains("Another Quayside");
            });
        }
        try (FolderStorage again = Shares.open(folder)) {
            assertThat(again.protectedFiles().isEmpty()).isTrue();
        }
    }

    /** One guest protects a file while another takes the protection from it again and again, without any passcode. */
    @Test
    void whoKnowsNoPasscodeTakesNoProtectionAway() throws Exception {
        try (FolderStorage storage = Shares.open(folder)) {
            Storage owner = storage.with(lock.id()::equals);
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger intrusions = new AtomicInteger();
            Thread intruder = Thread.ofPlatform().start(() -> {
                while (!over.get()) {
                    try {
                        storage.protect(path("docs/free"), Optional.empty());
                    } catch (ProtocolException e) {
                        Thread.onSpinWait();
                    }
                    intrusions.incrementAndGet();
                }
            });
            int lost = 0;
            try {
                for (int round = 0; round < 20; round++) {
                    owner.protect(path("docs/free"), Optional.of(lock));
                    // The intruder's request that was in flight is over by then.
                    int tries = intrusions.get();
                    await().until(() -> intrusions.get() >= tries + 2);
                    if (storage.protectedFiles().list().isEmpty()) {
                        lost++;
                    } else {
                        owner.protect(path("docs/free"), Optional.empty());
                    }
                }
            } finally {
                over.set(true);
                intruder.join();
            }
            assertThat(lost).isZero();
        }
    }
}
