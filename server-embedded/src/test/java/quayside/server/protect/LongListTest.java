package quayside.server.protect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static quayside.server.protect.ShareFiles.attributes;
import static quayside.server.protect.ShareFiles.path;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** A list of protected files that is too long to be written anew with each change. */
class LongListTest {
    private static final int LONG = 400;

    @TempDir
    Path share;

    private final Hashing hashing = new Hashing(new SecureRandom(), new Argon2Cost(8, 1, 1));
    private Lock lock;
    private Lock other;
    private Path folder;
    private Path whole;
    private Path journal;
    private ProtectedFiles files;

    @BeforeEach
    void protectMany() throws IOException {
        lock = hashing.make(Passcode.of("sesame"));
        other = hashing.make(Passcode.of("poppy"));
        folder = share.resolve(".quayside");
        whole = folder.resolve("protected.json");
        journal = folder.resolve("protected.journal");
        files = open();
        List<ProtectedFiles.Arriving> arriving = new ArrayList<>();
        List<ProtectedFiles.Arrived> arrived = new ArrayList<>();
        for (int i = 0; i < LONG; i++) {
            BasicFileAttributes attributes = make("many-" + i);
            arriving.add(new ProtectedFiles.Arriving(attributes, lock));
            arrived.add(new ProtectedFiles.Arrived(path("many-" + i), attributes, lock));
        }
        files.announce(arriving);
        files.arrived(arrived);
        files.tidy(_ -> false);
        assertThat(whole).isNotEmptyFile();
        assertThat(journal).doesNotExist();
    }

    private ProtectedFiles open() throws IOException {
        return ProtectedFiles.open(folder, InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000)), new Random(3));
    }

    private BasicFileAttributes make(String name) throws IOException {
        return new ShareFiles(share).make(name);
    }

    private List<String> locks(ProtectedFiles of, String name) throws IOException {
        return new ShareFiles(share).locks(of, name);
    }

    private void protect(String name) throws IOException {
        files.protect(path(name), make(name), other);
    }

    @Test
    void aChangeCostsWhatItIsAndNotWhatTheListHolds() throws IOException {
        Object before = attributes(whole).fileKey();
        for (int i = 0; i < 50; i++) {
            protect("more-" + i);
        }
        assertThat(attributes(whole).fileKey()).isEqualTo(before);
        assertThat(Files.size(journal)).isBetween(1L, 50L * 1024);
        assertThat(locks(open(), "more-49")).containsExactly(other.id());
    }

    @Test
    void theJournalDoesNotOutgrowTheList() throws IOException {
        for (int i = 0; i < 3; i++) {
            for (int each = 0; each < LONG; each++) {
                files.protect(
                        path("many-" + each), attributes(share.resolve("many-" + each)), i % 2 == 0 ? other : lock);
            }
        }
        long most = Files.exists(journal) ? Files.size(journal) : 0;
        assertThat(most).isLessThan(Files.size(whole) + 4096);
    }

    @Test
    void whoReadsTheFileAfterTheServerHasStoppedFindsEverythingInIt() throws IOException {
        protect("more");
        assertThat(journal).exists();
        files.tidy(_ -> false);
        assertThat(journal).doesNotExist();
        assertThat(whole).content().contains("\"more\"");
    }

    @Test
    void eachChangeIsThereAfterAStopAtThatMoment() throws IOException {
        Random random = new Random(20_261_124);
        List<RemotePath> moved = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            RemotePath name = path("many-" + random.nextInt(LONG));
            Path file = share.resolve(name.toString());
            switch (random.nextInt(5)) {
                case 0 -> files.protect(name, attributes(file), random.nextBoolean() ? lock : other);
                case 1 -> files.unprotect(name, attributes(file));
                case 2 -> {
                    RemotePath to = path("moved-" + i);
                    files.moving(name, to);
                    files.moved(name, to);
                    moved.add(to);
                }
                case 3 -> files.notMoved(files.moving(name, path("unmoved-" + i)));
                default -> {
                    if (!moved.isEmpty()) {
                        RemotePath gone = moved.removeLast();
                        files.deleted(
                                files.within(gone),
                                List.of(new ProtectedFiles.Deleted(attributes(file), lock.id(), random.nextBoolean())));
                    }
                }
            }
            if (i % 10 == 0) {
                assertSame(open(), files);
                // Opening has written the whole list, over which the journal of the first goes on.
                files = open();
            }
        }
        assertSame(open(), files);
    }

    private void assertSame(ProtectedFiles read, ProtectedFiles kept) throws IOException {
        assertThat(read.list()).isEqualTo(kept.list());
        for (int i = 0; i < LONG; i++) {
            assertThat(locks(read, "many-" + i)).as("many-%d", i).isEqualTo(locks(kept, "many-" + i));
        }
    }

    @Test
    void aLineThatWasNotWrittenToItsEndCountsForNothing() throws IOException {
        protect("first");
        byte[] kept = Files.readAllBytes(journal);
        protect("second");
        byte[] full = Files.readAllBytes(journal);
        byte[] list = Files.readAllBytes(whole);
        for (int length = kept.length; length < full.length; length += 7) {
            Files.write(whole, list);
            Files.write(journal, Arrays.copyOf(full, length));
            ProtectedFiles again = open();
            assertThat(again.warning()).as("cut at %d", length).isEmpty();
            assertThat(locks(again, "first")).containsExactly(other.id());
            assertThat(locks(again, "second")).isEmpty();
        }
    }

    @Test
    void stepsThatTheListHoldsAlreadyChangeNothing() throws IOException {
        protect("more");
        files.unprotect(path("many-1"), attributes(share.resolve("many-1")));
        files.moving(path("many-2"), path("moved"));
        files.moved(path("many-2"), path("moved"));
        byte[] lines = Files.readAllBytes(journal);
        files.tidy(_ -> false);
        var before = open().list();
        Files.write(journal, lines);
        ProtectedFiles again = open();
        assertThat(again.warning()).isEmpty();
        assertThat(again.list()).isEqualTo(before);
        assertThat(locks(again, "many-1")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"put", "lock", "\"path\"", "[", "]", "\n", "sha"})
    void aDamagedJournalLocksEverythingAndIsKept(String what) throws IOException {
        make("free");
        protect("first");
        protect("second");
        String text = Files.readString(journal);
        String damaged = what.equals("\n") ? text.replaceFirst("\n", "") : text.replaceFirst(Pattern.quote(what), "#");
        Files.writeString(journal, damaged.equals(text) ? "{}\n" + text : damaged);
        ProtectedFiles again = open();
        assertThat(again.warning()).get().asString().contains("Every file is locked");
        assertThat(again.isEverythingLocked()).isTrue();
        assertThat(locks(again, "free")).hasSize(1);
        try (var copies = Files.list(folder)) {
            assertThat(copies.map(each -> Objects.toString(each.getFileName())))
                    .contains("protected.json.damaged-1800000000.journal");
        }
    }

    @Test
    void aJournalWithoutItsListLocksEverything() throws IOException {
        protect("more");
        Files.delete(whole);
        assertThat(open().isEverythingLocked()).isTrue();
    }

    @Test
    void aChangeThatCannotBeKeptIsTakenBack() throws IOException {
        make("more");
        Files.createDirectory(journal);
        var before = files.list();
        assertThatThrownBy(() -> protect("more")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> files.moving(path("many-3"), path("moved"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> files.unprotect(path("many-4"), null)).isInstanceOf(IOException.class);
        assertThat(files.list()).isEqualTo(before);
        assertThat(locks(files, "more")).isEmpty();
        assertThat(locks(files, "many-4")).containsExactly(lock.id());
        Files.delete(journal);
        protect("more");
        assertThat(locks(open(), "more")).containsExactly(other.id());
    }

    @Test
    void whereTheHostTookTheJournalAwayTheListIsWrittenWhole() throws IOException {
        protect("first");
        Files.delete(journal);
        protect("second");
        assertThat(locks(open(), "first")).containsExactly(other.id());
        assertThat(locks(open(), "second")).containsExactly(other.id());
    }

    @Test
    void theLastProtectionTakesListAndJournalWithIt() throws IOException {
        protect("more");
        for (int i = 0; i < LONG; i++) {
            files.unprotect(path("many-" + i), attributes(share.resolve("many-" + i)));
        }
        files.unprotect(path("more"), attributes(share.resolve("more")));
        assertThat(whole).doesNotExist();
        assertThat(journal).doesNotExist();
        assertThat(files.isEmpty()).isTrue();
    }

    /** Guests bring as many as they like, and all are kept in memory. */
    @Test
    void whatWouldBeTooManyIsNotProtectedAndTheRestStaysSo() throws IOException {
        BookKeeper keeper = BookKeeper.open(folder, InstantSource.system(), new Random(3));
        int left = BookKeeper.MOST - LONG;
        keeper.grow(book -> {
            for (int i = 0; i < left; i++) {
                book.put(Guarded.of(path("more-" + i), lock.id(), null));
            }
        });
        assertThatThrownBy(() -> keeper.grow(book -> book.put(Guarded.of(path("too-many"), lock.id(), null))))
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.fault()).isEqualTo(Fault.DISK_FULL));
        assertThat(keeper.<Integer>look(Book::size)).isEqualTo(BookKeeper.MOST);
        // Under another lock is no more than it was.
        assertThat(keeper.grow(book -> book.put(Guarded.of(path("more-7"), other.id(), null))))
                .isTrue();
    }
}
