package quayside.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import quayside.protocol.channel.Channel;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.message.Goodbye;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;

/** What a client does after a host has ended its connection. */
@Timeout(60)
class PartingTest {
    @TempDir
    Path local;

    /** The host ends the first connection with {@code goodbye}; its folder is empty. */
    private static ScriptedServer ending(Goodbye goodbye) throws IOException {
        return new ScriptedServer((channel, request, connection) -> {
            if (connection == 0) {
                leave(channel, goodbye);
            } else if (request instanceof Request.ListFolder) {
                channel.send(new Response.Listing(List.of(), false));
            } else {
                throw new IOException("not expected: " + request);
            }
        });
    }

    private static void leave(Channel channel, Goodbye goodbye) throws IOException {
        channel.send(goodbye);
        channel.flush();
        throw new IOException("over");
    }

    @Test
    void aGuestThatWasDisconnectedConnectsOnlyIfItsUserWants() throws IOException {
        Goodbye goodbye = new Goodbye("Away with you.", Optional.of(Goodbye.Why.DISCONNECTED));
        try (ScriptedServer server = ending(goodbye);
                ShareClient client = server.connect()) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> client.list(RemotePath.root())).hasMessage("The host disconnected you.");
                assertThat(client.parting()).contains(Goodbye.Why.DISCONNECTED);
            }
            assertThat(server.connections()).isEqualTo(1);
            client.readmit();
            assertThat(client.list(RemotePath.root())).isEmpty();
            assertThat(client.parting()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "REVOKED,The host withdrew this invitation.",
        "EXPIRED,This invitation has ended. Ask the host for a new one."
    })
    void aGuestWhoseInvitationIsOverConnectsOnlyIfItsUserWants(Goodbye.Why why, String sentence) throws IOException {
        try (ScriptedServer server = ending(new Goodbye("Away with you.", Optional.of(why)));
                ShareClient client = server.connect()) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> client.list(RemotePath.root())).hasMessage(sentence);
                assertThat(client.parting()).contains(why);
            }
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aTransferOfAGuestThatWasBlockedEndsInsteadOfTryingAgain() throws IOException {
        Goodbye goodbye = new Goodbye("Away with you.", Optional.of(Goodbye.Why.BLOCKED));
        try (ScriptedServer server = ending(goodbye);
                ShareClient client = server.connect()) {
            TransferReport report = Transfers.downloadAll(
                    client,
                    List.of(RemotePath.parse("file")),
                    local,
                    OnConflict.FAIL,
                    TransferListener.NONE,
                    new Cancellation());
            assertThat(report.ended()).hasValueSatisfying(e -> assertThat(e).hasMessage("The host blocked you."));
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aStopIsToldButNobodyHasToAskAgain() throws IOException {
        Goodbye goodbye = new Goodbye("Closing time.", Optional.of(Goodbye.Why.STOPPED));
        try (ScriptedServer server = ending(goodbye);
                ShareClient client = server.connect()) {
            assertThatThrownBy(() -> client.list(RemotePath.root())).hasMessage("The host stopped sharing.");
            assertThat(client.parting()).contains(Goodbye.Why.STOPPED);
            assertThat(client.list(RemotePath.root())).isEmpty();
            assertThat(client.parting()).isEmpty();
        }
    }

    /** A server of an earlier version sends no reason that a program could act on. */
    @Test
    void aGoodbyeWithoutAReasonIsALostConnection() throws IOException {
        try (ScriptedServer server = ending(new Goodbye("The host disconnected you."));
                ShareClient client = server.connect()) {
            assertThatThrownBy(() -> client.list(RemotePath.root())).hasMessage("The host disconnected you.");
            assertThat(client.parting()).isEmpty();
            assertThat(client.list(RemotePath.root())).isEmpty();
        }
    }
}
