package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.Transfers;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.ProgressListener;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.client.transfer.TransferResult;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** Tests interrupted transfers of the real client to and from the real server. */
final class ResumeTest {
    private static final int MIB = 1024 * 1024;
    /** More than twice what the buffers of a relayed connection may hold. */
    private static final int SIZE = 64 * MIB + 12_345;

    @TempDir
    Path share;

    @TempDir
    Path local;

    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private TappedShare tapped;

    @BeforeEach
    void start() throws IOException {
        tapped = new TappedShare(share);
    }

    @AfterEach
    void stop() throws IOException {
        tapped.close();
    }

    /** Cuts all connections, once, as soon as so many bytes are done. */
    private TransferListener cuttingAt(long bytes) {
        return new TransferListener() {
            private boolean cut;

            @Override
            public void progressed(long bytesDone) {
                if (bytesDone >= bytes && !cut) {
                    cut = true;
                    tapped.cut();
                }
            }

            @Override
            public void waiting(Sentence sentence, Duration pause) {
                told.add(sentence.toString());
            }

            @Override
            public void resumed() {
                told.add("goes on");
            }

            @Override
            public void noted(String path, Sentence sentence) {
                told.add(path + ": " + sentence);
            }
        };
    }

    /** AssertJ compares byte by byte, which takes a second. */
    private static void assertSame(Path arrived, Path sent) throws IOException {
        assertThat(Files.mismatch(arrived, sent)).isEqualTo(-1);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void anUploadGoesOnByItselfAndSendsOnlyWhatIsLeft() throws IOException {
        Path file = TappedShare.random(local.resolve("big"), SIZE);
        assertThat(tapped.up(file, OnConflict.FAIL, cuttingAt(32 * MIB)).stored())
                .isEqualTo(1);
        assertSame(share.resolve("big"), file);
        assertThat(files(share)).hasSize(1);
        assertThat(told).endsWith("goes on").hasSizeGreaterThanOrEqualTo(2);
        assertThat(tapped.wireBytes()).isLessThan(SIZE + 24L * MIB);
    }

    @Test
    void aDownloadGoesOnByItselfAndFetchesOnlyWhatIsLeft() throws IOException {
        Path file = TappedShare.random(share.resolve("big"), SIZE);
        assertThat(tapped.down("big", local, OnConflict.FAIL, cuttingAt(32 * MIB))
                        .stored())
                .isEqualTo(1);
        assertSame(local.resolve("big"), file);
        assertThat(files(local)).hasSize(1);
        assertThat(told).endsWith("goes on").hasSizeGreaterThanOrEqualTo(2);
        assertThat(tapped.wireBytes()).isLessThan(SIZE + 24L * MIB);
    }

    @Test
    void anotherStartOfTheProgramGoesOnWhereTheLastOneWasCancelled() throws IOException {
        Path file = TappedShare.random(share.resolve("big"), SIZE);
        Path back = Files.createDirectory(local.resolve("back"));
        Cancellation cancellation = new Cancellation();
        try (ShareClient first = tapped.connect()) {
            ProtocolException cancelled = catchThrowableOfType(
                    ProtocolException.class,
                    () -> first.get(
                            TappedShare.path("big"),
                            back,
                            OnConflict.FAIL,
                            (done, _) -> {
                                if (done > 32 * MIB) {
                                    cancellation.cancel();
                                }
                            },
                            cancellation));
            assertThat(cancelled.fault()).isEqualTo(Fault.CANCELLED);
        }
        List<Long> progress = new ArrayList<>();
        try (ShareClient second = tapped.connect()) {
            TransferResult result = second.get(
                    TappedShare.path("big"),
                    back,
                    OnConflict.FAIL,
                    (done, _) -> progress.add(done),
                    new Cancellation());
            assertThat(result).isEqualTo(new TransferResult.Stored("big", SIZE));
        }
        assertThat(progress.getFirst()).isGreaterThan(15L * MIB);
        assertSame(back.resolve("big"), file);
        assertThat(files(back)).hasSize(1);
    }

    /** What has arrived is done from the first report on, before it is checked, but only the rest is transferred. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatHasArrivedBeforeIsDoneAndNotTransferred(boolean upload) throws IOException {
        Path file = TappedShare.random((upload ? local : share).resolve("big"), SIZE);
        Path back = Files.createDirectory(local.resolve("back"));
        List<Long> done = Collections.synchronizedList(new ArrayList<>());
        List<Long> transferred = Collections.synchronizedList(new ArrayList<>());
        Cancellation cancellation = new Cancellation();
        TransferListener listener = new TransferListener() {
            @Override
            public void progressed(long bytes) {
                done.add(bytes);
                if (bytes > 32 * MIB) {
                    cancellation.cancel();
                }
            }

            @Override
            public void transferred(long bytes) {
                transferred.add(bytes);
            }
        };
        OnConflict rule = OnConflict.FAIL;
        for (Cancellation each : List.of(cancellation, new Cancellation())) {
            done.clear();
            transferred.clear();
            try (ShareClient client = tapped.connect()) {
                TransferReport _ = upload
                        ? Transfers.uploadAll(
                                client, List.of(file), RemotePath.root(), rule, Optional.empty(), listener, each)
                        : Transfers.downloadAll(client, List.of(TappedShare.path("big")), back, rule, listener, each);
            }
        }
        long before = done.getFirst();
        assertThat(before).isGreaterThan(15L * MIB);
        assertThat(done.getLast()).isEqualTo(SIZE);
        assertThat(transferred.getLast()).isEqualTo(SIZE - before);
        assertThat(transferred).isSorted();
    }

    @Test
    void anotherStartOfTheProgramGoesOnWithAnUpload() throws IOException {
        Path file = TappedShare.random(local.resolve("big"), SIZE);
        try (ShareClient first = tapped.connect()) {
            ProgressListener cutting = (done, _) -> {
                if (done > 32 * MIB) {
                    tapped.cut();
                }
            };
            ProtocolException lost = catchThrowableOfType(
                    ProtocolException.class,
                    () -> first.post(file, TappedShare.path("big"), OnConflict.FAIL, cutting, new Cancellation()));
            assertThat(lost.fault()).isEqualTo(Fault.CONNECTION_LOST);
        }
        long before = tapped.wireBytes();
        assertThat(tapped.up(file, OnConflict.FAIL, cuttingAt(Long.MAX_VALUE)).stored())
                .isEqualTo(1);
        assertThat(tapped.wireBytes() - before).isLessThan(SIZE - 8L * MIB);
        assertSame(share.resolve("big"), file);
    }

    @Test
    void aSourceThatWasChangedMeanwhileIsSentFromItsBeginning() throws IOException {
        Path file = TappedShare.random(share.resolve("big"), SIZE);
        TransferListener changing = new TransferListener() {
            private boolean cut;

            @Override
            public void progressed(long bytesDone) {
                if (bytesDone > 32 * MIB && !cut) {
                    cut = true;
                    tapped.cut();
                }
            }

            @Override
            public void waiting(Sentence sentence, Duration pause) {
                try {
                    Files.write(file, new byte[] {1, 2, 3}, StandardOpenOption.WRITE);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }

            @Override
            public void noted(String path, Sentence sentence) {
                told.add(path + ": " + sentence);
            }
        };
        assertThat(tapped.down("big", local, OnConflict.FAIL, changing).stored())
                .isEqualTo(1);
        assertThat(told).containsExactly("big: It has changed since, so it starts again from the beginning.");
        assertSame(local.resolve("big"), file);
    }

    @Test
    void aFolderGoesOnAndEachFileComesOnce() throws IOException {
        Path tree = Files.createDirectory(local.resolve("tree"));
        for (int i = 0; i < 400; i++) {
            Path folder = Files.createDirectories(tree.resolve("d" + i % 10));
            TappedShare.random(folder.resolve("f" + i), 5_000 + i);
        }
        TappedShare.random(tree.resolve("d3/large"), 3 * MIB);
        TransferReport.Summary up = tapped.up(tree, OnConflict.RENAME, cuttingAt(2 * MIB));
        assertThat(up.failures()).isEmpty();
        assertThat(up.stored()).isEqualTo(401);
        assertThat(TappedShare.everything(share.resolve("tree"))).isEqualTo(TappedShare.everything(tree));

        Path back = Files.createDirectory(local.resolve("back"));
        TransferReport.Summary down = tapped.down("tree", back, OnConflict.RENAME, cuttingAt(2 * MIB));
        assertThat(down.failures()).isEmpty();
        assertThat(down.stored()).isEqualTo(401);
        assertThat(TappedShare.everything(back.resolve("tree"))).isEqualTo(TappedShare.everything(tree));
        assertThat(told).contains("goes on");
    }
}
