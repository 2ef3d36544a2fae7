package quayside.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Response;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.text.ServerPhrase;

final class RequestContextTest {
    @Test
    void theHostSeesTheEndOfALongPathAndNoHalfCharacter() throws ProtocolException {
        String folder = "f".repeat(99) + "/";
        assertThat(RequestContext.shown(RemotePath.parse(folder + "g".repeat(100))))
                .isEqualTo(folder + "g".repeat(100));
        assertThat(RequestContext.shown(RemotePath.parse(folder + "g".repeat(101))))
                .isEqualTo("…" + "f".repeat(97) + "/" + "g".repeat(101));
        // The first half of the character would be the last that is left out.
        String cut = "😀" + "g".repeat(198);
        assertThat(RequestContext.shown(RemotePath.parse("a/" + cut))).isEqualTo("…" + "g".repeat(198));
        assertThat(RequestContext.shown(RemotePath.parse("a\u202e"))).isEqualTo("a\\u{202e}");
    }

    @Test
    void whatFailsIsAnsweredWithItsStatusTimeAndLock() {
        assertThat(RequestContext.answerTo(new ProtocolException(Fault.TOO_MANY_TRIES, Sentence.said("Wait."))
                        .under("L-1")
                        .retryAfter(Duration.ofSeconds(8))))
                .isEqualTo(new Response.Failed(Fault.TOO_MANY_TRIES, 429, "Wait.", 8, Optional.of("L-1")));
        assertThat(RequestContext.answerTo(new ProtocolException(Fault.LOCAL_STORAGE, Sentence.said("Broken."))))
                .isEqualTo(new Response.Failed(Fault.SERVER_ERROR, 500, "Broken.", 0, Optional.empty()));
    }

    @Test
    void whatTheHostDoesNotAllowIsRefused() throws ProtocolException {
        RequestContext.require(true, ServerPhrase.TO_UPLOAD);
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> RequestContext.require(false, ServerPhrase.TO_UPLOAD))
                .extracting(ProtocolException::fault)
                .isEqualTo(Fault.REFUSED);
    }
}
