package quayside.protocol.channel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import quayside.protocol.crypto.BodyCipher;
import quayside.protocol.crypto.FrameCipher;
import quayside.protocol.crypto.SessionSecrets;
import quayside.protocol.message.Goodbye;
import quayside.protocol.message.Message;
import quayside.protocol.message.MessageCodec;
import quayside.protocol.wire.Checksum;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Frames;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * One secured connection after its handshake (PROTOCOL.md sections 4 and 6).
 *
 * <p>One thread at a time may send and one at a time may receive; they may be different threads. {@link #close} may be
 * called from any thread, at any time and more than once. It cuts the connection at once, so that a blocked send or
 * receive fails with {@link Fault#CONNECTION_LOST}.
 */
public final class Channel implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final FrameCipher frames;
    private final Bodies bodies;
    private boolean inStep = true;

    /**
     * Takes over {@code socket}, whose streams are in the state in which the handshake left them.
     *
     * @param in a buffered stream; must support marks if {@link #awaitInput} is used
     * @param out a stream that buffers until it is flushed
     */
    public Channel(Socket socket, InputStream in, OutputStream out, SessionSecrets secrets) {
        this.socket = socket;
        this.in = in;
        this.out = out;
        this.frames = secrets.frames();
        this.bodies = new Bodies(this, this.in, this.out, frames, secrets.bodies());
    }

    /** Seals and buffers a message; {@link #flush} sends it. */
    public void send(Message message) throws IOException {
        writing(() -> Frames.write(out, frames.seal(MessageCodec.encode(message))));
    }

    public void flush() throws IOException {
        writing(out::flush);
    }

    /**
     * Receives the next message. Blocks for at most {@link #readTimeout}.
     *
     * @throws ProtocolException with {@link Fault#MALFORMED} if the frame is authentic but its header is not
     *     understood; the channel then stays usable if it {@link #isInStep}. Any other fault ends the connection, with
     *     {@link Fault#CONNECTION_LOST} also if the frame was changed on its way
     */
    public Message receive() throws IOException {
        return receive(in);
    }

    /** Receives a message from {@code from}, which reads from the same connection; see {@link #receive()}. */
    Message receive(InputStream from) throws IOException {
        byte[] json = open(from);
        try {
            return MessageCodec.decode(json);
        } catch (ProtocolException e) {
            inStep = MessageCodec.isWithoutBody(json);
            throw e;
        }
    }

    /** Reads and opens the next frame of {@code from} and returns its plaintext. */
    byte[] open(InputStream from) throws IOException {
        try {
            return frames.open(reading(() -> Frames.read(from, Limits.MAX_FRAME_BYTES)));
        } catch (ProtocolException e) {
            throw unopened(e);
        }
    }

    /**
     * Converts the failure of a frame or segment that is not authentic into a lost connection. Such a frame proves
     * nothing about the other side; it only means that this connection is of no further use.
     */
    static ProtocolException unopened(ProtocolException e) {
        return e.fault() == Fault.BROKEN_PROTOCOL ? e.as(Fault.CONNECTION_LOST) : e;
    }

    /**
     * Returns whether a message, and not a body, is certain to follow. Call it after a {@link #receive} that failed as
     * malformed.
     */
    public boolean isInStep() {
        return inStep;
    }

    /** Sets how long a single read may wait for its first byte; zero waits forever. */
    public void readTimeout(Duration timeout) throws IOException {
        socket.setSoTimeout(Math.toIntExact(timeout.toMillis()));
    }

    /**
     * Waits for input and returns true. Returns false after {@link #readTimeout} without input; the caller may then
     * wait again.
     *
     * @throws ProtocolException with {@link Fault#CONNECTION_LOST} if the connection has ended
     */
    public boolean awaitInput() throws IOException {
        in.mark(1);
        try {
            if (reading(in::read) < 0) {
                throw new ProtocolException(Reason.CONNECTION_ENDED);
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

    /** Returns whether input can be read without waiting; false if the connection is gone. */
    public boolean answerWaiting() {
        try {
            return in.available() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Receives the bytes of a body after their authentication. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Takes {@code count} authenticated bytes at the start of {@code buffer}. The caller reuses the buffer
         * afterwards.
         */
        void write(byte[] buffer, int count) throws IOException;
    }

    /** Is notified of each part of a body as it passes; may throw to end the transfer. */
    @FunctionalInterface
    public interface Progress {
        /** Reports that {@code bytes} more bytes have passed. */
        void advanced(long bytes) throws IOException;
    }

    /**
     * Returns the bytes of memory that a body of {@code length} bytes holds during its transfer; 0 for a body that is
     * one frame.
     */
    public static long bodyMemory(long length) {
        return length <= Limits.FRAMED_BODY_BYTES
                ? 0
                : BodyCipher.heldBytes(length) + Math.min(length, Bodies.COPY_BYTES);
    }

    /**
     * Sends exactly {@code length} bytes of {@code source} as the body of the message sent last, then the trailer.
     * {@link #flush} sends the bytes that are still buffered.
     *
     * <p>If {@code source} fails or ends early, the body is no longer the file. {@link
     * quayside.protocol.message.Spoiled} then ends it, and the channel stays usable.
     *
     * @param whole the checksum of the bytes before {@code source} in the file; updated with the bytes that are sent
     * @throws ProtocolException the exception of {@code source}, {@link Fault#CHANGED} if it ended early, or a fault of
     *     the connection
     */
    public void sendBody(InputStream source, long length, Checksum whole, Progress progress) throws IOException {
        bodies.send(source, length, whole, progress);
    }

    /** Sends the body of a whole file, from its beginning. */
    public void sendBody(InputStream source, long length, Progress progress) throws IOException {
        sendBody(source, length, new Checksum(), progress);
    }

    /**
     * Receives the body of {@code length} bytes that the last received message announced, and its trailer.
     *
     * @param whole the checksum of the bytes before the body in the file; updated with the bytes that arrive
     * @throws ProtocolException with {@link Fault#CORRUPTED} if the trailer has another checksum, {@link Fault#CHANGED}
     *     or {@link Fault#SERVER_ERROR} if the other side reports {@link quayside.protocol.message.Spoiled}. The
     *     channel stays usable after these. After the first two, the caller must delete what {@code sink} received.
     *     Also throws as {@link #receive} does
     */
    public void receiveBody(long length, Checksum whole, Sink sink, Progress progress) throws IOException {
        bodies.receive(length, whole, sink, progress);
    }

    /** Receives the body of a whole file, from its beginning. */
    public void receiveBody(long length, Sink sink, Progress progress) throws IOException {
        receiveBody(length, new Checksum(), sink, progress);
    }

    /** Receives a small body into memory and returns its bytes, with the checksum verified. */
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

    /** Sends a goodbye (PROTOCOL.md section 4.4), ignoring a failure to send it, and closes. */
    public void closeWith(Goodbye goodbye) {
        try {
            send(goodbye);
            flush();
        } catch (IOException e) {
            // The other side is already gone.
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // The descriptor is released anyway.
        }
    }

    public boolean isClosed() {
        return socket.isClosed();
    }

    /** For tests that send invalid bodies. */
    Bodies bodies() {
        return bodies;
    }

    @FunctionalInterface
    interface Reading<T> {
        T read() throws IOException;
    }

    @FunctionalInterface
    interface Writing {
        void write() throws IOException;
    }

    static <T> T reading(Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (ProtocolException e) {
            throw e;
        } catch (SocketTimeoutException e) {
            throw new ProtocolException(Reason.STOPPED_ANSWERING, e);
        } catch (IOException e) {
            throw new ProtocolException(Reason.CONNECTION_LOST, e);
        }
    }

    static void writing(Writing writing) throws IOException {
        reading(() -> {
            writing.write();
            return true;
        });
    }
}
