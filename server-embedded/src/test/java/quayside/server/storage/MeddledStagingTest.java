package quayside.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static quayside.server.storage.Shares.path;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import quayside.protocol.message.OnConflict;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** Other programs of the host's lay hands on what arrives: nothing but what a guest sent gets a name (PROTOCOL.md section 8.1). */
final class MeddledStagingTest {
    private static final int SIZE = 400_000;

    @TempDir
    Path root;

    @TempDir
    Path elsewhere;

    private final byte[] source = new byte[SIZE];
    private FolderStorage storage;

    MeddledStagingTest() {
        new Random(29).nextBytes(source);
    }

    @BeforeEach
    void openShare() throws IOException {
        Files.writeString(root.resolve("old"), "old");
        storage = Shares.open(root);
    }

    @AfterEach
    void closeShare() {
        storage.close();
    }

    /** What another program does to a part file. */
    enum Meddling {
        SWAP {
            @Override
            void with(Path part, Path elsewhere) throws IOException {
                Path other = Files.write(elsewhere.resolve("other"), new byte[(int) Files.size(part)]);
                Files.move(other, part, StandardCopyOption.REPLACE_EXISTING);
            }
        },
        SWAP_SHORT {
            @Override
            void with(Path part, Path elsewhere) throws IOException {
                Path other = Files.write(elsewhere.resolve("other"), new byte[10]);
                Files.move(other, part, StandardCopyOption.REPLACE_EXISTING);
            }
        },
        TRUNCATE {
            @Override
            void with(Path part, Path elsewhere) throws IOException {
                try (FileChannel file = FileChannel.open(part, StandardOpenOption.WRITE)) {
                    file.truncate(1);
                }
            }
        },
        APPEND {
            @Override
            void with(Path part, Path elsewhere) throws IOException {
                Files.write(part, new byte[SIZE], StandardOpenOption.APPEND);
            }
        },
        DELETE {
            @Override
            void with(Path part, Path elsewhere) throws IOException {
                Files.delete(part);
            }
        };

        abstract void with(Path part, Path elsewhere) throws IOException;
    }

    private Path part() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(".quayside/staging"))) {
            return files.filter(file -> !file.toString().endsWith(".resume"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Storage.Upload upload(String target, long size, OnConflict rule, boolean resumable) {
        return new Storage.Upload(
                path(target),
                size,
                Shares.MODIFIED,
                rule,
                true,
                Optional.empty(),
                false,
                resumable ? Optional.of("v1") : Optional.empty());
    }

    @ParameterizedTest
    @EnumSource
    void aPartThatIsNoLongerWhatWasWrittenGetsNoName(Meddling meddling) throws IOException {
        for (boolean resumable : new boolean[] {true, false}) {
            for (int written : new int[] {SIZE, SIZE / 2}) {
                for (OnConflict rule : List.of(OnConflict.FAIL, OnConflict.OVERWRITE)) {
                    String target = rule == OnConflict.FAIL ? "new" : "old";
                    try (SingleUpload single = new SingleUpload(storage, upload(target, SIZE, rule, resumable))) {
                        single.write(Arrays.copyOf(source, written));
                        meddling.with(part(), elsewhere);
                        single.write(Arrays.copyOfRange(source, written, SIZE));
                        Faults.assertFault(Fault.CORRUPTED, single::commit);
                    }
                    assertThat(Shares.stagedIn(root)).isEmpty();
                    assertThat(root.resolve("new")).doesNotExist();
                    assertThat(root.resolve("old")).hasContent("old");
                }
            }
        }
    }

    @Test
    void ofABatchOnlyTheOneThatSomebodyWasAtFails() throws IOException {
        List<Storage.UploadResult> arrived;
        try (Storage.Batch batch = storage.batch()) {
            for (String name : List.of("a", "b", "c")) {
                Storage.Staged staged = (Storage.Staged) batch.stage(upload(name, 5, OnConflict.FAIL, false));
                staged.write(new byte[5], 5);
                if (name.equals("a")) {
                    Meddling.SWAP.with(part(), elsewhere);
                }
            }
            arrived = new ArrayList<>(batch.commit());
        }
        assertThat(arrived.removeFirst())
                .isInstanceOfSatisfying(
                        Storage.UploadResult.Failed.class,
                        failed -> assertThat(fault(failed)).isEqualTo(Fault.CORRUPTED));
        assertThat(arrived).hasSize(2).allMatch(Storage.UploadResult.Stored.class::isInstance);
        assertThat(root.resolve("a")).doesNotExist();
        assertThat(Shares.stagedIn(root)).isEmpty();
    }

    private static Fault fault(Storage.UploadResult.Failed failed) {
        ProtocolException why = failed.failure();
        return why.fault();
    }
}
