package quayside.server.protect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static quayside.server.protect.ProtectedShare.path;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** Tests a list of protected files that is too long to be rewritten at each change. */
class LongListTest {
    private static final int LONG = 400;

    @TempDir
    Path folder;

    private ProtectedShare share;
    private ProtectedFiles files;
    private Lock lock;
    private Lock other;
    private Path state;
    private long whole;

    @BeforeEach
    void protectMany() throws IOException {
        share = new ProtectedShare(folder);
        files = share.files;
        lock = share.lock;
        other = share.other;
        state = share.state;
        share.protectMany(LONG);
        whole = Files.size(state);
        assertThat(share.lines()).isZero();
    }

    private ProtectedFiles open() throws IOException {
        return share.reopened();
    }

    private List<String> locks(ProtectedFiles of, String name) throws IOException {
        return share.locks(of, name);
    }

    private void protect(String name) throws IOException {
        share.protect(name, other);
    }

    @Test
    void aChangeCostsWhatItIsAndNotWhatTheListHolds() throws IOException {
        for (int i = 0; i < 50; i++) {
            protect("more-" + i);
        }
        assertThat(share.lines()).isEqualTo(50);
        assertThat(Files.size(state) - whole).isBetween(1L, 50L * 1024);
        assertThat(locks(open(), "more-49")).containsExactly(other.id());
    }

    @Test
    void theLinesDoNotOutgrowTheList() throws IOException {
        for (int i = 0; i < 3; i++) {
            for (int each = 0; each < LONG; each++) {
                files.protect(path("many-" + each), share.attributes("many-" + each), i % 2 == 0 ? other : lock);
            }
        }
        assertThat(Files.size(state)).isLessThan(2 * whole + 4096);
    }

    @Test
    void whoReadsTheFileAfterTheServerHasStoppedFindsNoLinesInIt() throws IOException {
        protect("more");
        assertThat(share.lines()).isEqualTo(1);
        files.tidy(_ -> false);
        assertThat(share.lines()).isZero();
        assertThat(state).content().contains("\"more\"").endsWith("\n}\n");
    }

    @Test
    void eachChangeIsThereAfterAStopAtThatMoment() throws IOException {
        Random random = new Random(20_261_124);
        List<RemotePath> moved = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            RemotePath name = path("many-" + random.nextInt(LONG));
            switch (random.nextInt(5)) {
                case 0 -> files.protect(name, share.attributes(name.toString()), random.nextBoolean() ? lock : other);
                case 1 -> files.unprotect(name, share.attributes(name.toString()));
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
                                List.of(new ProtectedFiles.Deleted(
                                        share.attributes(name.toString()), lock.id(), random.nextBoolean())));
                    }
                }
            }
            if (i % 10 == 0) {
                assertSame(open(), files);
                // Opening has rewritten the whole list, which replaces the lines of the first store.
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
    void aChangeThatCannotBeKeptIsTakenBack() throws IOException {
        share.make("more");
        // Without the file no line is appended to it, and a folder with its name prevents the rewrite.
        Files.delete(state);
        Path inTheWay = Files.createDirectories(state.resolveSibling("protected.json.new/in-the-way"));
        var before = files.list();
        assertThatThrownBy(() -> protect("more")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> files.moving(path("many-3"), path("moved"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> files.unprotect(path("many-4"), null)).isInstanceOf(IOException.class);
        assertThat(files.list()).isEqualTo(before);
        assertThat(locks(files, "more")).isEmpty();
        assertThat(locks(files, "many-4")).containsExactly(lock.id());
        Files.delete(inTheWay);
        protect("more");
        assertThat(locks(open(), "more")).containsExactly(other.id());
        assertThat(locks(open(), "many-4")).containsExactly(lock.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"deleted", "cut", "longer"})
    void whereTheHostChangedTheFileItIsWrittenWhole(String how) throws IOException {
        protect("first");
        switch (how) {
            case "deleted" -> Files.delete(state);
            case "cut" -> Files.writeString(state, "{}");
            default -> Files.writeString(state, "\n", StandardOpenOption.APPEND);
        }
        protect("second");
        assertThat(share.lines()).isZero();
        assertThat(locks(open(), "first")).containsExactly(other.id());
        assertThat(locks(open(), "second")).containsExactly(other.id());
    }

    /** A killed server leaves lines behind. */
    @Test
    void theLinesOfTheLastRunBecomePartOfTheList() throws IOException {
        protect("first");
        share.unprotect("many-1");
        share.files = open();
        files = share.files;
        protect("second");
        assertThat(share.lines()).isZero();
        protect("third");
        assertThat(share.lines()).isEqualTo(1);
        assertThat(open().list()).isEqualTo(files.list());
        assertThat(locks(open(), "many-1")).isEmpty();
        assertThat(locks(open(), "first")).containsExactly(other.id());
    }

    /** An editor may have removed the line end at the end of the file. */
    @Test
    void aListThatWasEditedIsWrittenWholeBeforeItTakesLines() throws IOException {
        Files.writeString(state, Files.readString(state).stripTrailing());
        share.files = open();
        protect("first");
        assertThat(share.lines()).isZero();
        protect("second");
        assertThat(share.lines()).isEqualTo(1);
        assertThat(open().list()).isEqualTo(share.files.list());
    }

    @Test
    void theLastProtectionTakesTheFileWithIt() throws IOException {
        protect("more");
        for (int i = 0; i < LONG; i++) {
            share.unprotect("many-" + i);
        }
        share.unprotect("more");
        assertThat(state).doesNotExist();
        assertThat(files.isEmpty()).isTrue();
    }

    /** Guests can cause any number of them, and all are kept in memory. */
    @Test
    void whatWouldBeTooManyIsNotProtectedAndTheRestStaysSo() throws IOException {
        ProtectionStore store = ProtectionStore.open(state.getParent(), InstantSource.system(), new Random(3));
        int left = ProtectionStore.MAX_PROTECTED - LONG;
        store.grow(index -> {
            for (int i = 0; i < left; i++) {
                index.put(Protection.of(path("more-" + i), lock.id(), null));
            }
        });
        assertThatThrownBy(() -> store.grow(index -> index.put(Protection.of(path("too-many"), lock.id(), null))))
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.fault()).isEqualTo(Fault.DISK_FULL));
        assertThat(store.<Integer>withIndex(ProtectionIndex::size)).isEqualTo(ProtectionStore.MAX_PROTECTED);
        // Another lock for the same file does not increase the number.
        assertThat(store.grow(index -> index.put(Protection.of(path("more-7"), other.id(), null))))
                .isTrue();
    }
}
