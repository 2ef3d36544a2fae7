package quayside.protocol.channel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quayside.protocol.crypto.BodyCipher;
import quayside.protocol.crypto.FrameCipher;
import quayside.protocol.crypto.OpeningStream;
import quayside.protocol.crypto.SealingStream;
import quayside.protocol.message.Message;
import quayside.protocol.message.Spoiled;
import quayside.protocol.message.Trailer;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Checksum;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Frames;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * Sends and receives the bodies between a channel's messages (PROTOCOL.md section 6.2): a short body in one frame, a
 * longer one as a stream with a trailer.
 */
final class Bodies {
    static final int COPY_BYTES = 256 * 1024;

    private final Channel channel;
    private final InputStream in;
    private final OutputStream out;
    private final FrameCipher frames;
    private final BodyCipher cipher;

    Bodies(Channel channel, InputStream in, OutputStream out, FrameCipher frames, BodyCipher cipher) {
        this.channel = channel;
        this.in = in;
        this.out = out;
        this.frames = frames;
        this.cipher = cipher;
    }

    /** Sends a body; see {@link Channel#sendBody}. */
    void send(InputStream source, long length, Checksum whole, Channel.Progress progress) throws IOException {
        if (length <= Limits.FRAMED_BODY_BYTES) {
            sendFramed(source, (int) length, whole, progress);
        } else {
            sendStream(source, length, whole, progress);
            channel.send(new Trailer(whole.value()));
        }
    }

    /** Sends the body as a stream, without its trailer. */
    void sendStream(InputStream source, long length, Checksum whole, Channel.Progress progress) throws IOException {
        byte[] buffer = new byte[(int) Math.min(length, COPY_BYTES)];
        long left = length;
        // If the body ends early the stream is not closed: its last segment would mark the body as complete.
        SealingStream body = cipher.encrypt(out, length, frames.lastSealed());
        while (left > 0) {
            int count;
            try {
                count = read(source, buffer, (int) Math.min(buffer.length, left));
            } catch (ProtocolException e) {
                Channel.writing(body::spoil);
                sendSpoiled(e);
                throw e;
            }
            whole.update(buffer, 0, count);
            Channel.writing(() -> body.write(buffer, 0, count));
            left -= count;
            progress.advanced(count);
        }
        Channel.writing(body::close);
    }

    private static int read(InputStream source, byte[] buffer, int max) throws IOException {
        int count = source.readNBytes(buffer, 0, max);
        if (count == 0) {
            throw shorter();
        }
        return count;
    }

    private static ProtocolException shorter() {
        return new ProtocolException(Reason.FILE_BECAME_SHORTER);
    }

    private void sendSpoiled(ProtocolException why) throws IOException {
        channel.send(new Spoiled(why.fault(), why.getMessage()));
        channel.flush();
    }

    private void sendFramed(InputStream source, int length, Checksum whole, Channel.Progress progress)
            throws IOException {
        byte[] bytes;
        try {
            bytes = source.readNBytes(length);
            if (bytes.length < length) {
                throw shorter();
            }
        } catch (ProtocolException e) {
            Channel.writing(() -> Frames.write(out, frames.seal(new byte[0])));
            sendSpoiled(e);
            throw e;
        }
        whole.update(bytes, 0, length);
        sendFramed(bytes, whole.value());
        progress.advanced(length);
    }

    /** Sends a body that fits one frame, with the given checksum. */
    void sendFramed(byte[] bytes, int crc32c) throws IOException {
        byte[] framed = ByteBuffer.allocate(Integer.BYTES + bytes.length)
                .putInt(crc32c)
                .put(bytes)
                .array();
        Channel.writing(() -> Frames.write(out, frames.seal(framed)));
    }

    /** Receives a body; see {@link Channel#receiveBody}. */
    void receive(long length, Checksum whole, Channel.Sink sink, Channel.Progress progress) throws IOException {
        if (length <= Limits.FRAMED_BODY_BYTES) {
            receiveFramed((int) length, whole, sink, progress);
        } else {
            receiveStream(length, whole, sink, progress);
        }
    }

    private void receiveFramed(int length, Checksum whole, Channel.Sink sink, Channel.Progress progress)
            throws IOException {
        byte[] framed = channel.open(in);
        if (framed.length == 0 && receiveEnd() instanceof Spoiled spoiled) {
            throw spoiled(spoiled);
        }
        if (framed.length != Integer.BYTES + length) {
            throw new ProtocolException(Reason.WRONG_LENGTH);
        }
        byte[] bytes = Arrays.copyOfRange(framed, Integer.BYTES, framed.length);
        if (length > 0) {
            sink.write(bytes, length);
            progress.advanced(length);
        }
        whole.update(bytes, 0, length);
        checkSum(ByteBuffer.wrap(framed).getInt(), whole);
    }

    /**
     * Receives the message after a body. A malformed message ends the connection here, because no request follows a
     * body that an error could answer.
     */
    private Message receiveEnd() throws IOException {
        try {
            return channel.receive();
        } catch (ProtocolException e) {
            if (e.fault() == Fault.MALFORMED) {
                throw new ProtocolException(Reason.END_NOT_UNDERSTOOD, e);
            }
            throw e;
        }
    }

    private static void checkSum(int received, Checksum whole) throws ProtocolException {
        if (received != whole.value()) {
            throw new ProtocolException(Reason.ARRIVED_DAMAGED);
        }
    }

    private static ProtocolException spoiled(Spoiled spoiled) {
        return new ProtocolException(spoiled.fault(), Sentence.said(spoiled.sentence()));
    }

    private void receiveStream(long length, Checksum whole, Channel.Sink sink, Channel.Progress progress)
            throws IOException {
        byte[] buffer = new byte[(int) Math.min(length, COPY_BYTES)];
        long left = length;
        OpeningStream body = cipher.decrypt(in, length, frames.lastOpened());
        while (left > 0) {
            int count = read(body, buffer);
            if (count < 0) {
                throw new ProtocolException(Reason.SENT_LESS);
            }
            whole.update(buffer, 0, count);
            sink.write(buffer, count);
            left -= count;
            progress.advanced(count);
        }
        // The end of the stream is authenticated too: the last segment must be marked as such.
        if (read(body, buffer) >= 0) {
            throw new ProtocolException(Reason.SENT_MORE);
        }
        switch (receiveEnd()) {
            case Trailer trailer -> checkSum(trailer.crc32c(), whole);
            case Spoiled spoiled -> throw spoiled(spoiled);
            case Message _ -> throw new ProtocolException(Reason.CHECKSUM_MISSING);
        }
    }

    /**
     * Reads authenticated bytes. If a segment does not open, looks for the other side's report that it spoiled the
     * body.
     */
    private int read(OpeningStream body, byte[] buffer) throws IOException {
        try {
            return Channel.reading(() -> body.read(buffer));
        } catch (ProtocolException e) {
            Optional<InputStream> behind = body.behindUnopened();
            if (behind.isPresent() && spoiledBehind(behind.get()) instanceof Spoiled spoiled) {
                throw spoiled(spoiled);
            }
            throw Channel.unopened(e);
        }
    }

    private @Nullable Message spoiledBehind(InputStream behind) {
        try {
            return channel.receive(behind);
        } catch (IOException e) {
            // No report: the segment was changed on its way.
            return null;
        }
    }
}
