package quayside.protocol.crypto;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** The proven bytes of one body. Tells the connection's faults from forgeries, and never recovers from either. */
final class OpeningStream extends InputStream {
    private final InputStream opening;
    private final BoundedInput sealed;
    private @Nullable IOException failure;

    OpeningStream(InputStream opening, BoundedInput sealed) {
        this.opening = opening;
        this.sealed = sealed;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (failure == null) {
            try {
                return opening.read(buffer, offset, length);
            } catch (IOException e) {
                IOException ofConnection = sealed.failure();
                failure = ofConnection != null
                        ? ofConnection
                        : new ProtocolException(
                                Fault.BROKEN_PROTOCOL, "The file was changed on its way; the connection was ended.", e);
            }
        }
        throw failure;
    }
}
