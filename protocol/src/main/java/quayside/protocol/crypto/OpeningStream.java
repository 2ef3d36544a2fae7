package quayside.protocol.crypto;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * The authenticated bytes of one body. Distinguishes failures of the connection from segments that do not open; after
 * either, every read fails.
 */
public final class OpeningStream extends InputStream {
    private final InputStream opening;
    private final BoundedInput sealed;
    private final int segmentBytes;
    private @Nullable IOException failure;

    OpeningStream(InputStream opening, BoundedInput sealed, int segmentBytes) {
        this.opening = opening;
        this.sealed = sealed;
        this.segmentBytes = segmentBytes;
    }

    /**
     * Returns the input after the segment that does not open, once a read has failed. Empty if the connection failed.
     *
     * <p>Tink reads one byte past each segment but the last, to see that there is another.
     */
    public Optional<InputStream> behindUnopened() {
        if (failure == null || sealed.failure() != null) {
            return Optional.empty();
        }
        byte[] over = sealed.passed() % segmentBytes == 1 ? new byte[] {sealed.last()} : new byte[0];
        return Optional.of(new SequenceInputStream(new ByteArrayInputStream(over), sealed.rest()));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) == 1 ? one[0] & 0xFF : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (failure == null) {
            try {
                return opening.read(buffer, offset, length);
            } catch (IOException e) {
                IOException ofConnection = sealed.failure();
                failure = ofConnection != null ? ofConnection : new ProtocolException(Reason.FILE_FORGED, e);
            }
        }
        throw failure;
    }
}
