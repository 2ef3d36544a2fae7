package quayside.server.session;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A buffer that asks the system whether something can be read only where it holds nothing itself. */
final class AttentiveInput extends BufferedInputStream {
    AttentiveInput(InputStream in, int bytes) {
        super(in, bytes);
    }

    @Override
    public synchronized int available() throws IOException {
        int held = count - pos;
        return held > 0 ? held : super.available();
    }
}
