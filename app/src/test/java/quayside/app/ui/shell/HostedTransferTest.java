package quayside.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javafx.scene.Node;
import javafx.scene.shape.Polyline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.Patience;
import quayside.app.core.host.HostState;
import quayside.app.core.host.LogEntry;
import quayside.app.core.host.SharedFolder;
import quayside.app.ui.kit.Fx;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.Transfers;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.server.Guest;
import quayside.server.ShareOptions;

/** What the host's window shows of a guest that transfers something over the loopback network. */
@Timeout(120)
class HostedTransferTest {
    private static final int SIZE = 1_200_000;

    @TempDir
    Path folder;

    private LiveWindow window;
    private ShareClient guest;

    @BeforeEach
    void share() throws IOException {
        window = new LiveWindow(folder);
        Files.write(window.mine.resolve("film.mp4"), new byte[SIZE]);
        window.core.host().start(new SharedFolder(window.mine, 0, ShareOptions.Permissions.ALL, false));
        Patience.await().until(() -> window.core.host().state() instanceof HostState.On);
        // So slow that a transfer lasts some seconds.
        window.core.host().limitEach(SIZE / 3);
        window.fire(".host-pill");
        ShareLink link = ShareLink.parse(((HostState.On) window.core.host().state()).link());
        guest = ShareClient.connect(
                link, link.key().orElseThrow(), ConnectOptions.standard().named("Mara’s laptop"), new Cancellation());
        // As a window does.
        guest.followHost();
    }

    @AfterEach
    void close() {
        if (guest != null) {
            guest.close();
        }
        window.close();
    }

    private void download(Cancellation cancellation) {
        try {
            assertThat(guest.read(RemotePath.parse("film.mp4"), 2 * SIZE, cancellation))
                    .hasSize(SIZE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How high the chart of what is sent is, in pixels. JavaFX thread only. */
    private double height() {
        Polyline line = (Polyline) window.node(".traffic-sent-line");
        double top = Double.MAX_VALUE;
        double bottom = 0;
        for (int i = 1; i < line.getPoints().size(); i += 2) {
            top = Math.min(top, line.getPoints().get(i));
            bottom = Math.max(bottom, line.getPoints().get(i));
        }
        return bottom - top;
    }

    @Test
    void theChartTheTotalsAndTheLogFill() {
        assertThat(Fx.call(this::height)).isLessThan(5);
        download(new Cancellation());
        window.awaitText("1 file down (1.2 MB)");
        window.awaitText("Mara’s laptop (127.0.0.1) downloaded “film.mp4” (1.2 MB)");
        Fx.await(() -> height() > 20);
    }

    @Test
    void aGuestThatPausesIsNoAlarm() {
        Cancellation pause = new Cancellation();
        CompletableFuture<TransferReport.Summary> download = CompletableFuture.supplyAsync(() -> {
            try {
                return Transfers.downloadAll(
                                guest,
                                List.of(RemotePath.parse("film.mp4")),
                                folder.resolve("home"),
                                OnConflict.FAIL,
                                TransferListener.NONE,
                                pause)
                        .only();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        Patience.await()
                .until(() -> window.core.host().state() instanceof HostState.On on
                        && on.guests().stream().anyMatch(Guest::isTransferring));
        pause.cancel();
        // Whether it had listed the folder decides how it ends.
        assertThat(download.handle((done, cancelled) -> cancelled == null ? done.stored() : 0)
                        .join())
                .isZero();
        Patience.await().until(() -> ofFilm().isPresent());
        LogEntry stopped = ofFilm().orElseThrow();
        assertThat(stopped.isTrouble()).as(stopped.words()).isFalse();
        window.awaitText(stopped.words());
        Node log = window.node("#host-log");
        assertThat(Fx.call(() -> log.lookupAll(".trouble"))).isEmpty();
        assertThat(Fx.call(() -> log.lookupAll(".quiet"))).isNotEmpty();
    }

    private Optional<LogEntry> ofFilm() {
        return window.core.host().log().stream()
                .filter(entry -> entry.path().equals("film.mp4"))
                .findFirst();
    }
}
