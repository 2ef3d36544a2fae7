package quayside.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.zip.CRC32C;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.BodyCipher;
import quayside.protocol.crypto.ClientHandshake;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.crypto.FrameCipher;
import quayside.protocol.crypto.SessionSecrets;
import quayside.protocol.message.Message;
import quayside.protocol.message.MessageCodec;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.message.Spoiled;
import quayside.protocol.message.Trailer;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Frames;
import quayside.protocol.wire.Limits;

/** A guest that was admitted and then does what it likes, frame by frame. */
final class RawGuest implements AutoCloseable {
    final Socket socket;
    final InputStream in;
    final OutputStream out;
    final FrameCipher frames;
    final BodyCipher bodies;
    private boolean holdsBack;

    RawGuest(Socket socket, AccessKey key, Fingerprint pinned) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = new BufferedOutputStream(socket.getOutputStream());
        SessionSecrets secrets = ClientHandshake.run(in, out, key, pinned, TestHost.RANDOM);
        this.frames = secrets.frames();
        this.bodies = secrets.bodies();
    }

    static Request.Post post(String path, long size, OnConflict onConflict, boolean await) {
        return new Request.Post(TestHost.path(path), size, Instant.parse("2026-01-02T03:04:05Z"), onConflict, await);
    }

    void send(Message message) throws IOException {
        sendSealed(frames.seal(MessageCodec.encode(message)));
    }

    /** Authentic, but perhaps no message. */
    void sendJson(String json) throws IOException {
        sendSealed(frames.seal(json.getBytes(UTF_8)));
    }

    void sendSealed(byte[] sealed) throws IOException {
        Frames.write(out, sealed);
        if (!holdsBack) {
            out.flush();
        }
    }

    /** What {@code sending} sends arrives together. */
    void together(Sending sending) throws IOException {
        holdsBack = true;
        try {
            sending.run();
        } finally {
            holdsBack = false;
        }
        out.flush();
    }

    @FunctionalInterface
    interface Sending {
        void run() throws IOException;
    }

    /** A small file whose body comes unasked. */
    void sendEager(String path, byte[] content, OnConflict onConflict) throws IOException {
        send(post(path, content.length, onConflict, false));
        sendBody(content, 0);
    }

    /** The next answer that is more than a sign of life. */
    Message receiveAnswer() throws IOException {
        Message answer = receive();
        while (answer instanceof Response.Processing) {
            answer = receive();
        }
        return answer;
    }

    /** The body of the message sent last, and its trailer with the checksum changed by {@code flip}. */
    void sendBody(byte[] body, int flip) throws IOException {
        CRC32C crc = new CRC32C();
        crc.update(body);
        int said = (int) crc.getValue() ^ flip;
        if (body.length <= Limits.FRAMED_BODY_BYTES) {
            sendSealed(frames.seal(
                    ByteBuffer.allocate(4 + body.length).putInt(said).put(body).array()));
            return;
        }
        try (OutputStream sealing = bodies.encrypt(out, body.length, frames.lastSealed())) {
            sealing.write(body);
        }
        send(new Trailer(said));
    }

    Message receive() throws IOException {
        return MessageCodec.decode(frames.open(Frames.read(in, Limits.MAX_FRAME_BYTES)));
    }

    byte[] receiveBody(int length) throws IOException {
        if (length <= Limits.FRAMED_BODY_BYTES) {
            byte[] framed = frames.open(Frames.read(in, Limits.MAX_FRAME_BYTES));
            return Arrays.copyOfRange(framed, 4, framed.length);
        }
        byte[] body = bodies.decrypt(in, length, frames.lastOpened()).readNBytes(length);
        assertThat(receive()).isInstanceOf(Trailer.class);
        return body;
    }

    Message ask(Request request) throws IOException {
        send(request);
        return receive();
    }

    /** A body, and whether its sender said that it is none. */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares it.
    record Body(byte[] bytes, boolean isSpoiled) {}

    Body receiveAnyBody(int length) throws IOException {
        if (length <= Limits.FRAMED_BODY_BYTES) {
            byte[] framed = frames.open(Frames.read(in, Limits.MAX_FRAME_BYTES));
            boolean spoiled = framed.length == 0 && receive() instanceof Spoiled;
            return new Body(spoiled ? framed : Arrays.copyOfRange(framed, 4, framed.length), spoiled);
        }
        byte[] body = bodies.decrypt(in, length, frames.lastOpened()).readNBytes(length);
        return new Body(body, receive() instanceof Spoiled);
    }

    /** A body of {@code length} bytes of which the sender says that they are not the file. */
    void sendSpoiledBody(int length, Spoiled why) throws IOException {
        if (length <= Limits.FRAMED_BODY_BYTES) {
            sendSealed(frames.seal(new byte[0]));
        } else {
            try (OutputStream sealing = bodies.encrypt(out, length, frames.lastSealed())) {
                sealing.write(new byte[length]);
            }
        }
        send(why);
    }

    void assertFailed(Message answer, Fault fault) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Response.Failed.class,
                        failed ->
                                assertThat(failed.fault()).as(failed.sentence()).isEqualTo(fault));
    }

    /** The connection is usable. */
    void assertServed() throws IOException {
        assertThat(ask(new Request.Ping())).isInstanceOf(Response.Pong.class);
    }

    /** The server has closed, with or without having said why. */
    void assertClosed() {
        try {
            while (in.read() >= 0) {
                // What was on its way.
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the connection is still open", e);
        } catch (IOException e) {
            // Reset is closed too.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
