package quayside.protocol.channel;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.zip.CRC32C;
import quayside.protocol.crypto.BodyCipher;
import quayside.protocol.crypto.FrameCipher;
import quayside.protocol.crypto.SessionSecrets;
import quayside.protocol.message.DisplayText;
import quayside.protocol.message.Goodbye;
import quayside.protocol.message.Message;
import quayside.protocol.message.MessageCodec;
import quayside.protocol.message.Spoiled;
import quayside.protocol.message.Trailer;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Frames;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/**
 * One secured connection after its handshake (PROTOCOL.md sections 4 and 6).
 *
 * <p>One thread at a time sends and one at a time receives; they may be two. {@link #close} may come from any thread, at any
 * time and more than once; it cuts the connection at once, so that a blocked send or receive fails with {@link Fault#CONNECTION_LOST}.
 */
public final class Channel implements AutoCloseable {
    private static final int COPY_BYTES = 256 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final FrameCipher frames;
    private final BodyCipher bodies;

    /** Takes over {@code socket}; {@code in} and {@code out} are its streams as the handshake left them. */
    public Channel(Socket socket, InputStream in, OutputStream out, SessionSecrets secrets) {
        this.socket = socket;
        this.in = in instanceof BufferedInputStream ? in : new BufferedInputStream(in, Limits.MAX_FRAME_BYTES);
        this.out = out instanceof BufferedOutputStream ? out : new BufferedOutputStream(out, Limits.MAX_FRAME_BYTES);
        this.frames = secrets.frames();
        this.bodies = secrets.bodies();
    }

    /** Seals and buffers a message; {@link #flush} sends it. */
    public void send(Message message) throws IOException {
        writing(() -> Frames.write(out, frames.seal(MessageCodec.encode(message))));
    }

    public void flush() throws IOException {
        writing(out::flush);
    }

    /**
     * The next message; blocks for as long as {@link #readTimeout} allows.
     *
     * @throws ProtocolException {@link Fault#MALFORMED} where the frame is authentic but its header is not understood (the channel stays
     *     usable); any other fault means that the connection is at its end
     */
    public Message receive() throws IOException {
        byte[] sealed = reading(() -> Frames.read(in, Limits.MAX_FRAME_BYTES));
        return MessageCodec.decode(frames.open(sealed));
    }

    /** How long a single read may wait for its first byte; zero waits for ever. */
    public void readTimeout(Duration timeout) throws IOException {
        socket.setSoTimeout(Math.toIntExact(timeout.toMillis()));
    }

    /**
     * Waits for something to read; false after {@link #readTimeout} without anything, which changes nothing: it can be waited for again.
     *
     * @throws ProtocolException {@link Fault#CONNECTION_LOST} where nothing will come any more
     */
    public boolean awaitInput() throws IOException {
        in.mark(1);
        try {
            if (reading(in::read) < 0) {
                throw new ProtocolException(
                        Fault.CONNECTION_LOST, "The other side is gone: the connection ended without warning.");
            }
            in.reset();
            return true;
        } catch (ProtocolException e) {
            if (e.getCause() instanceof SocketTimeoutException) {
                return false;
            }
            throw e;
        }
    }

    /** Whether something from the other side can be read without waiting; false where the connection is gone. */
    public boolean answerWaiting() {
        try {
            return in.available() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Where the bytes of a body go as they are proven. */
    @FunctionalInterface
    public interface Sink {
        /** Takes {@code count} authenticated bytes at the start of {@code buffer}, which is the caller's again afterwards. */
        void write(byte[] buffer, int count) throws IOException;
    }

    /** Sees each part of a body as it passes; may throw to end the transfer. */
    @FunctionalInterface
    public interface Progress {
        /** {@code bytes} more have passed. */
        void advanced(long bytes) throws IOException;
    }

    /**
     * Sends exactly {@code length} bytes of {@code source} as the body of the message sent last, then the trailer; {@link #flush} sends the last of it.
     *
     * <p>Where {@code source} fails or ends early the body is no longer the file. Of a body with little left the rest is filled up and {@link
     * Spoiled} takes the trailer's place, so that the channel stays usable; otherwise it is closed.
     *
     * @throws ProtocolException what {@code source} threw, or {@link Fault#CHANGED} where it ended early; and the faults of the connection
     */
    public void sendBody(InputStream source, long length, Progress progress) throws IOException {
        send(new Trailer(sendBytes(source, length, progress)));
    }

    /** The body without its trailer; returns what that has to say. */
    int sendBytes(InputStream source, long length, Progress progress) throws IOException {
        CRC32C crc = new CRC32C();
        byte[] buffer = new byte[Math.clamp(length, 1, COPY_BYTES)];
        long left = length;
        // Not closed where the body ends early: its last segment would tell the other side that all was said.
        OutputStream body = bodies.encrypt(out, length, frames.lastSealed());
        while (left > 0) {
            int count;
            try {
                count = read(source, buffer, (int) Math.min(buffer.length, left));
            } catch (ProtocolException e) {
                spoil(body, left, e);
                throw e;
            }
            crc.update(buffer, 0, count);
            writing(() -> body.write(buffer, 0, count));
            left -= count;
            progress.advanced(count);
        }
        writing(body::close);
        return (int) crc.getValue();
    }

    private static int read(InputStream source, byte[] buffer, int most) throws IOException {
        int count = source.readNBytes(buffer, 0, most);
        if (count == 0) {
            throw new ProtocolException(Fault.CHANGED, "The file became shorter while it was being read; try again.");
        }
        return count;
    }

    private void spoil(OutputStream body, long left, ProtocolException why) throws IOException {
        if (left > Limits.MOST_FILLING_BYTES) {
            close();
            return;
        }
        byte[] filling = new byte[(int) left];
        writing(() -> body.write(filling));
        writing(body::close);
        send(new Spoiled(why.fault(), why.sentence()));
        flush();
    }

    /**
     * Receives the body of {@code length} bytes that the message received last announced, and its trailer.
     *
     * @throws ProtocolException {@link Fault#CORRUPTED} where the trailer's digest is another, {@link Fault#CHANGED} or {@link Fault#SERVER_ERROR} where the
     *     other side says that it {@link Spoiled} the body: what {@code sink} took must be deleted, the channel stays usable; other faults as {@link
     *     #receive}
     */
    public void receiveBody(long length, Sink sink, Progress progress) throws IOException {
        CRC32C crc = new CRC32C();
        byte[] buffer = new byte[Math.clamp(length, 1, COPY_BYTES)];
        long left = length;
        InputStream body = bodies.decrypt(in, length, frames.lastOpened());
        while (left > 0) {
            int count = reading(() -> body.read(buffer));
            if (count < 0) {
                throw new ProtocolException(Fault.BROKEN_PROTOCOL, "The other side sent less than it announced.");
            }
            crc.update(buffer, 0, count);
            sink.write(buffer, count);
            left -= count;
            progress.advanced(count);
        }
        // The end of the stream is authenticated too: an empty body has one segment, and a last segment must be marked
        // as such.
        if (reading(() -> body.read(buffer)) >= 0) {
            throw new ProtocolException(Fault.BROKEN_PROTOCOL, "The other side sent more than it announced.");
        }
        switch (receive()) {
            case Trailer trailer -> {
                if (trailer.crc32c() != (int) crc.getValue()) {
                    throw new ProtocolException(
                            Fault.CORRUPTED, "The file arrived damaged and was deleted; transfer it again.");
                }
            }
            case Spoiled spoiled ->
                throw new ProtocolException(spoiled.fault(), DisplayText.escape(spoiled.sentence()));
            case Message _ ->
                throw new ProtocolException(Fault.BROKEN_PROTOCOL, "The other side sent no checksum after the file.");
        }
    }

    /** As {@link #receiveBody(long, Sink, Progress)}, of a small body: its bytes, checked to the end. */
    public byte[] receiveBody(int length) throws IOException {
        byte[] content = new byte[length];
        int[] at = {0};
        receiveBody(
                length,
                (buffer, count) -> {
                    System.arraycopy(buffer, 0, content, at[0], count);
                    at[0] += count;
                },
                _ -> {});
        return content;
    }

    /** Says goodbye (PROTOCOL.md section 4.4) if that goes without waiting long, and closes. */
    public void closeWith(Goodbye goodbye) {
        try {
            send(goodbye);
            flush();
        } catch (IOException e) {
            // The other side is gone already; there is nobody to tell.
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // The descriptor is released all the same.
        }
    }

    public boolean isClosed() {
        return socket.isClosed();
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read() throws IOException;
    }

    @FunctionalInterface
    private interface Writing {
        void write() throws IOException;
    }

    private static <T> T reading(Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (ProtocolException e) {
            throw e;
        } catch (SocketTimeoutException e) {
            throw new ProtocolException(Fault.CONNECTION_LOST, "The other side stopped answering.", e);
        } catch (IOException e) {
            throw new ProtocolException(Fault.CONNECTION_LOST, "The connection was lost.", e);
        }
    }

    private static void writing(Writing writing) throws IOException {
        reading(() -> {
            writing.write();
            return true;
        });
    }
}
