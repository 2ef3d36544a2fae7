package quayside.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.channel.Channel;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** A client that is closed ends what it does at once: no other try would help. */
@Timeout(60)
@SuppressWarnings("try") // closes what it has opened twice
final class CloseTest {
    private static final int SIZE = 1_000_000;

    @TempDir
    Path folder;

    private final List<String> told = new ArrayList<>();

    /** Half of a file, and then nothing more; or a cut, where {@code cutting}. */
    private static void half(Channel channel, Request request, boolean cutting) throws IOException {
        if (request instanceof Request.Stat) {
            channel.send(new Response.Described(ScriptedServer.file("big", SIZE)));
            return;
        }
        channel.send(new Response.Content(ScriptedServer.file("big", SIZE), "v", 0));
        channel.flush();
        if (cutting) {
            throw new IOException("cut");
        }
        channel.receive();
    }

    private TransferReport.Summary download(ShareClient client, TransferListener listener) throws IOException {
        return Transfers.download(
                client, RemotePath.parse("big"), folder, OnConflict.FAIL, listener, new Cancellation());
    }

    private void assertClosed(ThrowingCallable call) {
        ProtocolException ended = catchThrowableOfType(ProtocolException.class, call);
        assertThat(ended.fault()).isEqualTo(Fault.CANCELLED);
        assertThat(ended).hasMessageContaining("This share was closed.");
        assertThat(told).isEmpty();
    }

    @Test
    void aTransferUnderWayEnds() throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> half(channel, request, false));
                ShareClient client = server.connect()) {
            assertClosed(() -> download(client, new TransferListener() {
                @Override
                public void progressed(long bytesDone) {
                    Thread.ofVirtual().start(client::close);
                }

                @Override
                public void waiting(Sentence sentence, Duration pause) {
                    told.add(sentence.toString());
                }
            }));
        }
    }

    @Test
    void aTransferThatWaitsForItsConnectionEnds() throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> half(channel, request, true));
                ShareClient client = server.connect()) {
            assertClosed(() -> download(client, new TransferListener() {
                @Override
                public void waiting(Sentence sentence, Duration pause) {
                    client.close();
                }
            }));
        }
    }

    @Test
    void aTransferThatIsAboutToBeginEnds() throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> half(channel, request, false));
                ShareClient client = server.connect()) {
            client.close();
            assertClosed(() -> download(client, new TransferListener() {
                @Override
                public void waiting(Sentence sentence, Duration pause) {
                    told.add(sentence.toString());
                }
            }));
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aCallEndsWhetherUnderWayOrLater() throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> half(channel, request, false));
                ShareClient client = server.connect()) {
            assertClosed(() -> client.get(
                    RemotePath.parse("big"),
                    folder,
                    OnConflict.FAIL,
                    (_, _) -> Thread.ofVirtual().start(client::close),
                    new Cancellation()));
            assertClosed(() -> client.list(RemotePath.root()));
        }
    }
}
