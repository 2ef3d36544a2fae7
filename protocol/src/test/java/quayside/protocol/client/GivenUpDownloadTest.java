package quayside.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.channel.Channel;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.ProgressListener;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** What a cancelled download leaves on this disk, and when that goes (PROTOCOL.md section 8.4). */
final class GivenUpDownloadTest {
    private static final int SIZE = 3_000_000;
    private static final int CUT_AT = 2_500_000;
    private static final String PART_OF_ANOTHER = ".quayside-0123456789abcdef.part";
    private static final String RECORD_OF_ANOTHER = ".quayside-0123456789abcdef.resume";

    @TempDir
    Path folder;

    private final byte[] content = new byte[SIZE];
    private final Cancellation cancellation = new Cancellation();

    GivenUpDownloadTest() {
        new Random(17).nextBytes(content);
    }

    @BeforeEach
    void alsoThere() throws IOException {
        Files.writeString(folder.resolve(PART_OF_ANOTHER), "x");
        Files.writeString(folder.resolve(RECORD_OF_ANOTHER), "x");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsCancelledIsKeptUnlessItIsForGood(boolean forGood) throws IOException {
        cancelled(cancellation, forGood);
        assertThat(files()).hasSize(forGood ? 2 : 4).contains(PART_OF_ANOTHER, RECORD_OF_ANOTHER);
    }

    @Test
    void whatWasKeptCanBeGivenUpLater() throws IOException {
        cancelled(cancellation, false);
        cancellation.discardKept();
        cancellation.discardKept();
        assertThat(files()).containsExactly(PART_OF_ANOTHER, RECORD_OF_ANOTHER);
    }

    @Test
    void aFurtherTryThatIsNotMadeGivesUpWhatTheOneBeforeKept() throws IOException {
        cancelled(cancellation, false);
        Cancellation next = cancellation.another();
        assertThat(next.isCancelled()).isFalse();
        next.discardKept();
        assertThat(files()).containsExactly(PART_OF_ANOTHER, RECORD_OF_ANOTHER);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneThatWaitsForItsConnectionGivesUpWhatItHasWhenCancelledForGood(boolean forGood) throws IOException {
        List<String> whileWaiting = new ArrayList<>();
        TransferListener listener = new TransferListener() {
            @Override
            public void waiting(Sentence sentence, Duration pause) {
                whileWaiting.addAll(filesUnchecked());
                cancel(cancellation, forGood);
            }
        };
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> answer(channel, request, CUT_AT));
                ShareClient client = server.connect()) {
            assertThat(faultOf(() -> Transfers.download(
                            client, RemotePath.parse("big"), folder, OnConflict.FAIL, listener, cancellation)))
                    .isEqualTo(Fault.CANCELLED);
        }
        assertThat(whileWaiting).hasSize(4);
        assertThat(files()).hasSize(forGood ? 2 : 4).contains(PART_OF_ANOTHER, RECORD_OF_ANOTHER);
    }

    @Test
    void whatArrivedIsNothingToGiveUp() throws IOException {
        try (ScriptedServer server = new ScriptedServer(
                        (channel, request, connection) -> answer(channel, request, connection == 0 ? CUT_AT : SIZE));
                ShareClient client = server.connect()) {
            Transfers.download(
                    client, RemotePath.parse("big"), folder, OnConflict.FAIL, TransferListener.NONE, cancellation);
        }
        cancellation.discardKept();
        assertThat(files()).containsExactly(PART_OF_ANOTHER, RECORD_OF_ANOTHER, "big");
        assertThat(folder.resolve("big")).hasBinaryContent(content);
    }

    /** A try that is cancelled in the middle of the file. */
    private void cancelled(Cancellation by, boolean forGood) throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> answer(channel, request, SIZE));
                ShareClient client = server.connect()) {
            ProgressListener progress = (done, _) -> {
                if (done > SIZE / 3) {
                    cancel(by, forGood);
                }
            };
            assertThat(faultOf(() -> client.get(RemotePath.parse("big"), folder, OnConflict.FAIL, progress, by)))
                    .isEqualTo(Fault.CANCELLED);
        }
    }

    private static void cancel(Cancellation cancellation, boolean forGood) {
        if (forGood) {
            cancellation.cancelAndDiscard();
        } else {
            cancellation.cancel();
        }
    }

    /** As it should be, but that the connection is cut after so many bytes of the file. */
    private void answer(Channel channel, Request request, int cutAt) throws IOException {
        switch (request) {
            case Request.Stat _ -> channel.send(new Response.Described(ScriptedServer.file("big", SIZE)));
            case Request.Get _
            when cutAt < SIZE -> {
                channel.send(new Response.Content(ScriptedServer.file("big", SIZE), "v1", 0));
                long[] sent = {0};
                channel.sendBody(new ByteArrayInputStream(content), SIZE, bytes -> {
                    sent[0] += bytes;
                    if (sent[0] >= cutAt) {
                        channel.flush();
                        throw new IOException("cut");
                    }
                });
            }
            case Request.Get get -> ScriptedServer.content(channel, get, "v1", content);
            default -> throw new IOException("unexpected");
        }
    }

    private static Fault faultOf(ThrowingCallable action) {
        return catchThrowableOfType(ProtocolException.class, action).fault();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private List<String> filesUnchecked() {
        try {
            return files();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
