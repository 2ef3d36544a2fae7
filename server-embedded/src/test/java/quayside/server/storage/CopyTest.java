package quayside.server.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static quayside.server.storage.Faults.assertFault;
import static quayside.server.storage.Shares.path;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.files.AccessLists;
import quayside.protocol.files.Disk;
import quayside.protocol.files.Settling;
import quayside.protocol.files.WatchedDisk.Operation;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Mode;
import quayside.protocol.message.Passcode;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.protect.Hashing;
import quayside.server.protect.Keyring;
import quayside.server.protect.Lock;

/** Copies of files within the share (PROTOCOL.md section 5.5). */
@Timeout(60)
class CopyTest {
    @TempDir
    Path root;

    private static Entry copy(Storage storage, String from, String to) throws ProtocolException {
        try (Storage.Batch batch = storage.batch()) {
            batch.copy(path(from), path(to));
            return switch (batch.commit().getFirst()) {
                case Storage.UploadResult.Stored stored -> stored.entry();
                case Storage.UploadResult.Skipped _ -> throw new AssertionError("nothing was to be skipped");
                case Storage.UploadResult.Failed(ProtocolException failure) -> throw failure;
            };
        }
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static Lock lock(String passcode) throws ProtocolException {
        return new Hashing(new SecureRandom(), new Hashing.Cost(8, 1, 1)).make(Passcode.of(passcode));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 256 * 1024, 256 * 1024 + 1, 3_000_000})
    void aCopyHasTheBytesTheTimeAndTheModeOfItsFile(int size) throws IOException {
        Path file = Files.write(root.resolve("file"), bytes(size));
        Files.setLastModifiedTime(file, FileTime.from(Shares.MODIFIED));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.createDirectory(root.resolve("docs"));
        AtomicInteger reads = new AtomicInteger();
        try (Storage storage = Shares.open(root)) {
            Entry entry = copy(storage, "file", "docs/copy");
            assertThat(entry).isEqualTo(storage.stat(path("docs/copy")));
            assertThat(entry.size()).isEqualTo(size);
        }
        try (Storage storage = WatchedShares.open(root, (operation, _) -> {
            if (operation == Operation.READ) {
                reads.incrementAndGet();
            }
        })) {
            Entry _ = copy(storage, "file", "again");
        }
        assertThat(reads.get()).isPositive();
        for (String copy : List.of("docs/copy", "again")) {
            assertThat(root.resolve(copy)).hasSameBinaryContentAs(file);
            assertThat(Files.getLastModifiedTime(root.resolve(copy))).isEqualTo(Files.getLastModifiedTime(file));
            assertThat(Files.getPosixFilePermissions(root.resolve(copy)))
                    .isEqualTo(Files.getPosixFilePermissions(file));
        }
        assertThat(Shares.stagedIn(root)).isEmpty();
    }

    @Test
    void aFileThatAProgramHasOpenForWritingIsReadTwiceAndCopiedIfItIsTheSame() throws IOException {
        Path file = Files.write(root.resolve("file"), bytes(600_000));
        try (SeekableByteChannel _ = Files.newByteChannel(file, StandardOpenOption.WRITE);
                Storage storage = Shares.open(root)) {
            assertThat(copy(storage, "file", "copy").size()).isEqualTo(600_000);
        }
        assertThat(root.resolve("copy")).hasSameBinaryContentAs(file);
    }

    @Test
    void nothingIsReplacedAndNothingReservedHiddenOrLinkedIsCopied() throws IOException {
        Path outside =
                Files.writeString(Files.createDirectory(root.resolve("outside")).resolve("secret"), "secret");
        Path share = Files.createDirectory(root.resolve("share"));
        Files.writeString(share.resolve("file"), "file");
        Files.writeString(share.resolve("taken"), "taken");
        Files.writeString(share.resolve(".hidden"), "hidden");
        Files.createDirectory(share.resolve("docs"));
        Files.createSymbolicLink(share.resolve("link"), outside);
        Files.createSymbolicLink(share.resolve("elsewhere"), outside.getParent());
        try (Storage storage = Shares.open(share)) {
            assertFault(Fault.EXISTS, () -> copy(storage, "file", "taken"));
            assertFault(Fault.EXISTS, () -> copy(storage, "file", "file"));
            assertFault(Fault.EXISTS, () -> copy(storage, "file", "docs"));
            assertFault(Fault.EXISTS, () -> copy(storage, "file", "link"));
            assertFault(Fault.NOT_FOUND, () -> copy(storage, "file", "elsewhere/new"));
            assertFault(Fault.NOT_FOUND, () -> copy(storage, "file", "none/new"));
            assertFault(Fault.NOT_FOUND, () -> copy(storage, "file", "file/new"));
            assertFault(Fault.NOT_FOUND, () -> copy(storage, "none", "new"));
            assertFault(Fault.NOT_FOUND, () -> copy(storage, "docs", "new"));
            assertFault(Fault.NOT_FOUND, () -> copy(storage, "", "new"));
            assertFault(Fault.NOT_FOUND, () -> copy(storage, "link", "new"));
            assertFault(Fault.NOT_FOUND, () -> copy(storage, "elsewhere/secret", "new"));
            assertFault(Fault.NOT_FOUND, () -> copy(storage, ".hidden", "new"));
            assertFault(Fault.NOT_FOUND, () -> copy(storage, ".quayside/protected.json", "new"));
            assertFault(Fault.REFUSED, () -> copy(storage, "file", ".new"));
            assertFault(Fault.REFUSED, () -> copy(storage, "file", ".quayside/new"));
            assertFault(Fault.REFUSED, () -> copy(storage, "file", ".QUAYSIDE-new"));
            assertFault(Fault.REFUSED, () -> copy(storage, "file", ""));
            Entry longest = copy(storage, "file", "é".repeat(127) + "x");
            assertThat(longest.size()).isEqualTo(4);
        }
        assertThat(share.resolve("taken")).hasContent("taken");
        assertThat(share.resolve("docs")).isEmptyDirectory();
        assertThat(outside.getParent())
                .isDirectoryContaining("glob:**/secret")
                .satisfies(folder -> assertThat(Shares.filesIn(folder)).hasSize(1));
        assertThat(share.resolve("new")).doesNotExist();
        assertThat(Shares.stagedIn(share)).isEmpty();
    }

    private Storage changing(Runnable change) throws IOException {
        AtomicInteger times = new AtomicInteger();
        InstantSource clock = InstantSource.system();
        Settling settling = new Settling(clock, _ -> {
            if (times.incrementAndGet() == 1) {
                change.run();
            }
        });
        return FolderStorage.open(root, false, List.of(), clock, new Random(5), Disk.withTrueNames(), settling);
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000, 500_000, 600_000})
    void aFileThatIsChangedMeanwhileIsNotCopied(int newSize) throws IOException {
        // Files of today are waited for, so the change is certain to come between opening and copying.
        Path file = Files.write(root.resolve("file"), bytes(500_000));
        try (Storage storage = changing(() -> write(file, bytes(newSize)))) {
            assertFault(Fault.CHANGED, () -> copy(storage, "file", "copy"));
        }
        assertThat(root.resolve("copy")).doesNotExist();
        assertThat(Shares.stagedIn(root)).isEmpty();
    }

    @Test
    void aFileThatIsChangedWhileItsBytesAreReadIsNotCopied() throws IOException {
        Path file = Files.write(root.resolve("file"), bytes(2_000_000));
        AtomicInteger reads = new AtomicInteger();
        try (Storage storage = WatchedShares.open(root, (operation, _) -> {
            if (operation == Operation.READ && reads.incrementAndGet() == 3) {
                Files.write(file, new byte[] {1}, StandardOpenOption.APPEND);
            }
        })) {
            assertFault(Fault.CHANGED, () -> copy(storage, "file", "copy"));
        }
        assertThat(root.resolve("copy")).doesNotExist();
        assertThat(Shares.stagedIn(root)).isEmpty();
    }

    @Test
    void aFileThatIsDeletedMeanwhileIsNotCopied() throws IOException {
        Path file = Files.write(root.resolve("file"), bytes(500_000));
        try (Storage storage = changing(() -> {
            try {
                Files.delete(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        })) {
            assertFault(Fault.CHANGED, () -> copy(storage, "file", "copy"));
        }
        assertThat(root.resolve("copy")).doesNotExist();
        assertThat(Shares.stagedIn(root)).isEmpty();
    }

    @Test
    void aNameThatIsTakenWhileTheBytesAreCopiedKeepsWhatItHas() throws IOException {
        Files.write(root.resolve("file"), bytes(500_000));
        try (Storage storage = Shares.open(root);
                Storage.Batch first = storage.batch();
                Storage.Batch second = storage.batch()) {
            first.copy(path("file"), path("copy"));
            second.copy(path("file"), path("copy"));
            assertThat(first.commit().getFirst()).isInstanceOf(Storage.UploadResult.Stored.class);
            assertThat(second.commit().getFirst())
                    .isInstanceOfSatisfying(
                            Storage.UploadResult.Failed.class,
                            failed -> assertThat(failed.failure().fault()).isEqualTo(Fault.EXISTS));
        }
        assertThat(root.resolve("copy")).hasSameBinaryContentAs(root.resolve("file"));
        assertThat(Shares.stagedIn(root)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whateverFailsTheNameHoldsAllOrNothingAndNothingIsLeft(FaultyDisk.Kind kind) throws IOException {
        Path file = Files.write(root.resolve("file"), bytes(600_000));
        FaultyDisk faults = new FaultyDisk();
        try (Storage storage = WatchedShares.open(root, faults)) {
            Operation failed = Operation.LOOK;
            for (int number = 1; failed != null; number++) {
                String name = "copy" + number;
                faults.fail(number, kind);
                Fault why = null;
                try {
                    Entry _ = copy(storage, "file", name);
                } catch (ProtocolException e) {
                    why = e.fault();
                }
                failed = faults.heal();
                Path copy = root.resolve(name);
                if (why == null) {
                    assertThat(copy).hasSameBinaryContentAs(file);
                } else if (Files.exists(copy)) {
                    // Only the sync of the folder failed.
                    assertThat(failed).isEqualTo(Operation.SYNC_FOLDER);
                    assertThat(copy).hasSameBinaryContentAs(file);
                }
                if (failed == Operation.WRITE) {
                    // It failed once: what the disk did not copy by itself was read and written.
                    assertThat(why).isNull();
                }
                assertThat(Shares.stagedIn(root)).as("after %s", failed).isEmpty();
            }
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes(600_000));
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 600_000})
    void aFailureNamesTheFileThatFailed(int size) throws IOException {
        Files.write(root.resolve("file"), bytes(size));
        Operation[] failing = new Operation[1];
        String[] failure = {"Input/output error"};
        try (Storage storage = WatchedShares.open(root, (operation, _) -> {
            if (operation == failing[0]) {
                throw new IOException(failure[0]);
            }
        })) {
            failing[0] = Operation.READ;
            assertFault(Fault.SERVER_ERROR, () -> copy(storage, "file", "copy"))
                    .hasMessageContaining("failed on “file”");
            failing[0] = Operation.WRITE;
            assertFault(Fault.SERVER_ERROR, () -> copy(storage, "file", "copy"))
                    .hasMessageContaining("failed on “copy”");
            failure[0] = "No space left on device";
            assertFault(Fault.DISK_FULL, () -> copy(storage, "file", "copy"));
        }
        assertThat(Shares.stagedIn(root)).isEmpty();
    }

    /** Some pairs of disks copy nothing by themselves, or fail in the middle. */
    @Test
    void whatTheDiskDoesNotCopyByItselfIsReadAndWritten() throws IOException {
        Path file = Files.write(root.resolve("file"), bytes(3_000_000));
        AtomicInteger reads = new AtomicInteger();
        try (Storage storage = WatchedShares.open(root, (operation, _) -> {
            if (operation == Operation.READ && Set.of(1, 3).contains(reads.incrementAndGet())) {
                throw new IOException("Invalid argument");
            }
        })) {
            assertThat(copy(storage, "file", "copy").size()).isEqualTo(3_000_000);
        }
        assertThat(root.resolve("copy")).hasSameBinaryContentAs(file);
    }

    @Test
    void anInterruptedCopyLeavesNothing() throws IOException {
        Files.write(root.resolve("file"), bytes(3_000_000));
        try (Storage storage = Shares.open(root);
                Storage.Batch batch = storage.batch()) {
            Thread.currentThread().interrupt();
            assertFault(Fault.CANCELLED, () -> batch.copy(path("file"), path("copy")));
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(root.resolve("copy")).doesNotExist();
        assertThat(Shares.stagedIn(root)).isEmpty();
    }

    @Test
    void copiesThatWaitHoldNoFileAndAnotherGuestIsServed() throws Exception {
        Files.write(root.resolve("large"), bytes(600_000));
        Files.writeString(root.resolve("small"), "small");
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger opened = new AtomicInteger();
        Set<String> failed = ConcurrentHashMap.newKeySet();
        try (Storage storage = WatchedShares.open(root, (operation, name) -> {
            if (operation == Operation.OPEN_FILE && name.equals("large")) {
                opened.incrementAndGet();
            }
            if (operation == Operation.READ && name.equals("large")) {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new InterruptedIOException();
                }
            }
        })) {
            List<Thread> copying = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String name = "copy" + i;
                copying.add(Thread.ofVirtual().start(() -> {
                    try {
                        Entry _ = copy(storage.with(Keyring.EMPTY, "one guest"), "large", name);
                    } catch (ProtocolException e) {
                        failed.add(e.fault().toString());
                    }
                }));
            }
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> copying.stream().allMatch(each -> each.getState() == Thread.State.WAITING));
            // As many as have a place.
            assertThat(opened.get()).isEqualTo(4);
            assertThat(Shares.stagedIn(root)).hasSize(4);
            assertThat(copy(storage.with(Keyring.EMPTY, "another guest"), "small", "other")
                            .size())
                    .isEqualTo(5);
            // Whoever is gone waits no longer.
            copying.getLast().interrupt();
            copying.getLast().join();
            assertThat(failed).containsExactly(Fault.CANCELLED.toString());
            go.countDown();
            for (Thread each : copying) {
                each.join();
            }
        }
        assertThat(Shares.filesIn(root))
                .filteredOn(name -> name.startsWith("copy"))
                .hasSize(39);
        assertThat(failed).hasSize(1);
    }

    private static void assertLocked(Lock lock, ThrowingCopy copy) {
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(copy::run).satisfies(e -> {
            assertThat(e.fault()).as(e.sentence().toString()).isEqualTo(Fault.PASSCODE_NEEDED);
            assertThat(e.lock()).contains(lock.id());
        });
    }

    @FunctionalInterface
    private interface ThrowingCopy {
        void run() throws ProtocolException;
    }

    @Test
    void aProtectedFileIsCopiedOnlyWithItsLockOpenAndItsCopyIsUnderTheSameLock() throws IOException {
        Lock lock = lock("sesame");
        Files.writeString(root.resolve("secret"), "secret");
        Files.createDirectory(root.resolve("docs"));
        try (Storage storage = Shares.open(root)) {
            storage.with(Keyring.HOST).protect(path("secret"), Optional.of(lock));
            assertLocked(lock, () -> copy(storage, "secret", "docs/copy"));
            assertThat(root.resolve("docs")).isEmptyDirectory();
            Entry entry = copy(storage.with(lock.id()::equals), "secret", "docs/copy");
            assertThat(entry.lock()).contains(lock.id());
            assertThat(storage.stat(path("docs/copy")).lock()).contains(lock.id());
            assertLocked(lock, () -> copy(storage, "docs/copy", "plain"));
        }
        // It is under the lock after a restart too.
        try (Storage storage = Shares.open(root)) {
            assertThat(storage.stat(path("docs/copy")).lock()).contains(lock.id());
        }
    }

    @Test
    void aNameUnderAClosedLockTakesNoCopy() throws IOException {
        Lock lock = lock("sesame");
        Path secret = Files.writeString(root.resolve("secret"), "secret");
        Files.writeString(root.resolve("file"), "file");
        try (Storage storage = Shares.open(root)) {
            storage.with(Keyring.HOST).protect(path("secret"), Optional.of(lock));
            assertLocked(lock, () -> copy(storage, "file", "secret"));
            Files.delete(secret);
            assertLocked(lock, () -> copy(storage, "file", "secret"));
            Entry entry = copy(storage.with(lock.id()::equals), "file", "secret");
            assertThat(entry.lock()).contains(lock.id());
        }
    }

    @Test
    void aFileUnderSeveralLocksIsNotCopied() throws IOException {
        Lock one = lock("one");
        Lock other = lock("other");
        Files.writeString(root.resolve("one"), "one");
        Files.writeString(root.resolve("other"), "other");
        try (Storage storage = Shares.open(root)) {
            Storage host = storage.with(Keyring.HOST);
            host.protect(path("one"), Optional.of(one));
            host.protect(path("other"), Optional.of(other));
            Files.delete(root.resolve("other"));
            Files.move(root.resolve("one"), root.resolve("other"));
            Storage both = storage.with(lock -> lock.equals(one.id()) || lock.equals(other.id()));
            assertThat(Shares.content(both, "other")).isEqualTo("one");
            assertFault(Fault.REFUSED, () -> copy(both, "other", "copy"));
        }
        assertThat(root.resolve("copy")).doesNotExist();
    }

    @Test
    void aFileThatIsProtectedWhileItIsCopiedIsNotCopied() throws IOException {
        Lock lock = lock("sesame");
        Files.write(root.resolve("file"), bytes(500_000));
        Storage[] storage = new Storage[1];
        storage[0] = changing(() -> {
            try {
                boolean _ = storage[0].with(Keyring.HOST).protect(path("file"), Optional.of(lock));
            } catch (ProtocolException e) {
                throw new UncheckedIOException(e);
            }
        });
        try (Storage share = storage[0]) {
            assertFault(Fault.PASSCODE_NEEDED, () -> copy(share, "file", "copy"));
            assertThat(Shares.stagedIn(root)).isEmpty();
        }
        assertThat(root.resolve("copy")).doesNotExist();
    }

    /** In the mode of a file with a list, the bits of the group are the mask. */
    @Test
    void aCopyIsNotWiderThanItsFileWithAnAccessList() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "private");
        AccessLists.assumeLetsAnotherIn(file);
        try (Storage storage = Shares.open(root)) {
            assertThat(copy(storage, "file", "copy").mode()).contains(new Mode(0600));
            // A guest who downloads it learns what to make of it.
            try (Storage.Reader reader = storage.reader();
                    Storage.Content content = reader.open(path("file"), Optional.empty())) {
                assertThat(content.entry().mode()).contains(new Mode(0600));
            }
        }
        assertThat(Files.getPosixFilePermissions(root.resolve("copy")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    private static void assertCopyFails(Storage.Batch batch, Fault fault) {
        assertThat(batch.commit().getFirst())
                .isInstanceOfSatisfying(
                        Storage.UploadResult.Failed.class,
                        failed -> assertThat(failed.failure().fault()).isEqualTo(fault));
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 500_000})
    void aFileThatIsProtectedBeforeItsCopyIsPublishedHasNoOpenCopy(int size) throws IOException {
        Lock lock = lock("sesame");
        Files.write(root.resolve("file"), bytes(size));
        try (Storage storage = Shares.open(root);
                Storage.Batch closed = storage.batch();
                Storage.Batch opened = storage.with(lock.id()::equals).batch()) {
            closed.copy(path("file"), path("closed"));
            opened.copy(path("file"), path("opened"));
            assertThat(storage.with(Keyring.HOST).protect(path("file"), Optional.of(lock)))
                    .isTrue();
            assertCopyFails(closed, Fault.PASSCODE_NEEDED);
            assertCopyFails(opened, Fault.CHANGED);
            assertThat(Shares.stagedIn(root)).isEmpty();
        }
        assertThat(Shares.filesIn(root)).containsOnlyOnce("file").doesNotContain("closed", "opened");
    }

    @Test
    void aFileWhoseLockIsChangedBeforeItsCopyIsPublishedHasNoCopyUnderTheOldOne() throws IOException {
        Lock old = lock("old");
        Lock changed = lock("changed");
        Files.writeString(root.resolve("file"), "secret");
        try (Storage storage = Shares.open(root)) {
            Storage host = storage.with(Keyring.HOST);
            assertThat(host.protect(path("file"), Optional.of(old))).isTrue();
            for (Optional<Lock> next : List.of(Optional.of(changed), Optional.<Lock>empty())) {
                try (Storage.Batch batch =
                        storage.with(List.of(old.id(), changed.id())::contains).batch()) {
                    batch.copy(path("file"), path("copy"));
                    assertThat(host.protect(path("file"), next)).isTrue();
                    assertCopyFails(batch, Fault.CHANGED);
                }
            }
            // What was announced for the copy is forgotten.
            assertThat(storage.protectedFiles().isEmpty()).isTrue();
            assertThat(Shares.stagedIn(root)).isEmpty();
        }
        assertThat(root.resolve("copy")).doesNotExist();
    }

    @Test
    void aFileThatIsMovedAndProtectedBeforeItsCopyIsPublishedHasNoOpenCopy() throws IOException {
        Lock lock = lock("sesame");
        Files.writeString(root.resolve("file"), "secret");
        try (Storage storage = Shares.open(root);
                Storage.Batch batch = storage.batch()) {
            batch.copy(path("file"), path("copy"));
            storage.move(path("file"), path("moved"));
            assertThat(storage.with(Keyring.HOST).protect(path("moved"), Optional.of(lock)))
                    .isTrue();
            assertCopyFails(batch, Fault.PASSCODE_NEEDED);
        }
        assertThat(root.resolve("copy")).doesNotExist();
    }

    @Test
    void theCopyOfAnOldFileIsOld() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "text");
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("1999-01-02T03:04:05Z")));
        try (Storage storage = Shares.open(root)) {
            assertThat(copy(storage, "file", "copy").modified()).isEqualTo(Instant.parse("1999-01-02T03:04:05Z"));
        }
        assertThat(Files.readString(root.resolve("copy"), UTF_8)).isEqualTo("text");
    }
}
