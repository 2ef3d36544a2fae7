package quayside.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import quayside.protocol.crypto.HandshakeMessage.ClientHello;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

final class HandshakeMessageTest {
    @Test
    void aHelloThatEndsAnywhereBeforeItsEndIsMalformed() throws ProtocolException {
        short[] versions = {1, 2};
        byte[] hello = new ClientHello(versions, new byte[32], new byte[MlKem.PUBLIC_KEY_BYTES]).encode();
        assertThat(ClientHello.decode(hello).versions()).containsExactly(versions);
        for (int length = 0; length < hello.length; length++) {
            byte[] cut = Arrays.copyOf(hello, length);
            assertThatExceptionOfType(ProtocolException.class)
                    .isThrownBy(() -> ClientHello.decode(cut))
                    .extracting(ProtocolException::fault)
                    .isEqualTo(Fault.BROKEN_PROTOCOL);
        }
    }

    /** The peer waits for it, and for nothing behind it. */
    @Test
    void aMessageDoesNotWaitForTheNext() throws IOException {
        ByteArrayOutputStream connection = new ByteArrayOutputStream();
        HandshakeWire.send(new BufferedOutputStream(connection), new HandshakeMessage.Alert(503, 0));
        assertThat(connection.size()).isEqualTo(4 + 7);
    }
}
