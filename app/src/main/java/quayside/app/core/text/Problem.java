package quayside.app.core.text;

import java.io.IOException;
import quayside.protocol.files.FileProblem;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * A failure: its kind, and one plain sentence for the user, in the user's language and without secrets.
 *
 * @param fault the kind
 * @param sentence what happened and, if something can be done, what to do
 */
public record Problem(Fault fault, String sentence) {
    /** Returns the problem behind an exception of a blocking call of the protocol, the server or the disk. */
    public static Problem of(IOException failure) {
        ProtocolException named = FileProblem.named(failure);
        return new Problem(named.fault(), Texts.words(named.sentence()));
    }
}
