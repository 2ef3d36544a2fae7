package quayside.server.protect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.message.Passcode;

/** Tests a list of protected files written by an earlier version, with its journal of later changes. */
class EarlierVersionTest {
    @TempDir
    Path folder;

    private ProtectedShare share;
    private Path state;
    private Path journal;

    @BeforeEach
    void bringOldFiles() throws IOException {
        share = new ProtectedShare(folder);
        state = share.state;
        journal = state.resolveSibling("protected.journal");
        Files.createDirectories(state.getParent());
        for (String name : List.of("protected.json", "protected.journal")) {
            try (var old = Objects.requireNonNull(getClass().getResourceAsStream("version-1/" + name))) {
                Files.write(state.resolveSibling(name), old.readAllBytes());
            }
        }
    }

    @Test
    void theListAndTheJournalOfAnEarlierVersionBecomeOne() throws IOException {
        ProtectedFiles files = share.reopened();
        assertThat(files.warning()).isEmpty();
        assertThat(files.list())
                .extracting(each -> each.path().toString())
                .containsExactly("docs/a", "docs/d", "docs/new", "moved");
        List<String> locks = files.list().stream().map(ProtectedFile::lock).toList();
        assertThat(List.of(locks.get(0), locks.get(1))).isEqualTo(List.of(locks.get(3), locks.get(2)));
        assertThat(share.hashing.opens(files.lock(locks.get(0)).orElseThrow(), Passcode.of("sesame")))
                .isTrue();
        assertThat(share.hashing.opens(files.lock(locks.get(1)).orElseThrow(), Passcode.of("poppy")))
                .isTrue();
        assertThat(journal).doesNotExist();
        assertThat(state).content().contains("\"version\": 2", "\"moved\"", "\"900\"");
        assertThat(share.reopened().list()).isEqualTo(files.list());
    }

    @Test
    void aListOfAnEarlierVersionWithoutAJournalIsRead() throws IOException {
        Files.delete(journal);
        ProtectedFiles files = share.reopened();
        assertThat(files.warning()).isEmpty();
        assertThat(files.list())
                .extracting(each -> each.path().toString())
                .containsExactly("docs/a", "docs/b", "docs/c", "docs/d");
        share.files = files;
        share.protect("more", share.lock);
        assertThat(state).content().contains("\"version\": 2");
        assertThat(share.reopened().list()).isEqualTo(files.list());
    }

    /** The program may end between the writing of the list and the deletion of the journal. */
    @Test
    void aJournalThatIsLeftOverChangesNothing() throws IOException {
        byte[] lines = Files.readAllBytes(journal);
        share.files = share.reopened();
        share.protect("docs/b", share.lock);
        Files.write(journal, lines);
        ProtectedFiles again = share.reopened();
        assertThat(again.warning()).isEmpty();
        assertThat(again.list()).isEqualTo(share.files.list());
        assertThat(share.locks(again, "docs/b")).containsExactly(share.lock.id());
        assertThat(journal).doesNotExist();
    }

    @Test
    void aLineOfAnOldJournalThatWasNotWrittenToItsEndCountsForNothing() throws IOException {
        byte[] list = Files.readAllBytes(state);
        byte[] full = Files.readAllBytes(journal);
        int last = new String(full, UTF_8).lastIndexOf("\n", full.length - 2) + 1;
        for (int length = last; length < full.length; length += 7) {
            Files.write(state, list);
            Files.write(journal, Arrays.copyOf(full, length));
            ProtectedFiles again = share.reopened();
            assertThat(again.warning()).as("cut at %d", length).isEmpty();
            assertThat(again.list())
                    .extracting(ProtectedFile::lock)
                    .as("before the last change")
                    .satisfies(locks -> assertThat(locks.get(0)).isEqualTo(locks.get(1)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"put", "lock", "\"path\"", "[", "]", "\n", "sha"})
    void aDamagedJournalLocksEverythingAndIsKept(String what) throws IOException {
        share.make("free");
        String text = Files.readString(journal);
        String damaged = what.equals("\n") ? text.replaceFirst("\n", "") : text.replaceFirst(Pattern.quote(what), "#");
        Files.writeString(journal, damaged.equals(text) ? "{}\n" + text : damaged);
        ProtectedFiles again = share.reopened();
        assertThat(again.warning()).get().asString().contains("Every file is locked");
        assertThat(again.isEverythingLocked()).isTrue();
        assertThat(share.locks(again, "free")).hasSize(1);
        assertThat(state.resolveSibling("protected.json.damaged-1800000000")).exists();
        assertThat(state.resolveSibling("protected.json.damaged-1800000000.journal"))
                .exists();
    }

    @Test
    void aJournalSaysWhetherEverythingIsLockedAndNoPasscodeOpensThat() throws IOException {
        byte[] list = Files.readAllBytes(state);
        String lines = Files.readString(journal);
        share.make("free");
        Files.writeString(journal, lines + "[{\"everything\":\"L-1\"}]\n");
        ProtectedFiles locked = share.reopened();
        assertThat(locked.warning()).isEmpty();
        assertThat(share.locks(locked, "free")).containsExactly("L-1");
        assertThat(share.hashing.opens(locked.lock("L-1").orElseThrow(), Passcode.of("sesame")))
                .isFalse();

        Files.write(state, list);
        Files.writeString(journal, lines + "[{\"everything\":\"L-1\"}]\n[{\"everything\":\"\"}]\n");
        ProtectedFiles released = share.reopened();
        assertThat(released.warning()).isEmpty();
        assertThat(share.locks(released, "free")).isEmpty();

        String known = released.list().getFirst().lock();
        Files.write(state, list);
        Files.writeString(journal, lines + "[{\"everything\":\"" + known + "\"}]\n");
        ProtectedFiles damaged = share.reopened();
        assertThat(damaged.warning()).isPresent();
        assertThat(share.locks(damaged, "free")).hasSize(1).doesNotContain(known);
    }

    @Test
    void aJournalWithoutItsListLocksEverything() throws IOException {
        Files.delete(state);
        assertThat(share.reopened().isEverythingLocked()).isTrue();
    }

    /** A journal may have ended a lock on everything, before the list itself was damaged. */
    @Test
    void noJournalOpensADamagedList() throws IOException {
        Files.writeString(journal, "[{\"everything\":\"\"}]\n");
        Files.writeString(state, Files.readString(state).replace("\"locks\"", "\"lacks\""));
        assertThat(share.reopened().isEverythingLocked()).isTrue();
    }
}
