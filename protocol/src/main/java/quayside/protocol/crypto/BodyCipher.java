package quayside.protocol.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** SKELETON. Tink AES-256-GCM-HKDF streaming; segment = smallest power of two >= length + 56, clamped to 256 B .. 1 MiB (PROTOCOL.md 6.2). */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class BodyCipher {
    BodyCipher() {}

    /** Exact ciphertext bytes of a body of length plaintext bytes. */
    public static long sealedLength(long length) {
        throw new UnsupportedOperationException();
    }

    /** Close it to write the last segment; does not close out. headerSequence: that of the frame that announced the body. */
    public OutputStream encrypt(OutputStream out, long length, long headerSequence) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Reads exactly sealedLength(length) bytes of in and yields exactly length bytes, then -1; ProtocolException BROKEN_PROTOCOL on a forged segment, CONNECTION_LOST on early end. Does not close in. */
    public InputStream decrypt(InputStream in, long length, long headerSequence) throws IOException {
        throw new UnsupportedOperationException();
    }
}
