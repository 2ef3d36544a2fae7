package quayside.server.storage;

import static quayside.server.storage.Shares.open;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Feature;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** A share on each kind of disk: the real one, and in memory with and without descriptors of folders. */
abstract class EveryDisk {
    enum Disk {
        REAL,
        SECURE,
        CHECKED,
        WINDOWS
    }

    @Parameter
    Disk disk;

    @TempDir
    Path temporary;

    private FileSystem memory;
    Path root;
    FolderStorage storage;

    @BeforeEach
    void openShare() throws IOException {
        root = switch (disk) {
            case REAL -> temporary.resolve("share");
            case SECURE -> inMemory(Configuration.unix(), "/share");
            case CHECKED ->
                inMemory(
                        Configuration.unix().toBuilder()
                                .setSupportedFeatures(Feature.SYMBOLIC_LINKS, Feature.LINKS)
                                .build(),
                        "/share");
            case WINDOWS -> inMemory(Configuration.windows(), "C:\\share");
        };
        Files.createDirectories(root.resolve("docs"));
        Files.writeString(root.resolve("a.txt"), "alpha");
        Files.writeString(root.resolve("docs").resolve("b.txt"), "beta");
        storage = open(root);
    }

    private Path inMemory(Configuration configuration, String share) {
        memory = Jimfs.newFileSystem(configuration);
        return memory.getPath(share);
    }

    @AfterEach
    void closeShare() throws IOException {
        storage.close();
        if (memory != null) {
            memory.close();
        }
    }

    List<String> staged() throws IOException {
        return Shares.stagedIn(root);
    }
}
