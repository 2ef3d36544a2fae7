package quayside.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static quayside.protocol.crypto.Handshakes.IDENTITY;
import static quayside.protocol.crypto.Handshakes.client;
import static quayside.protocol.crypto.Handshakes.server;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import quayside.protocol.crypto.Handshakes.Endings;

class HandshakeTest {
    @Test
    void bothSidesAgreeOnCiphersAndIdentity() throws Exception {
        Endings<SessionSecrets, SessionSecrets> ends =
                Handshakes.run(client("K7PM-2XQA", IDENTITY.fingerprint()), server("k7pm2xqa"));

        SessionSecrets client = ends.client().get();
        SessionSecrets server = ends.server().get();
        assertThat(client.server()).isEqualTo(IDENTITY.fingerprint()).isEqualTo(server.server());
        byte[] text = "hello".getBytes(StandardCharsets.UTF_8);
        assertThat(server.frames().open(client.frames().seal(text))).isEqualTo(text);
        assertThat(client.frames().open(server.frames().seal(text))).isEqualTo(text);
    }
}
