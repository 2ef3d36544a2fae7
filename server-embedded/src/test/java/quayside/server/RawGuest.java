package quayside.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.BodyCipher;
import quayside.protocol.crypto.ClientHandshake;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.crypto.FrameCipher;
import quayside.protocol.crypto.OpeningStream;
import quayside.protocol.crypto.SealingStream;
import quayside.protocol.crypto.SessionSecrets;
import quayside.protocol.crypto.Sha256;
import quayside.protocol.message.From;
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
import quayside.protocol.wire.ProtocolException;

/** A guest that was admitted and then sends anything, frame by frame. */
final class RawGuest implements AutoCloseable {
    final Socket socket;
    final InputStream in;
    final OutputStream out;
    final FrameCipher frames;
    final BodyCipher bodies;
    private boolean holdsBack;
    private boolean isAwaited;

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
        sendBody(body, 0, flip);
    }

    /** As above, of a file whose first bytes are there. */
    void sendBody(byte[] file, int from, int flip) throws IOException {
        if (isAwaited) {
            sayFrom(from);
        }
        int said = checksum(file) ^ flip;
        byte[] body = Arrays.copyOfRange(file, from, file.length);
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

    /** Where an awaited body begins, which follows. */
    void sayFrom(long offset) throws IOException {
        isAwaited = false;
        send(new From(offset));
    }

    Message receive() throws IOException {
        Message message = MessageCodec.decode(frames.open(Frames.read(in, Limits.MAX_FRAME_BYTES)));
        isAwaited = message instanceof Response.Proceed;
        return message;
    }

    /** The SHA-256 of the first bytes of {@code file}. */
    static String prefix(byte[] file, long bytes) {
        return HexFormat.of().formatHex(Sha256.start().digest(Arrays.copyOf(file, (int) bytes)));
    }

    /** Where a download of {@code file} goes on. */
    static Optional<Request.Resume> resume(byte[] file, long offset, String version) {
        return Optional.of(new Request.Resume(offset, version, new Request.Prefix(prefix(file, offset))));
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

    /** A body, and whether its sender spoiled it. */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares it.
    record Body(byte[] bytes, boolean isSpoiled, int checksum) {}

    static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    Body receiveAnyBody(int length) throws IOException {
        if (length <= Limits.FRAMED_BODY_BYTES) {
            byte[] framed = frames.open(Frames.read(in, Limits.MAX_FRAME_BYTES));
            boolean spoiled = framed.length == 0 && receive() instanceof Spoiled;
            return spoiled
                    ? new Body(framed, true, 0)
                    : new Body(
                            Arrays.copyOfRange(framed, 4, framed.length),
                            false,
                            ByteBuffer.wrap(framed).getInt());
        }
        OpeningStream opening = bodies.decrypt(in, length, frames.lastOpened());
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] buffer = new byte[1000];
        try {
            for (int count = opening.read(buffer); count >= 0; count = opening.read(buffer)) {
                body.write(buffer, 0, count);
            }
        } catch (ProtocolException e) {
            InputStream behind = opening.behindUnopened().orElseThrow();
            byte[] last = frames.open(Frames.read(behind, Limits.MAX_FRAME_BYTES));
            return new Body(body.toByteArray(), MessageCodec.decode(last) instanceof Spoiled, 0);
        }
        return switch (receive()) {
            case Trailer trailer -> new Body(body.toByteArray(), false, trailer.crc32c());
            case Spoiled _ -> new Body(body.toByteArray(), true, 0);
            case Message other -> throw new IOException("out of turn: " + other);
        };
    }

    /** A body of {@code length} bytes that is spoiled after those of {@code good}. */
    void sendSpoiledBody(long length, byte[] good, Spoiled why) throws IOException {
        if (length <= Limits.FRAMED_BODY_BYTES) {
            sendSealed(frames.seal(new byte[0]));
        } else {
            SealingStream sealing = bodies.encrypt(out, length, frames.lastSealed());
            sealing.write(good);
            sealing.spoil();
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
