package quayside.protocol.channel;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.ClientHandshake;
import quayside.protocol.crypto.ServerHandshake;
import quayside.protocol.crypto.ServerIdentity;

/** Both ends of a secured connection over loopback; the client's raw output can be tampered with. */
record SecuredPair(Channel client, Channel server, Tamper tamper) implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * A stream between the client's channel and its socket; once, it flips one bit of the byte that is {@code at} bytes
     * ahead.
     */
    static final class Tamper extends OutputStream {
        private final OutputStream out;
        private long at = -1;

        Tamper(OutputStream out) {
            this.out = out;
        }

        void flip(long bytesAhead) {
            at = bytesAhead;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            byte[] copy = new byte[length];
            System.arraycopy(bytes, offset, copy, 0, length);
            if (at >= 0 && at < length) {
                copy[(int) at] ^= 1;
                at = -1;
            } else if (at >= 0) {
                at -= length;
            }
            out.write(copy);
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }
    }

    static SecuredPair open() throws IOException {
        AccessKey key = AccessKey.generate(RANDOM);
        ServerIdentity identity = ServerIdentity.generate();
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Channel> server = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                try {
                    Socket socket = listening.accept();
                    socket.setTcpNoDelay(true);
                    InputStream in = new BufferedInputStream(socket.getInputStream());
                    OutputStream out = new BufferedOutputStream(socket.getOutputStream());
                    server.complete(new Channel(socket, in, out, ServerHandshake.run(in, out, key, identity, RANDOM)));
                } catch (IOException e) {
                    server.completeExceptionally(new UncheckedIOException(e));
                }
            });
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), listening.getLocalPort());
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            Tamper tamper = new Tamper(socket.getOutputStream());
            OutputStream out = new BufferedOutputStream(tamper);
            Channel client = new Channel(socket, in, out, ClientHandshake.run(in, out, key, null, RANDOM));
            return new SecuredPair(client, server.join(), tamper);
        }
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
