package quayside.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;

final class PipelineTest {
    private final List<String> sent = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean cut;

    private final class Making implements Pipeline.Exchange {
        private final String name;

        Making(String name) {
            this.name = name;
        }

        @Override
        public long bytes() {
            return 0;
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
        public void receive(Connection connection) throws IOException {
            assertThat(connection.answer()).isInstanceOf(Response.Done.class);
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
                ShareClient client = server.connect()) {
            Cancellation cancellation = new Cancellation();
            Reconnection connections = new Reconnection(
                    client.pool(),
                    client.retry(),
                    new Tally(FolderTransfer.Listener.NONE, 1),
                    cancellation,
                    new Keys(
                            new Passcodes(new Cancellation(), System::nanoTime),
                            null,
                            Keys.Waiting.UNHEARD,
                            cancellation));
            try (Pipeline pipeline =
                    new Pipeline("quayside-test", new Pipeline.Window(16, 1000), connections, cancellation)) {
                pipeline.submit(new Making("flushed"));
                pipeline.flush();
                pipeline.submit(new Making("buffered"));
                pipeline.finish();
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
