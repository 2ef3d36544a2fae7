package quayside.server.load;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Connections on each of which a byte is sent now and then; one that was ended is opened again. */
final class Trickle implements AutoCloseable {
    /** Where nobody asked for a long run, a quarter of a second between two bytes of a connection. */
    private static final long PERIOD_MILLIS = Integer.getInteger("quayside.crowd") == null ? 250 : 1000;

    /** A frame's length within every limit, and the first bytes of a hello. */
    private static final byte[] BEGIN = HexFormat.of().parseHex("0000050001" + "5155415953494445");

    private final List<Drip> drips = new ArrayList<>();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1);

    private Trickle() {}

    /** Opens a connection, or takes one that is open. */
    @FunctionalInterface
    private interface Opening {
        Socket open() throws IOException;
    }

    /** {@code count} strangers, each at the beginning of a handshake that it never gets on with. */
    static Trickle ofStrangers(int count, ServerProcess server) {
        Trickle trickle = new Trickle();
        for (int i = 0; i < count; i++) {
            int number = i;
            trickle.drips.add(trickle.new Drip(() -> Crowd.connect(server, number)));
        }
        return trickle.begin();
    }

    /** The guests of {@code crowd}, each within a request's frame. */
    static Trickle of(Crowd crowd) {
        Trickle trickle = new Trickle();
        crowd.members().forEach(member -> trickle.drips.add(trickle.new Drip(member::socket)));
        return trickle.begin();
    }

    private Trickle begin() {
        for (int i = 0; i < drips.size(); i++) {
            var _ = clock.scheduleAtFixedRate(
                    drips.get(i), i * PERIOD_MILLIS / drips.size(), PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        }
        return this;
    }

    /** Bytes. */
    long sent() {
        return sent.get();
    }

    /** Connections that the server has ended. */
    long ended() {
        return ended.get();
    }

    private final class Drip implements Runnable {
        private final Opening opening;
        private Socket socket = new Socket();
        private int at;

        Drip(Opening opening) {
            this.opening = opening;
        }

        @Override
        public void run() {
            try {
                if (!socket.isConnected()) {
                    socket = opening.open();
                    at = 0;
                }
                socket.getOutputStream().write(at < BEGIN.length ? BEGIN[at] : 0);
                at++;
                sent.incrementAndGet();
            } catch (IOException e) {
                ended.incrementAndGet();
                socket = new Socket();
            }
        }
    }

    @Override
    public void close() throws IOException {
        clock.close();
        for (Drip each : drips) {
            each.socket.close();
        }
    }
}
