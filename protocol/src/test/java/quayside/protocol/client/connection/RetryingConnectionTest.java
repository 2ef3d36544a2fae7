package quayside.protocol.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import quayside.protocol.client.ScriptedServer;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;

final class RetryingConnectionTest {
    private final List<String> sent = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean cut;

    private final class Making implements RetryingConnection.Exchange<Response> {
        private final String name;

        Making(String name) {
            this.name = name;
        }

        @Override
        public void send(Connection connection, boolean repeated) throws IOException {
            sent.add(name + (repeated ? " repeated" : ""));
            connection.channel().send(new Request.MakeFolder(RemotePath.parse(name)));
            if (name.equals("buffered") && !cut) {
                cut = true;
                letTheServerCut.countDown();
                await().atMost(Duration.ofSeconds(30)).until(connection.channel()::isClosed);
            }
        }

        @Override
        public Response receive(Connection connection) throws IOException {
            return connection.answer();
        }
    }

    private final CountDownLatch letTheServerCut = new CountDownLatch(1);

    /** What never left the buffer was not made by us, whatever is there. */
    @Test
    void onlyWhatMayHaveReachedTheServerCountsAsRepeated() throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, _, connection) -> {
                    if (connection == 0) {
                        awaitCut();
                        throw new IOException("cut");
                    }
                    channel.send(new Response.Done());
                });
                ConnectionPool pool = server.pool()) {
            Cancellation cancellation = new Cancellation();
            RetryPolicy policy = new RetryPolicy(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(10),
                    new ReconnectorTest.FakeTimer());
            Reconnector connections = new Reconnector(pool, policy, Reconnector.Listener.NONE, cancellation, _ -> {});
            try (RetryingConnection connection = new RetryingConnection(connections, cancellation)) {
                CompletableFuture<Response> flushed = connection.send(new Making("flushed"));
                connection.flush();
                CompletableFuture<Response> buffered = connection.send(new Making("buffered"));
                connection.flush();
                assertThat(Connection.await(flushed)).isInstanceOf(Response.Done.class);
                assertThat(Connection.await(buffered)).isInstanceOf(Response.Done.class);
            }
        }
        assertThat(sent).containsExactly("flushed", "buffered", "flushed repeated", "buffered");
    }

    private void awaitCut() throws IOException {
        try {
            assertThat(letTheServerCut.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
