package quayside.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static quayside.protocol.crypto.Handshakes.client;
import static quayside.protocol.crypto.Handshakes.server;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import quayside.protocol.crypto.Handshakes.Endings;

/** Tests that no text which this package makes holds a key, neither the access key nor a session's. */
class SecrecyTest {
    private static final String KEY = "Grave-Lantern-58";
    private static final List<String> SPELLINGS = List.of("grave", "lantern", "gravelantern58");

    @Test
    void noFailedHandshakeShowsTheKey() throws Exception {
        Endings<SessionSecrets, SessionSecrets> ends = Handshakes.run(client(KEY, null), server("another"));
        Endings<SessionSecrets, SessionSecrets> reversed = Handshakes.run(client("another", null), server(KEY));

        assertShowsNothing(ends.client().failure());
        assertShowsNothing(ends.server().failure());
        assertShowsNothing(reversed.client().failure());
        assertShowsNothing(reversed.server().failure());
    }

    @Test
    void noRefusedKeyIsRepeated() {
        assertShowsNothing(catchThrowable(() -> AccessKey.of(KEY + "\uD800")));
        assertShowsNothing(catchThrowable(() -> AccessKey.of(KEY.repeat(20))));
        assertThat(AccessKey.weakness("password1")).doesNotContain("password");
    }

    @Test
    void nothingThatAHandshakeLeavesPrintsItsKeys() throws Exception {
        SessionSecrets session =
                Handshakes.run(client(KEY, null), server(KEY)).client().get();
        for (Object secret :
                new Object[] {AccessKey.of(KEY), session, session.frames(), session.bodies(), Handshakes.IDENTITY}) {
            assertThat(secret.toString()).matches("quayside\\.protocol\\.crypto\\.[A-Za-z]+@[0-9a-f]+");
        }
    }

    private static void assertShowsNothing(Throwable failure) {
        assertThat(failure).isNotNull();
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        for (String spelling : SPELLINGS) {
            assertThat(text.toString()).doesNotContainIgnoringCase(spelling);
        }
    }
}
