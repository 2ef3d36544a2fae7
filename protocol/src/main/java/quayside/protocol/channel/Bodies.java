package quayside.protocol.channel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import quayside.protocol.crypto.BodyCipher;
import quayside.protocol.crypto.FrameCipher;
import quayside.protocol.message.DisplayText;
import quayside.protocol.message.Message;
import quayside.protocol.message.Spoiled;
import quayside.protocol.message.Trailer;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Frames;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/** The bodies between a channel's messages (PROTOCOL.md section 6.2): short ones in a frame, longer ones as a stream with a trailer. */
final class Bodies {
    private static final int COPY_BYTES = 256 * 1024;

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

    /** As {@link Channel#sendBody}. */
    void send(InputStream source, long length, Channel.Progress progress) throws IOException {
        if (length <= Limits.FRAMED_BODY_BYTES) {
            sendFramed(source, (int) length, progress);
        } else {
            channel.send(new Trailer(sendStream(source, length, progress)));
        }
    }

    /** The body of a stream without its trailer; returns what that has to say. */
    int sendStream(InputStream source, long length, Channel.Progress progress) throws IOException {
        CRC32C crc = new CRC32C();
        byte[] buffer = new byte[(int) Math.min(length, COPY_BYTES)];
        long left = length;
        // Not closed where the body ends early: its last segment would tell the other side that all was said.
        OutputStream body = cipher.encrypt(out, length, frames.lastSealed());
        while (left > 0) {
            int count;
            try {
                count = read(source, buffer, (int) Math.min(buffer.length, left));
            } catch (ProtocolException e) {
                spoil(body, left, e);
                throw e;
            }
            crc.update(buffer, 0, count);
            Channel.writing(() -> body.write(buffer, 0, count));
            left -= count;
            progress.advanced(count);
        }
        Channel.writing(body::close);
        return (int) crc.getValue();
    }

    private static int read(InputStream source, byte[] buffer, int most) throws IOException {
        int count = source.readNBytes(buffer, 0, most);
        if (count == 0) {
            throw shorter();
        }
        return count;
    }

    private static ProtocolException shorter() {
        return new ProtocolException(Fault.CHANGED, "The file became shorter while it was being read; try again.");
    }

    private void spoil(OutputStream body, long left, ProtocolException why) throws IOException {
        if (left > Limits.MOST_FILLING_BYTES) {
            channel.close();
            return;
        }
        byte[] filling = new byte[(int) left];
        Channel.writing(() -> body.write(filling));
        Channel.writing(body::close);
        sayWhy(why);
    }

    private void sayWhy(ProtocolException why) throws IOException {
        channel.send(new Spoiled(why.fault(), why.sentence()));
        channel.flush();
    }

    private void sendFramed(InputStream source, int length, Channel.Progress progress) throws IOException {
        byte[] bytes;
        try {
            bytes = source.readNBytes(length);
            if (bytes.length < length) {
                throw shorter();
            }
        } catch (ProtocolException e) {
            Channel.writing(() -> Frames.write(out, frames.seal(new byte[0])));
            sayWhy(e);
            throw e;
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        sendFramed(bytes, (int) crc.getValue());
        progress.advanced(length);
    }

    /** A body that fits one frame, with what its checksum shall say. */
    void sendFramed(byte[] bytes, int crc32c) throws IOException {
        byte[] framed = ByteBuffer.allocate(Integer.BYTES + bytes.length)
                .putInt(crc32c)
                .put(bytes)
                .array();
        Channel.writing(() -> Frames.write(out, frames.seal(framed)));
    }

    /** As {@link Channel#receiveBody}. */
    void receive(long length, Channel.Sink sink, Channel.Progress progress) throws IOException {
        if (length <= Limits.FRAMED_BODY_BYTES) {
            receiveFramed((int) length, sink, progress);
        } else {
            receiveStream(length, sink, progress);
        }
    }

    private void receiveFramed(int length, Channel.Sink sink, Channel.Progress progress) throws IOException {
        byte[] framed = frames.open(Channel.reading(() -> Frames.read(in, Limits.MAX_FRAME_BYTES)));
        if (framed.length == 0 && channel.receive() instanceof Spoiled spoiled) {
            throw spoiled(spoiled);
        }
        if (framed.length != Integer.BYTES + length) {
            throw new ProtocolException(Fault.BROKEN_PROTOCOL, "The other side sent another length than it announced.");
        }
        byte[] bytes = Arrays.copyOfRange(framed, Integer.BYTES, framed.length);
        if (length > 0) {
            sink.write(bytes, length);
            progress.advanced(length);
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        checkSum(ByteBuffer.wrap(framed).getInt(), crc);
    }

    private static void checkSum(int said, CRC32C crc) throws ProtocolException {
        if (said != (int) crc.getValue()) {
            throw new ProtocolException(
                    Fault.CORRUPTED, "The file arrived damaged and was deleted; transfer it again.");
        }
    }

    private static ProtocolException spoiled(Spoiled spoiled) {
        return new ProtocolException(spoiled.fault(), DisplayText.escape(spoiled.sentence()));
    }

    private void receiveStream(long length, Channel.Sink sink, Channel.Progress progress) throws IOException {
        CRC32C crc = new CRC32C();
        byte[] buffer = new byte[(int) Math.min(length, COPY_BYTES)];
        long left = length;
        InputStream body = cipher.decrypt(in, length, frames.lastOpened());
        while (left > 0) {
            int count = Channel.reading(() -> body.read(buffer));
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
        if (Channel.reading(() -> body.read(buffer)) >= 0) {
            throw new ProtocolException(Fault.BROKEN_PROTOCOL, "The other side sent more than it announced.");
        }
        switch (channel.receive()) {
            case Trailer trailer -> checkSum(trailer.crc32c(), crc);
            case Spoiled spoiled -> throw spoiled(spoiled);
            case Message _ ->
                throw new ProtocolException(Fault.BROKEN_PROTOCOL, "The other side sent no checksum after the file.");
        }
    }
}
