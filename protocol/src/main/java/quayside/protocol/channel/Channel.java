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

/**
 * One secured connection after its handshake (PROTOCOL.md sections 4 and 6).
 *
 * <p>One thread at a time sends and one at a time receives; they may be two. {@link #close} may come from any thread, at any
 * time and more than once; it cuts the connection at once, so that a blocked send or receive fails with {@link Fault#CONNECTION_LOST}.
 */
public final class Channel implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final FrameCipher frames;
    private final Bodies bodies;
    private boolean inStep = true;

    /**
     * Takes over {@code socket}; {@code in} and {@code out} are its streams as the handshake left them.
     *
     * @param in buffers; where {@link #awaitInput} is used, it can be marked
     * @param out buffers until it is flushed
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
     * The next message; blocks for as long as {@link #readTimeout} allows.
     *
     * @throws ProtocolException {@link Fault#MALFORMED} where the frame is authentic but its header is not understood (the channel stays
     *     usable if it {@link #isInStep}); any other fault means that the connection is at its end, {@link Fault#CONNECTION_LOST} also where the frame was changed on
     *     its way
     */
    public Message receive() throws IOException {
        return receive(in);
    }

    /** As {@link #receive()}, of what {@code from} reads of the same connection. */
    Message receive(InputStream from) throws IOException {
        byte[] json = open(from);
        try {
            return MessageCodec.decode(json);
        } catch (ProtocolException e) {
            inStep = MessageCodec.isWithoutBody(json);
            throw e;
        }
    }

    /** The plaintext of the next frame of {@code from}. */
    byte[] open(InputStream from) throws IOException {
        try {
            return frames.open(reading(() -> Frames.read(from, Limits.MAX_FRAME_BYTES)));
        } catch (ProtocolException e) {
            throw unopened(e);
        }
    }

    /** A frame or a segment that is not authentic says nothing of the other side, only that this connection is of no further use. */
    static ProtocolException unopened(ProtocolException e) {
        return e.fault() == Fault.BROKEN_PROTOCOL ? new ProtocolException(Fault.CONNECTION_LOST, e.sentence(), e) : e;
    }

    /** After a {@link #receive} that failed as malformed: whether it is known that a message follows, and no body. */
    public boolean isInStep() {
        return inStep;
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

    /** How many bytes of memory a body of {@code length} bytes holds as long as it is under way; 0 for one that is a frame. */
    public static long bodyMemory(long length) {
        return length <= Limits.FRAMED_BODY_BYTES
                ? 0
                : BodyCipher.heldBytes(length) + Math.min(length, Bodies.COPY_BYTES);
    }

    /**
     * Sends exactly {@code length} bytes of {@code source} as the body of the message sent last, then the trailer; {@link #flush} sends the last of it.
     *
     * <p>Where {@code source} fails or ends early the body is no longer the file. {@link quayside.protocol.message.Spoiled} then ends it, and the channel stays
     * usable.
     *
     * @param whole of what comes before {@code source} in the file; told of what is sent
     * @throws ProtocolException what {@code source} threw, or {@link Fault#CHANGED} where it ended early; and the faults of the connection
     */
    public void sendBody(InputStream source, long length, Checksum whole, Progress progress) throws IOException {
        bodies.send(source, length, whole, progress);
    }

    /** As above, of a file from its beginning on. */
    public void sendBody(InputStream source, long length, Progress progress) throws IOException {
        sendBody(source, length, new Checksum(), progress);
    }

    /**
     * Receives the body of {@code length} bytes that the message received last announced, and its trailer.
     *
     * @param whole of what was there before; told of what arrives
     * @throws ProtocolException {@link Fault#CORRUPTED} where the trailer's checksum is another, {@link Fault#CHANGED} or {@link Fault#SERVER_ERROR} where the
     *     other side says that it {@link quayside.protocol.message.Spoiled} the body: but for the last of these what {@code sink} took must be deleted, the channel stays
     *     usable; other faults as {@link #receive}
     */
    public void receiveBody(long length, Checksum whole, Sink sink, Progress progress) throws IOException {
        bodies.receive(length, whole, sink, progress);
    }

    /** As above, of a file from its beginning on. */
    public void receiveBody(long length, Sink sink, Progress progress) throws IOException {
        receiveBody(length, new Checksum(), sink, progress);
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

    /** For tests, which send what does not fit. */
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
            throw new ProtocolException(Fault.CONNECTION_LOST, "The other side stopped answering.", e);
        } catch (IOException e) {
            throw new ProtocolException(Fault.CONNECTION_LOST, "The connection was lost.", e);
        }
    }

    static void writing(Writing writing) throws IOException {
        reading(() -> {
            writing.write();
            return true;
        });
    }
}
