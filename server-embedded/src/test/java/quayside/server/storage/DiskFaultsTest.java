package quayside.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static quayside.server.storage.Shares.path;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import quayside.protocol.files.DiskTrouble;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

class DiskFaultsTest {
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

    @Test
    void everyFailureOfTheDiskHasAFaultAndASentenceWithoutThePathOfThisComputer() {
        TABLE.forEach((failure, fault) -> {
            ProtocolException named = DiskFaults.of(failure, path("docs/\u202eevil"));
            assertThat(named.fault()).as(failure.toString()).isEqualTo(fault);
            assertThat(named.sentence())
                    .endsWith(".")
                    .satisfies(sentence -> assertThat(sentence.contains("docs/\\u{202e}evil"))
                            .isEqualTo(!sentence.contains("too many files open")))
                    .doesNotContain("\u202e");
        });
    }

    @Test
    void whatTheDiskRefusesIsToldApart() {
        List<String> sentences = TABLE.keySet().stream()
                .filter(failure -> DiskTrouble.of(failure) != DiskTrouble.OTHER)
                .map(failure -> DiskTrouble.of(failure) + " "
                        + DiskFaults.of(failure, path("x")).sentence())
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
                .forEach(failure -> assertThat(
                                DiskFaults.of(failure, RemotePath.root()).sentence())
                        .doesNotContain("There is no"));
        assertThat(DiskFaults.of(new NoSuchFileException("x"), RemotePath.root())
                        .fault())
                .isEqualTo(Fault.SERVER_FULL);
    }
}
