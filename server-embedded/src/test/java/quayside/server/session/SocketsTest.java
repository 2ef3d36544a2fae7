package quayside.server.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import quayside.server.guard.Deadlines;

@Timeout(30)
final class SocketsTest {
    private final Deadlines deadlines = new Deadlines();
    private Socket guest;
    private Socket ours;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            guest = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort());
            ours = server.accept();
        }
        guest.setSoTimeout(10_000);
    }

    @AfterEach
    void close() throws IOException {
        guest.close();
        ours.close();
        deadlines.close();
    }

    @Test
    void whatWasSaidLastIsReadThoughTheGuestHadSaidMore() throws Exception {
        guest.getOutputStream().write(new byte[100_000]);
        ours.getOutputStream().write("bye".getBytes(UTF_8));
        Thread closing = Thread.ofVirtual().start(() -> Sockets.closeGently(ours, deadlines));
        assertThat(guest.getInputStream().readAllBytes()).asString().isEqualTo("bye");
        guest.close();
        closing.join();
        assertThat(ours.isClosed()).isTrue();
    }

    @Test
    void whoStaysSilentIsCutAfterASecond() {
        Sockets.closeGently(ours, deadlines);
        assertThat(ours.isClosed()).isTrue();
    }

    @Test
    void whoGoesOnTalkingIsCutAfterAQuarterOfAMebibyte() {
        Thread closing = Thread.ofVirtual().start(() -> Sockets.closeGently(ours, deadlines));
        try {
            byte[] some = new byte[64 * 1024];
            while (closing.isAlive()) {
                guest.getOutputStream().write(some);
            }
        } catch (IOException e) {
            assertThat(e).isInstanceOf(SocketException.class);
        }
        assertThat(ours.isClosed()).isTrue();
    }

    /** What the guest still sends is read away, within a bound, once it can see that nothing more is said. */
    @Test
    void onlyAQuarterOfAMebibyteIsReadAway() {
        List<String> done = new ArrayList<>();
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 0;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                done.add("read");
                return length;
            }
        };
        Sockets.closeGently(
                new Socket() {
                    @Override
                    public void shutdownOutput() {
                        done.add("said");
                    }

                    @Override
                    public InputStream getInputStream() {
                        return endless;
                    }
                },
                deadlines);
        assertThat(done).hasSize(2 + 256 / 8).startsWith("said", "read");
    }

    @Test
    void whatIsCutIsClosedAtOnceAndMayBeCutAgain() {
        Sockets.cut(ours);
        Sockets.cut(ours);
        assertThat(ours.isClosed()).isTrue();
        Sockets.closeGently(ours, deadlines);
    }
}
