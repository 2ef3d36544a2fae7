package quayside.server.protect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static quayside.server.protect.ProtectedShare.path;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProtectionStoreTest {
    @TempDir
    Path folder;

    private ProtectedShare share;
    private ProtectedFiles files;

    @BeforeEach
    void open() throws IOException {
        share = new ProtectedShare(folder);
        files = share.files;
    }

    @Test
    void aChangeSaysWhetherItChangedSomething() throws IOException {
        assertThat(files.protect(path("a"), share.make("a"), share.lock)).isTrue();
        assertThat(files.unprotect(path("b"), share.make("b"))).isFalse();
        assertThat(files.unprotect(path("a"), share.attributes("a"))).isTrue();
    }

    @Test
    void protectingByTheSameLockAgainIsNoChange() throws IOException {
        share.protect("a", share.lock);
        Files.delete(share.state);
        assertThat(files.protect(path("a"), share.attributes("a"), share.lock)).isFalse();
        assertThat(share.state).doesNotExist();
        assertThat(files.protect(path("a"), share.attributes("a"), share.other)).isTrue();
        assertThat(share.locks("a")).containsExactly(share.other.id());
    }

    @Test
    void whatWasOnlySeenIsNoChange() throws IOException {
        share.protect("a", share.lock);
        assumeThat(share.attributes("a").fileKey()).isNotNull();
        share.move("a", "b");
        assertThat(share.locks("b")).isNotEmpty();
        assertThat(files.unprotect(path("c"), share.make("c"))).isFalse();
    }

    /** A disk that sleeps is not woken for nothing. */
    @Test
    void whatChangesNothingIsNotWritten() throws IOException {
        share.protect("a", share.lock);
        Files.delete(share.state);
        assertThat(files.unprotect(path("b"), share.make("b"))).isFalse();
        assertThat(share.state).doesNotExist();
    }

    @Test
    void whoHasChangedSomethingKeepsNobodyElseFromIt() throws Exception {
        share.protect("a", share.lock);
        files.tidy(_ -> false);
        share.make("b");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(threads.submit(() -> files.protect(path("b"), share.attributes("b"), share.lock))
                            .get(20, TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    @Test
    void everythingStaysLockedWhereItsReleaseCannotBeKept() throws IOException {
        Files.createDirectories(share.state.getParent());
        Files.writeString(share.state, "damaged");
        ProtectedFiles damaged = share.reopened();
        // Where nothing is protected any more the file is deleted, which a folder in its place prevents.
        Files.delete(share.state);
        Files.createDirectories(share.state.resolve("in-the-way"));
        assertThatThrownBy(damaged::release).isInstanceOf(IOException.class);
        assertThat(damaged.isEverythingLocked()).isTrue();

        Files.delete(share.state.resolve("in-the-way"));
        damaged.release();
        assertThat(damaged.isEverythingLocked()).isFalse();
        assertThat(share.reopened().isEverythingLocked()).isFalse();
    }

    @Test
    void whatGuestsCauseSaysWhetherItChangedSomething() throws IOException {
        ProtectionStore store = ProtectionStore.open(share.state.getParent(), InstantSource.system(), new Random(3));
        assertThat(store.grow(_ -> {})).isFalse();
        assertThat(store.grow(index -> index.put(Protection.of(path("a"), share.lock.id(), null))))
                .isTrue();
    }
}
