package quayside.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static quayside.protocol.crypto.ExampleHandshake.hex;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import quayside.protocol.crypto.ExampleHandshake.SealedBody;
import quayside.protocol.crypto.ExampleHandshake.SealedFrame;

/**
 * Tests that both sides of this program repeat the example of PROTOCOL.md section 3.10 byte for byte, given the same
 * random bytes.
 *
 * <p>If these tests fail after an update of Bouncy Castle or the JDK while {@link ExampleArithmeticTest} passes, only
 * the order in which they draw random bytes has changed. The example then has to be recorded again.
 */
class ExampleReplayTest {
    private final ExampleHandshake example = ExampleHandshake.load();
    private final AccessKey key = AccessKey.of(example.accessKey());
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    @Test
    void theClientSaysWhatTheExampleSays() throws Exception {
        SessionSecrets secrets = ClientHandshake.run(
                new ByteArrayInputStream(example.sentBy("server")),
                sent,
                key,
                new short[] {1},
                Fingerprint.parse(example.fingerprint()),
                new SeededRandom(example.client().randomness()));

        assertThat(sent.toByteArray()).isEqualTo(example.sentBy("client"));
        assertOpens(secrets, Direction.SERVER_TO_CLIENT);
    }

    @Test
    void theServerSaysWhatTheExampleSays() throws Exception {
        SessionSecrets secrets = ServerHandshake.run(
                new ByteArrayInputStream(example.sentBy("client")),
                sent,
                key,
                ServerIdentity.fromSeed(hex(example.identitySeed())),
                new SeededRandom(example.server().randomness()));

        assertThat(sent.toByteArray()).isEqualTo(example.sentBy("server"));
        assertOpens(secrets, Direction.CLIENT_TO_SERVER);
    }

    @Test
    void anInvitedClientAndItsServerSayWhatTheirExampleSays() throws Exception {
        ExampleHandshake invited = ExampleHandshake.loadInvited();
        AccessKey invitation = AccessKey.of(invited.accessKey()).through(InvitationId.parse(invited.invitation()));
        ByteArrayOutputStream answered = new ByteArrayOutputStream();
        ClientHandshake.run(
                new ByteArrayInputStream(invited.sentBy("server")),
                sent,
                invitation,
                Fingerprint.parse(invited.fingerprint()),
                new SeededRandom(invited.client().randomness()));
        ServerHandshake.run(
                new ByteArrayInputStream(invited.sentBy("client")),
                answered,
                new ServerHandshake.Keys(AccessKey.of(invited.ownKey()), () -> List.of(invitation)),
                ServerIdentity.fromSeed(hex(invited.identitySeed())),
                new SeededRandom(invited.server().randomness()),
                HandshakeGate.OPEN);

        assertThat(sent.toByteArray()).isEqualTo(invited.sentBy("client"));
        assertThat(answered.toByteArray()).isEqualTo(invited.sentBy("server"));
    }

    private void assertOpens(SessionSecrets secrets, Direction direction) throws Exception {
        int opened = 0;
        for (SealedFrame frame : example.sealedFrames()) {
            if (frame.direction().equals(direction.label())) {
                assertThat(secrets.frames().open(hex(frame.sealed())))
                        .asString(StandardCharsets.UTF_8)
                        .isEqualTo(frame.text());
                assertThat(secrets.frames().lastOpened()).isEqualTo(frame.sequence());
                opened++;
            }
        }
        for (SealedBody body : example.sealedBodies()) {
            if (body.direction().equals(direction.label())) {
                ByteArrayInputStream connection = new ByteArrayInputStream(hex(body.sealed()));
                assertThat(secrets.bodies()
                                .decrypt(connection, body.text().length(), body.headerSequence())
                                .readAllBytes())
                        .asString(StandardCharsets.UTF_8)
                        .isEqualTo(body.text());
                assertThat(connection.available()).isZero();
                opened++;
            }
        }
        assertThat(opened).isGreaterThanOrEqualTo(2);
    }
}
