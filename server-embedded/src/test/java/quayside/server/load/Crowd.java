package quayside.server.load;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import quayside.protocol.crypto.ClientHandshake;
import quayside.protocol.crypto.FrameCipher;
import quayside.protocol.message.Message;
import quayside.protocol.message.MessageCodec;
import quayside.protocol.message.Request;
import quayside.protocol.wire.Frames;
import quayside.protocol.wire.Limits;

/** Guests that were admitted, and stay. */
final class Crowd implements AutoCloseable {
    /** Addresses of the loopback network that they come from. */
    static final int SOURCES = 10;

    private final List<Member> members;

    private Crowd(List<Member> members) {
        this.members = members;
    }

    /** One connection. */
    record Member(Socket socket, InputStream in, OutputStream out, FrameCipher frames) {
        static Member join(ServerProcess server, int number) throws IOException {
            Socket socket = connect(server, number);
            // Small buffers: it is the server's that are of interest.
            InputStream in = new BufferedInputStream(socket.getInputStream(), 2048);
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 2048);
            FrameCipher frames = ClientHandshake.run(in, out, server.key(), server.fingerprint(), new SecureRandom())
                    .frames();
            return new Member(socket, in, out, frames);
        }

        Message ask(Request request) throws IOException {
            Frames.write(out, frames.seal(MessageCodec.encode(request)));
            out.flush();
            return MessageCodec.decode(frames.open(Frames.read(in, Limits.MAX_FRAME_BYTES)));
        }
    }

    /** A connection from one of {@link #SOURCES} addresses, on which nothing was said yet. */
    static Socket connect(ServerProcess server, int number) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.1." + (1 + number % SOURCES)), 0));
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), server.port()), 10_000);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        return socket;
    }

    /** Returns once all of them are inside. */
    static Crowd of(int size, ServerProcess server) throws IOException, InterruptedException {
        List<Future<Member>> joining = new ArrayList<>();
        // As many at once as the machine has use for: each handshake has its deadline.
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < size; i++) {
                int number = i;
                joining.add(threads.submit(() -> ServerProcess.patiently(() -> Member.join(server, number))));
            }
        }
        List<Member> members = new ArrayList<>();
        for (Future<Member> each : joining) {
            try {
                members.add(each.get());
            } catch (ExecutionException e) {
                throw new AssertionError(e);
            }
        }
        return new Crowd(members);
    }

    List<Member> members() {
        return members;
    }

    @Override
    public void close() throws IOException {
        for (Member each : members) {
            each.socket().close();
        }
    }
}
