package quayside.protocol.crypto;

import static quayside.protocol.crypto.Handshakes.assertFault;
import static quayside.protocol.crypto.Handshakes.client;
import static quayside.protocol.crypto.Handshakes.server;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Frames;

/** Tests which failures a client may retry automatically: a fake server must not get one guess after another. */
final class HandshakeLossTest {
    /** The offset of message 6 in the output of a server, after messages 2 and 4 with their length fields. */
    static final int LAST_FROM_SERVER = 4 + 1667 + 4 + 1889;

    @ParameterizedTest
    @CsvSource({
        "0, CONNECTION_LOST, SERVER_FULL",
        "1671, CONNECTION_LOST, SERVER_FULL",
        "3564, HANDSHAKE_LOST, HANDSHAKE_LOST"
    })
    void onlyBeforeTheClientConfirmedItIsWorthAnotherTry(int at, Fault cut, Fault full) throws Exception {
        assertFault(
                Handshakes.run((in, out) -> client("key", null).run(TamperedInput.cut(in, at), out), server("key"))
                        .client(),
                cut);
        ByteArrayOutputStream alert = new ByteArrayOutputStream();
        Frames.write(alert, HandshakeAlerts.ofRefusal(Fault.SERVER_FULL, 0).encode());
        InputStream refusal = new ByteArrayInputStream(alert.toByteArray());
        assertFault(
                Handshakes.run(
                                (in, out) -> client("key", null)
                                        .run(new SequenceInputStream(TamperedInput.cut(in, at), refusal), out),
                                server("key"))
                        .client(),
                full);
    }
}
