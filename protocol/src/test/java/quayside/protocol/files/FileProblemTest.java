package quayside.protocol.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.files.incoming.IncomingDownload;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

class FileProblemTest {
    /** What Linux says, as Java hands it on. */
    private static final Map<FileProblem, String> SAID = Map.ofEntries(
            Map.entry(FileProblem.FULL, "No space left on device"),
            Map.entry(FileProblem.QUOTA, "Disk quota exceeded"),
            Map.entry(FileProblem.FILE_TOO_LARGE, "File too large"),
            Map.entry(FileProblem.NAME_TOO_LONG, "File name too long"),
            Map.entry(FileProblem.NAME_INVALID, "Invalid argument"),
            Map.entry(FileProblem.READ_ONLY, "Read-only file system"),
            Map.entry(FileProblem.UNCHANGEABLE, "Operation not permitted"),
            Map.entry(FileProblem.TOO_MANY_OPEN, "Too many open files"),
            Map.entry(FileProblem.LINK, "Too many levels of symbolic links"),
            Map.entry(FileProblem.BUSY, "Device or resource busy"),
            Map.entry(FileProblem.AWAY, "Transport endpoint is not connected"),
            Map.entry(FileProblem.OTHER, "Input/output error"));

    private static final Set<FileProblem> WITH_WORDS = EnumSet.complementOf(EnumSet.of(
            FileProblem.DENIED,
            FileProblem.MISSING,
            FileProblem.NO_DIRECTORY,
            FileProblem.TAKEN,
            FileProblem.NOT_EMPTY,
            FileProblem.OTHER_DISK,
            FileProblem.INTERRUPTED));

    @TempDir
    Path folder;

    @Test
    void eachIsKnownByTheWordsOfTheSystem() {
        assertThat(SAID).containsOnlyKeys(WITH_WORDS);
        SAID.forEach((trouble, said) -> assertThat(FileProblem.of(new FileSystemException("x", null, said)))
                .isEqualTo(trouble));
        // A file's name says nothing.
        assertThat(FileProblem.of(new FileSystemException("file too large", null, null)))
                .isEqualTo(FileProblem.OTHER);
        assertThat(FileProblem.of(new IOException("Invalid argument"))).isEqualTo(FileProblem.OTHER);
        assertThat(FileProblem.of(new IOException())).isEqualTo(FileProblem.OTHER);
    }

    @Test
    void eachHasASentenceOfItsOwn() {
        assertThat(WITH_WORDS.stream()
                        .map(SAID::get)
                        .map(said -> FileProblem.local(new FileSystemException("x", null, said))
                                .sentence()
                                .toString())
                        .distinct())
                .hasSize(WITH_WORDS.size())
                .allMatch(sentence -> sentence.endsWith("."));
    }

    @Test
    void whatIsNotAllowedIsTheUsersToAllow() {
        assertThat(WITH_WORDS.stream()
                        .filter(trouble -> FileProblem.local(new FileSystemException("x", null, SAID.get(trouble)))
                                        .fault()
                                == Fault.LOCAL_DENIED))
                .containsExactlyInAnyOrder(FileProblem.READ_ONLY, FileProblem.UNCHANGEABLE);
    }

    /** exFAT by FUSE says of a name that it does not take that it is not there. */
    @Test
    void aNameThatTheDiskDoesNotTakeIsSaidToBeThat() throws IOException {
        RecordingDisk trial = new RecordingDisk();
        land(trial, "trial");
        int publish = trial.operations().indexOf("publish");
        assertThat(publish).isPositive();
        RecordingDisk disk = new RecordingDisk().failing(publish, () -> new NoSuchFileException("a:b"));
        ProtocolException refused = catchThrowableOfType(ProtocolException.class, () -> land(disk, "a:b"));
        assertThat(refused.fault()).isEqualTo(Fault.LOCAL_STORAGE);
        assertThat(refused).hasMessage("This computer’s disk cannot store the name “a:b”.");
    }

    private void land(RecordingDisk disk, String name) throws IOException {
        try (IncomingDownload incoming = IncomingDownload.plain(disk, folder, new SecureRandom())) {
            incoming.begin("v", 1);
            incoming.write(new byte[1], 1);
            incoming.publish(folder.resolve(name), Instant.EPOCH, Optional.empty(), OnConflict.FAIL);
        }
        assertThat(Files.exists(folder.resolve(name))).isTrue();
    }

    private static final Map<IOException, Fault> TABLE = Map.ofEntries(
            Map.entry(new NoSuchFileException("x"), Fault.NOT_FOUND),
            Map.entry(new FileSystemException("x", null, "Too many levels of symbolic links"), Fault.NOT_FOUND),
            Map.entry(new FileAlreadyExistsException("x"), Fault.EXISTS),
            Map.entry(new DirectoryNotEmptyException("x"), Fault.EXISTS),
            Map.entry(new AccessDeniedException("x"), Fault.REFUSED),
            Map.entry(new AtomicMoveNotSupportedException("x", "y", "cross-device"), Fault.REFUSED),
            Map.entry(new FileSystemException("x", null, "Read-only file system"), Fault.REFUSED),
            Map.entry(new FileSystemException("x", null, "File name too long"), Fault.REFUSED),
            Map.entry(new IOException("No space left on device"), Fault.DISK_FULL),
            Map.entry(new FileSystemException("x", null, "Disk quota exceeded"), Fault.DISK_FULL),
            Map.entry(new FileSystemException("x", null, "Invalid argument"), Fault.REFUSED),
            Map.entry(new FileSystemException("x", null, "Operation not permitted"), Fault.REFUSED),
            Map.entry(new FileSystemException("x", null, "Device or resource busy"), Fault.REFUSED),
            Map.entry(new IOException("File too large"), Fault.TOO_LARGE),
            Map.entry(new IOException("Too many open files"), Fault.SERVER_FULL),
            Map.entry(new FileSystemException("x", null, "Transport endpoint is not connected"), Fault.SERVER_FULL),
            Map.entry(new IOException("Stale file handle"), Fault.SERVER_FULL),
            Map.entry(new IOException("Invalid argument"), Fault.SERVER_ERROR),
            Map.entry(new IOException("Input/output error"), Fault.SERVER_ERROR),
            Map.entry(new IOException(), Fault.SERVER_ERROR));

    private static RemotePath path(String text) {
        try {
            return RemotePath.parse(text);
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyFailureOfTheDiskHasAFaultAndASentenceWithoutThePathOfThisComputer() {
        TABLE.forEach((failure, fault) -> {
            ProtocolException named = FileProblem.atHost(failure, path("docs/\u202eevil"));
            assertThat(named.fault()).as(failure.toString()).isEqualTo(fault);
            assertThat(named.sentence().toString())
                    .endsWith(".")
                    .satisfies(sentence -> assertThat(sentence.contains("docs/\\u{202e}evil"))
                            .isEqualTo(!sentence.contains("too many files open")))
                    .doesNotContain("\u202e");
        });
    }

    @Test
    void whatTheDiskRefusesIsToldApart() {
        List<String> sentences = TABLE.keySet().stream()
                .filter(failure ->
                        FileProblem.of(failure) != FileProblem.OTHER && WITH_WORDS.contains(FileProblem.of(failure)))
                .map(failure -> FileProblem.of(failure) + " "
                        + FileProblem.atHost(failure, path("x")).sentence())
                .toList();
        assertThat(sentences.stream()
                        .map(each -> each.substring(each.indexOf(' ')))
                        .distinct())
                .hasSameSizeAs(sentences.stream().distinct().toList());
        assertThat(sentences).noneMatch(each -> each.contains("disk failed"));
    }

    @Test
    void theSharedFolderIsNeverSaidToBeMissingInItself() {
        TABLE.keySet()
                .forEach(failure -> assertThat(FileProblem.atHost(failure, RemotePath.root())
                                .sentence()
                                .toString())
                        .doesNotContain("There is no"));
        assertThat(FileProblem.atHost(new NoSuchFileException("x"), RemotePath.root())
                        .fault())
                .isEqualTo(Fault.SERVER_FULL);
    }

    @Test
    void whatIsKnownAlreadyStaysAsItIs() {
        ProtocolException known = new ProtocolException(Fault.CORRUPTED, Sentence.said("It is known."));
        assertThat(FileProblem.local(known)).isSameAs(known);
        assertThat(FileProblem.atHost(known, path("x"))).isSameAs(known);
    }

    @Test
    void onlyWhatIsWrongWithANameIsTheNames() {
        assertThat(FileProblem.values())
                .filteredOn(FileProblem::isOfName)
                .containsExactly(FileProblem.NAME_TOO_LONG, FileProblem.NAME_INVALID);
    }
}
