package quayside.protocol.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import quayside.protocol.channel.Channel;
import quayside.protocol.client.ScriptedServer;
import quayside.protocol.crypto.KnownKeys;
import quayside.protocol.crypto.SessionSecrets;
import quayside.protocol.message.Goodbye;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;

/** What the connections of a client make of a host that ends them. */
@Timeout(60)
class ConnectionPoolTest {
    private static final Request LIST = new Request.ListFolder(RemotePath.root());
    private static final Response.Listing EMPTY = new Response.Listing(List.of(), false);
    private static final Goodbye DISCONNECTED = new Goodbye("Away.", Optional.of(Goodbye.Why.DISCONNECTED));

    @Test
    void aGoodbyeToAnOlderConnectionIsNewsOnlyOnce() throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, _, connection) -> {
                    channel.send(EMPTY);
                    if (connection == 0) {
                        // In one piece with the answer, so that it has arrived when that is read.
                        channel.send(new Goodbye(""));
                        channel.flush();
                        throw new IOException("over");
                    }
                });
                ConnectionPool pool = server.pool()) {
            Connection older = pool.lease(new Cancellation());
            Connection newer = pool.lease(new Cancellation());
            older.ask(LIST);
            newer.ask(LIST);
            pool.giveBack(older);
            pool.giveBack(newer);
            assertThat(pool.hasNews()).isTrue();
            assertThat(pool.lease(new Cancellation())).isSameAs(newer);
            assertThat(pool.hasNews()).isFalse();
        }
    }

    @Test
    void aConnectionThatWasBeingMadeWhenTheHostDisconnectedTheGuestIsNotUsed() throws IOException {
        HookedTimer timer = new HookedTimer();
        try (ScriptedServer server = new ScriptedServer((channel, _, _) -> {
                    channel.send(DISCONNECTED);
                    channel.flush();
                    throw new IOException("over");
                });
                ConnectionPool pool = server.pool(timer)) {
            Connection first = pool.lease(new Cancellation());
            assertThatThrownBy(() -> first.ask(LIST)).hasMessage("The host disconnected you.");
            // The clock is read while the second connection is made.
            timer.next = () -> pool.discard(first);
            assertThatThrownBy(() -> pool.lease(new Cancellation())).hasMessage("The host disconnected you.");
            assertThat(server.connections()).isEqualTo(2);
            assertThat(pool.parting()).contains(Goodbye.Why.DISCONNECTED);
            pool.readmit();
            pool.giveBack(pool.lease(new Cancellation()));
        }
    }

    @Test
    void aGoodbyeThatNeverEndsHoldsNobodyUp() throws IOException {
        try (EndlessFrame socket = new EndlessFrame()) {
            ReceivedBytes received = new ReceivedBytes(socket.in, socket::isClosed, System::nanoTime);
            SentBytes sent = new SentBytes(socket, 100, System::nanoTime);
            SessionSecrets secrets = KnownKeys.client();
            Connection connection =
                    new Connection(new Channel(socket, received, sent, secrets), received, sent, secrets.server());
            assertThat(connection.readFarewell()).isEmpty();
            assertThat(socket.isClosed()).isTrue();
        }
    }

    private static final class HookedTimer implements RetryPolicy.Timer {
        private Runnable next = () -> {};

        @Override
        public long nanos() {
            Runnable now = next;
            next = () -> {};
            now.run();
            return 0;
        }

        @Override
        public void pause(Duration time, Cancellation cancellation) {
            throw new AssertionError("nothing is tried again");
        }
    }

    /** A connection on which a frame has begun, and each byte of its rest comes just in time for the timeout of a read. */
    private static final class EndlessFrame extends Socket {
        private final CountDownLatch closed = new CountDownLatch(1);
        private final InputStream in = new InputStream() {
            @Override
            public int available() {
                return 1;
            }

            @Override
            public int read() throws IOException {
                try {
                    closed.await();
                } catch (InterruptedException e) {
                    throw new InterruptedIOException();
                }
                return -1;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return read();
            }
        };

        @Override
        public OutputStream getOutputStream() {
            return new ByteArrayOutputStream();
        }

        @Override
        public void close() throws IOException {
            super.close();
            closed.countDown();
        }
    }
}
