package quayside.app.ui.files;

import static org.assertj.core.api.Assertions.assertThat;
import static quayside.app.core.Patience.await;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javafx.scene.control.ProgressBar;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import quayside.app.ui.files.Checksums.Digest;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

class ChecksumsTest {
    private static final String ONE = "a1".repeat(32);
    private static final String OTHER = "b2".repeat(32);

    private Checksums feature;
    private TestWindow window;

    @BeforeEach
    void open() {
        window = new TestWindow(800, 600, services -> {
            feature = new Checksums(services);
            return new StackPane();
        });
    }

    @AfterEach
    void close() {
        window.close();
    }

    @Test
    void equalChecksumsAreSaidToBeTheSame() {
        show((progress, cancellation) -> ONE, (progress, cancellation) -> ONE);
        window.awaitText("Checksum of “film.mp4”");
        window.awaitText("On the share");
        window.awaitText(ONE);
        window.awaitText("Both files are the same.");
    }

    @Test
    void differentOnesAreSaidToDiffer() {
        show((progress, cancellation) -> ONE, (progress, cancellation) -> OTHER);
        window.awaitText(ONE);
        window.awaitText(OTHER);
        window.awaitText("The two files differ.");
    }

    @Test
    void aFileOfOneSideAloneIsNotCompared() {
        show((progress, cancellation) -> ONE, (progress, cancellation) -> {
            throw new ProtocolException(Fault.NOT_FOUND, Sentence.said("There is no such file."));
        });
        window.awaitText(ONE);
        window.awaitText("There is no file with this name.");
        assertThat(window.shows("same.")).isFalse();
        assertThat(window.shows("differ.")).isFalse();
    }

    @Test
    void aFailureIsThatSidesAlone() {
        show((progress, cancellation) -> ONE, (progress, cancellation) -> {
            throw new ProtocolException(
                    Fault.CHANGED, Sentence.said("It was changed while it was being read; try again."));
        });
        window.awaitText(ONE);
        window.awaitText("It was changed while it was being read; try again.");
    }

    @Test
    void progressIsShownUntilTheChecksumIsKnown() {
        CountDownLatch gate = new CountDownLatch(1);
        show((progress, cancellation) -> {
            progress.progressed(1_000_000, 4_000_000);
            pass(gate);
            return ONE;
        });
        window.awaitText("Reading, 1.0 MB of 4.0 MB");
        Fx.await(() -> ((ProgressBar) window.scene().lookup(".checksum-reading .progress-bar")).getProgress() == 0.25);
        gate.countDown();
        window.awaitText(ONE);
        Fx.await(() -> window.scene().lookup(".checksum-reading") == null);
    }

    @Test
    void closingEndsTheReading() {
        List<Cancellation> readings = new CopyOnWriteArrayList<>();
        Digest endless = (progress, cancellation) -> {
            CountDownLatch cancelled = new CountDownLatch(1);
            readings.add(cancellation);
            cancellation.onCancel(cancelled::countDown);
            pass(cancelled);
            cancellation.check();
            throw new AssertionError("it was cancelled");
        };
        show(endless, endless);
        window.awaitText("The file is being read…");
        await().until(() -> readings.size() == 2);
        window.push(KeyCode.ESCAPE);
        await().until(() -> readings.stream().allMatch(Cancellation::isCancelled));
        Fx.await(() -> window.scene().lookup(".checksum-view") == null);
    }

    private void show(Digest... digests) {
        List<Checksums.Side> sides = digests.length == 1
                ? List.of(new Checksums.Side("On the share", digests[0]))
                : List.of(
                        new Checksums.Side("On the share", digests[0]),
                        new Checksums.Side("On this computer", digests[1]));
        Fx.run(() -> feature.show("film.mp4", sides));
    }

    private static void pass(CountDownLatch gate) throws IOException {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
