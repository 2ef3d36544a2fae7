package quayside.protocol.client;

import java.time.Duration;
import quayside.protocol.message.DisplayText;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** A failed response as the exception that the caller gets. The connection it came over goes on. */
record ServerRefusal(Response.Failed failed) {
    ProtocolException asException() {
        String said = DisplayText.escape(failed.sentence());
        String sentence = said.isEmpty() ? "The server refused (" + failed.status() + ")." : said;
        if (failed.fault() == Fault.PASSCODE_NEEDED && failed.lock().isPresent()) {
            return ProtocolException.locked(sentence, failed.lock().get());
        }
        return new ProtocolException(
                failed.fault(),
                failed.fault() == Fault.UNKNOWN_STATUS ? sentence + " (status " + failed.status() + ")" : sentence,
                Duration.ofSeconds(failed.retryAfterSeconds()),
                null);
    }
}
