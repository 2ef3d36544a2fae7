package quayside.server.load;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.ClientHandshake;
import quayside.protocol.crypto.FrameCipher;
import quayside.protocol.message.MessageCodec;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Frames;
import quayside.protocol.wire.Limits;

/**
 * A guest at {@value #ADDRESSES} addresses who takes what it can get, again and again until it is closed: first memory for empty uploads with ids, to paths as long as
 * they may be; then, while these continue, every place, with requests for a large file that it does not read.
 */
final class Besieger implements AutoCloseable {
    static final int ADDRESSES = 4;

    /** What it asks for and does not read. */
    static final String LARGE = "siege.bin";

    private static final int TOGETHER = 50;

    private final ShareLink link;
    private final AccessKey key;
    private final int connectionsEach;
    private final CountDownLatch uploadsBefore;
    private final Duration pause;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger connected = new AtomicInteger();
    private final AtomicLong uploads = new AtomicLong();
    private volatile boolean over;

    private Besieger(ShareLink link, AccessKey key, int connectionsEach, int uploadsBefore, Duration pause) {
        this.link = link;
        this.key = key;
        this.connectionsEach = connectionsEach;
        this.uploadsBefore = new CountDownLatch(uploadsBefore);
        this.pause = pause;
    }

    /**
     * Begins it.
     *
     * @param uploadsBefore so many uploads come before it takes places, which leave its uploads few chances
     * @param pause before it comes again where it was refused or put out
     */
    static Besieger begin(ShareLink link, AccessKey key, int connectionsEach, int uploadsBefore, Duration pause) {
        Besieger besieger = new Besieger(link, key, connectionsEach, uploadsBefore, pause);
        for (int i = 1; i <= ADDRESSES; i++) {
            String address = "127.0.2." + i;
            besieger.threads.execute(() -> besieger.takePlaces(address));
            besieger.threads.execute(() -> besieger.fillMemory(address));
        }
        return besieger;
    }

    /** Connections that it opened so far. */
    int connected() {
        return connected.get();
    }

    /** Uploads that it was answered. */
    long uploads() {
        return uploads.get();
    }

    private final class Guest implements AutoCloseable {
        private final Socket socket = new Socket();
        private final InputStream in;
        private final OutputStream out;
        private final FrameCipher frames;

        Guest(String address) throws IOException {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), link.port()));
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(20_000);
            in = new BufferedInputStream(socket.getInputStream(), 2048);
            out = new BufferedOutputStream(socket.getOutputStream());
            frames = ClientHandshake.run(in, out, key, link.id().orElse(null), new SecureRandom())
                    .frames();
            connected.incrementAndGet();
        }

        void send(Request request) throws IOException {
            Frames.write(out, frames.seal(MessageCodec.encode(request)));
        }

        void sendEmptyBody() throws IOException {
            Frames.write(out, frames.seal(ByteBuffer.allocate(Integer.BYTES).array()));
        }

        Object receive() throws IOException {
            return MessageCodec.decode(frames.open(Frames.read(in, Limits.MAX_FRAME_BYTES)));
        }

        boolean isGone() {
            try {
                // A request that nobody reads is the only way to learn it without reading.
                send(new Request.Ping());
                out.flush();
                return false;
            } catch (IOException e) {
                return true;
            }
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private void takePlaces(String address) {
        List<Guest> guests = new ArrayList<>();
        try {
            uploadsBefore.await();
        } catch (InterruptedException e) {
            return;
        }
        while (!over) {
            try {
                if (guests.size() >= connectionsEach) {
                    guests.removeIf(Guest::isGone);
                }
                Guest guest = new Guest(address);
                guests.add(guest);
                if (guests.size() % 3 > 0) {
                    guest.send(new Request.Get(RemotePath.parse(LARGE)));
                    guest.out.flush();
                }
            } catch (IOException e) {
                // No place at the moment.
                guests.removeIf(Guest::isGone);
                LockSupport.parkNanos(pause.toNanos());
            }
        }
        guests.forEach(Guest::close);
    }

    private void fillMemory(String address) {
        String folder = "k".repeat(200) + address;
        while (!over) {
            try (Guest guest = new Guest(address)) {
                List<Request> folders = new ArrayList<>();
                String path = folder;
                for (int i = 0; i < 15; i++) {
                    folders.add(new Request.MakeFolder(RemotePath.parse(path), true));
                    path += "/" + "k".repeat(240);
                }
                for (Request each : folders) {
                    guest.send(each);
                    guest.out.flush();
                    guest.receive();
                }
                String deep = path.substring(0, path.lastIndexOf('/'));
                while (!over) {
                    upload(guest, deep);
                }
            } catch (IOException e) {
                LockSupport.parkNanos(pause.toNanos());
            }
        }
    }

    private void upload(Guest guest, String folder) throws IOException {
        for (int i = 0; i < TOGETHER; i++) {
            // To the same names again and again: it is the memory that is to be filled, not the disk.
            RemotePath path = RemotePath.parse(folder + "/" + i + "z".repeat(200));
            String id = Long.toHexString(uploads.get()) + "-" + i;
            guest.send(new Request.Post(
                            path,
                            0,
                            Instant.EPOCH,
                            OnConflict.OVERWRITE,
                            false,
                            Optional.empty(),
                            false,
                            Optional.empty())
                    .as(id + "y".repeat(40)));
            guest.sendEmptyBody();
        }
        guest.out.flush();
        for (int answered = 0; answered < TOGETHER; ) {
            Object answer = guest.receive();
            if (!(answer instanceof Response.Processing)) {
                answered++;
                uploads.incrementAndGet();
                uploadsBefore.countDown();
            }
        }
    }

    @Override
    public void close() {
        over = true;
        // Interrupts what waits on a socket.
        threads.shutdownNow();
        threads.close();
    }
}
