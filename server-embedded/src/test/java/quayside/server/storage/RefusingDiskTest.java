package quayside.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static quayside.server.storage.Faults.assertFault;
import static quayside.server.storage.Shares.path;
import static quayside.server.storage.Shares.put;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.files.WatchedDisk.Operation;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** A disk that does not take what others take, each in the words of a real one. */
class RefusingDiskTest {
    @TempDir
    Path root;

    private Storage storage;

    @BeforeEach
    void openShare() throws IOException {
        Files.writeString(root.resolve("old"), "old");
        Files.createDirectory(root.resolve("docs"));
        storage = WatchedShares.open(root, (operation, name) -> {
            if (operation == Operation.MOVE || operation == Operation.MAKE_FOLDER) {
                refuse(name);
            }
            if (operation == Operation.WRITE && Files.exists(root.resolve("docs/full"))) {
                throw new IOException("File too large");
            }
        });
    }

    @AfterEach
    void closeShare() {
        storage.close();
    }

    private void refuse(String name) throws IOException {
        if (name.contains(":")) {
            // exFAT by FUSE.
            throw new NoSuchFileException(name);
        }
        if (name.contains("|")) {
            // FAT.
            throw new FileSystemException(name, null, "Invalid argument");
        }
        if (name.length() > 150) {
            // encfs.
            throw new FileSystemException(name, null, "File name too long");
        }
        if (name.equals("sick")) {
            throw new FileSystemException(name, null, "Input/output error");
        }
        if (name.equals("moved-away")) {
            Files.delete(root.resolve("docs"));
            throw new NoSuchFileException(name);
        }
    }

    private static void assertRefused(String name, String sentence, ThrowingCallable call) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(call)
                .withMessageContaining(name)
                .withMessageContaining(sentence)
                .extracting(ProtocolException::fault)
                .isEqualTo(Fault.REFUSED);
    }

    @Test
    void aFolderThatFailsTellsNothingToWhoSeesNothing() throws IOException {
        assertThat(storage.makeDropFolder(path("sick"), RemotePath.root(), Optional.empty()))
                .contains(path("sick (2)"));
        assertThat(put(storage, Shares.dropped("sick/x.txt", "sent"), "sent"))
                .isInstanceOf(Storage.UploadResult.Stored.class);
        assertThat(root.resolve("sick (2)/x.txt")).hasContent("sent");
    }

    @Test
    void aNameThatTheDiskDoesNotTakeIsSaidToBeThat() throws IOException {
        for (String name : new String[] {"a:b", "a|b", "n".repeat(200)}) {
            String sentence = name.length() > 150 ? "too long for the host’s disk" : "cannot store the name";
            assertRefused(name, sentence, () -> put(storage, name, "x", OnConflict.FAIL));
            assertRefused(name, sentence, () -> put(storage, "docs/" + name, "x", OnConflict.OVERWRITE));
            assertRefused(name, sentence, () -> storage.makeFolder(path(name), true));
            assertRefused(name, sentence, () -> storage.move(path("old"), path("docs/" + name)));
        }
        assertThat(root.resolve("old")).hasContent("old");
        assertThat(root.resolve("docs")).isEmptyDirectory();
    }

    @Test
    void aFolderThatIsGoneIsSaidToBeGone() {
        assertFault(Fault.NOT_FOUND, () -> put(storage, "docs/moved-away", "x", OnConflict.FAIL));
    }

    @Test
    void aFileThatTheDiskTakesNotSoLargeIsTooLarge() throws IOException {
        Files.writeString(root.resolve("docs/full"), "");
        assertFault(Fault.TOO_LARGE, () -> put(storage, "new", "x", OnConflict.FAIL));
        assertThat(Shares.stagedIn(root)).isEmpty();
    }
}
