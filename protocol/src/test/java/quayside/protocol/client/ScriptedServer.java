package quayside.protocol.client;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import quayside.protocol.channel.Channel;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.connection.ConnectionPool;
import quayside.protocol.client.connection.ReconnectorTest;
import quayside.protocol.client.connection.RetryPolicy;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.ClientSecret;
import quayside.protocol.crypto.ServerHandshake;
import quayside.protocol.crypto.ServerIdentity;
import quayside.protocol.crypto.Sha256;
import quayside.protocol.files.Disk;
import quayside.protocol.message.Entry;
import quayside.protocol.message.From;
import quayside.protocol.message.Message;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.message.ShareInfo;
import quayside.protocol.wire.Checksum;
import quayside.protocol.wire.Fault;

/** A server on loopback that answers as a test says: rightly, wrongly, or not at all. It knows PING and BYE itself. */
public final class ScriptedServer implements AutoCloseable {
    public static final Instant TIME = Instant.parse("2026-11-22T10:00:00.123456789Z");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** The same for all, as if one had been started anew. */
    private static final ServerIdentity IDENTITY = ServerIdentity.generate();

    /** Of all clients that are not told otherwise. */
    public static final ClientSecret SECRET = ClientSecret.of(new byte[ClientSecret.BYTES]);

    private final AccessKey key = AccessKey.generate(RANDOM);
    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new ArrayList<>();
    private final List<Request> requests = new ArrayList<>();
    private final Script script;
    private ClientSecret secret = SECRET;
    private int silentFrom = Integer.MAX_VALUE;
    private volatile long freeBytes = -1;
    private volatile boolean holdsNothing;
    private volatile boolean knowsSeen;

    /** Answers one request of a connection, which is counted from 0; an exception cuts that. */
    @FunctionalInterface
    public interface Script {
        void answer(Channel channel, Request request, int connection) throws IOException;
    }

    public ScriptedServer(Script script) throws IOException {
        this.script = script;
        Thread.ofVirtual().start(this::accept);
    }

    public ScriptedServer free(long bytes) {
        freeBytes = bytes;
        return this;
    }

    /** Answers each STAT that there is no such thing; the script sees none of them. */
    public ScriptedServer holdingNothing() {
        holdsNothing = true;
        return this;
    }

    /** Says that it checks which file an upload may replace; otherwise it is of an earlier version. */
    public ScriptedServer knowingSeen() {
        knowsSeen = true;
        return this;
    }

    /** From this connection on the server cuts it where its proof would be due. */
    public synchronized ScriptedServer provesNothingFrom(int connection) {
        silentFrom = connection;
        return this;
    }

    /** From now on clients are of this installation. */
    public ScriptedServer of(ClientSecret installation) {
        secret = installation;
        return this;
    }

    public ShareClient connect() throws IOException {
        return connect(Disk.ofSystem());
    }

    /** A client whose pauses take no time. */
    public ShareClient connect(Disk disk) throws IOException {
        return connect(disk, new ReconnectorTest.FakeTimer());
    }

    /** Connections of a client that is none. */
    public ConnectionPool pool() {
        return new ConnectionPool(link(), key, ConnectOptions.standard().of(secret));
    }

    /** As {@link #pool()}, with this clock. */
    public ConnectionPool pool(RetryPolicy.Timer timer) {
        RetryPolicy policy =
                new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(10), timer);
        return new ConnectionPool(
                link(), key, ConnectOptions.standard().of(secret).retrying(policy));
    }

    private ShareLink link() {
        return ShareLink.of("127.0.0.1", listening.getLocalPort(), IDENTITY.fingerprint());
    }

    /** A client with this clock. */
    public ShareClient connect(Disk disk, RetryPolicy.Timer timer) throws IOException {
        RetryPolicy policy =
                new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(10), timer);
        return ShareClient.connect(
                link(), key, ConnectOptions.standard().of(secret).retrying(policy), new Cancellation(), disk);
    }

    /** What was asked but for PING and BYE, of all connections. */
    public synchronized List<Request> requests() {
        return List.copyOf(requests);
    }

    public <R extends Request> List<R> requests(Class<R> kind) {
        return requests().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    public synchronized int connections() {
        return sockets.size();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                socket.setTcpNoDelay(true);
                int number;
                synchronized (this) {
                    number = sockets.size();
                    sockets.add(socket);
                }
                Thread.ofVirtual().start(() -> serve(socket, number));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = new BufferedOutputStream(socket.getOutputStream());
            boolean silent;
            synchronized (this) {
                silent = number >= silentFrom;
            }
            Channel channel = new Channel(
                    socket, in, out, ServerHandshake.run(in, silent ? new Proofless(out) : out, key, IDENTITY, RANDOM));
            while (true) {
                Request request = next(channel);
                if (request instanceof Request.Bye) {
                    return;
                }
                script.answer(channel, request, number);
                channel.flush();
            }
        } catch (IOException e) {
            // The end of the connection.
        }
    }

    /** The next request; for scripts that read several before they answer one. */
    public Request next(Channel channel) throws IOException {
        while (true) {
            Message message = channel.receive();
            if (message instanceof Request.Ping) {
                channel.send(new Response.Pong(new ShareInfo("Share", true, true, true), freeBytes, knowsSeen));
                channel.flush();
            } else if (message instanceof Request.SetModified) {
                channel.send(new Response.Done());
                channel.flush();
            } else if (holdsNothing && message instanceof Request.Stat) {
                channel.send(new Response.Failed(Fault.NOT_FOUND, "There is no such file."));
                channel.flush();
            } else if (message instanceof Request request) {
                synchronized (this) {
                    if (!(request instanceof Request.Bye)) {
                        requests.add(request);
                    }
                }
                return request;
            } else {
                throw new IOException("out of turn: " + message);
            }
        }
    }

    public static Entry file(String name, long size) {
        return new Entry(name, Entry.Kind.FILE, size, TIME);
    }

    public static Entry folder(String name) {
        return new Entry(name, Entry.Kind.FOLDER, 0, TIME);
    }

    /** Answers a GET rightly. */
    public static void content(Channel channel, Request.Get get, String version, byte[] bytes) throws IOException {
        long offset = get.from().map(Request.Resume::offset).orElse(0L);
        channel.send(new Response.Content(file(get.path().name(), bytes.length), version, offset));
        body(channel, bytes, offset, bytes.length);
    }

    /** The bytes from {@code offset} of a body that ends at {@code end}. */
    public static void body(Channel channel, byte[] bytes, long offset, long end) throws IOException {
        Checksum whole = new Checksum();
        whole.update(bytes, 0, (int) offset);
        channel.sendBody(new ByteArrayInputStream(bytes, (int) offset, bytes.length), end - offset, whole, _ -> {});
    }

    /** Takes a POST's body, after asking for it where it waits for that; what is {@code there} already is gone on with, if the client has it, too. */
    public static byte[] take(Channel channel, Request.Post post, byte... there) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Checksum whole = new Checksum();
        long from = 0;
        if (post.await()) {
            channel.send(there.length == 0 ? new Response.Proceed() : proceed(there));
            channel.flush();
            Message said = channel.receive();
            if (!(said instanceof From(long offset))) {
                throw new IOException("out of turn: " + said);
            }
            from = offset;
            if (from > 0) {
                bytes.write(there);
                whole.update(there, 0, there.length);
            }
        }
        channel.receiveBody(post.size() - from, whole, (buffer, count) -> bytes.write(buffer, 0, count), _ -> {});
        return bytes.toByteArray();
    }

    public static Response.Proceed proceed(byte[] there) {
        return new Response.Proceed(
                there.length,
                Optional.of(HexFormat.of().formatHex(Sha256.start().digest(there))));
    }

    public static Response stored(Request.Post post) {
        return new Response.Stored(
                new Entry(post.path().name(), Entry.Kind.FILE, post.size(), post.modified()).under(post.lock()));
    }

    /** Cuts every connection there is. */
    public synchronized void cut() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cut();
        key.close();
    }

    /** Fails at the third message: the proof. */
    private static final class Proofless extends FilterOutputStream {
        private int flushes;

        Proofless(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (flushes == 2) {
                throw new IOException("no proof");
            }
            out.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            out.flush();
            flushes++;
        }
    }
}
