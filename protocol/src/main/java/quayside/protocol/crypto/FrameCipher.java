package quayside.protocol.crypto;

import quayside.protocol.wire.ProtocolException;

/** SKELETON. Seals what this side sends and opens what it receives; counts sequence numbers from 0 per direction (PROTOCOL.md 6.1). One sender thread and one receiver thread. */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class FrameCipher {
    FrameCipher() {}

    public byte[] seal(byte[] plaintext) {
        throw new UnsupportedOperationException();
    }

    /** BROKEN_PROTOCOL where authentication fails. */
    public byte[] open(byte[] sealed) throws ProtocolException {
        throw new UnsupportedOperationException();
    }

    /** Sequence number that the last sealed frame had: what binds a body to its header. */
    public long lastSealed() {
        throw new UnsupportedOperationException();
    }

    public long lastOpened() {
        throw new UnsupportedOperationException();
    }
}
