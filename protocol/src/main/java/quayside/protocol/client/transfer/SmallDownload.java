package quayside.protocol.client.transfer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quayside.protocol.channel.Channel;
import quayside.protocol.client.connection.Connection;
import quayside.protocol.client.connection.FaultPolicy;
import quayside.protocol.client.connection.RetryingConnection;
import quayside.protocol.client.unlock.Pipeline;
import quayside.protocol.files.Landing;
import quayside.protocol.files.SmallLandings;
import quayside.protocol.files.StorageFaults;
import quayside.protocol.message.Entry;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/** One small file of a folder by a {@code GET} that waits for no other (PROTOCOL.md section 5.2). Nothing of it touches the disk before it is checked. */
final class SmallDownload
        implements RetryingConnection.Exchange<Runnable>, Pipeline.Outcome<Runnable> {
    private final Means means;
    private final RemotePath file;
    private final Path folder;
    private final Path target;
    private final TransferProgress.Item item;
    private int restarts;

    /** What all of a folder's small downloads have in common. */
    record Means(SmallFileWriter writer, FileDownload.Disks disks, OnConflict onConflict) {}

    SmallDownload(Means means, RemotePath file, Path folder, Path target, TransferProgress.Item item) {
        this.means = means;
        this.file = file;
        this.folder = folder;
        this.target = target;
        this.item = item;
    }

    @Override
    public void send(Connection connection, boolean repeated) throws IOException {
        connection.channel().send(new Request.Get(file));
    }

    /** Returns what reports the result: a failure of this disk is none of the connection's. */
    @Override
    public Runnable receive(Connection connection) throws IOException {
        Response.Content content = FileDownload.checked(connection.answer(), file, 0);
        if (content.entry().size() <= Limits.EAGER_POST_BYTES) {
            inMemory(connection, content.entry());
            return () -> {};
        }
        return grown(connection, content.entry());
    }

    @Override
    public void answered(Runnable report) {
        report.run();
    }

    @Override
    public void refused(ProtocolException why) {
        item.failed(why);
    }

    /** It may be under more locks than its entry tells, or its lock could not be opened on this connection. */
    @Override
    public boolean repeats(FaultPolicy policy) {
        if (policy != FaultPolicy.RESTART) {
            return true;
        }
        boolean again = ++restarts <= FaultPolicy.MAX_RESTARTS;
        if (again) {
            item.noted(FaultPolicy.STARTS_AGAIN);
        }
        return again;
    }

    private void inMemory(Connection connection, Entry entry) throws IOException {
        byte[] content = connection.channel().receiveBody((int) entry.size());
        means.writer()
                .add(
                        new SmallLandings.Arrived(
                                folder, target, content, entry.modified(), entry.mode(), means.onConflict()),
                        item);
    }

    /** It was small when it was listed. Where this disk fails the rest of the body is read away, so that the connection stays in step. */
    private Runnable grown(Connection connection, Entry entry) throws IOException {
        Taking taking = new Taking();
        long[] done = {0};
        try (taking) {
            taking.begin(entry.size());
            connection.channel().receiveBody(entry.size(), taking, bytes -> {
                done[0] += bytes;
                item.progressed(done[0]);
            });
            return taking.publish(entry);
        }
    }

    /** A file that is being taken in, until its disk fails. */
    private final class Taking implements Channel.Sink, AutoCloseable {
        private @Nullable Landing landing;
        private @Nullable IOException failure;

        void begin(long size) {
            attempt(() -> {
                Landing made = Landing.plain(
                        means.disks().disk(), folder, means.disks().random());
                landing = made;
                made.begin("", size);
            });
        }

        @Override
        public void write(byte[] buffer, int count) {
            Landing open = landing;
            if (open != null) {
                attempt(() -> open.write(buffer, count));
            }
        }

        private void attempt(Step step) {
            if (failure == null) {
                try {
                    step.run();
                } catch (IOException e) {
                    failure = e;
                }
            }
        }

        /** Publishes it; returns what reports the result. */
        Runnable publish(Entry entry) {
            Landing open = landing;
            try {
                if (failure != null || open == null) {
                    throw failure == null ? new IOException("nothing was begun") : failure;
                }
                Optional<Path> place = open.publish(target, entry.modified(), entry.mode(), means.onConflict());
                item.unkept(open.unkept(), LocalFolder.THIS_DISK);
                TransferResult result = place.isPresent()
                        ? new TransferResult.Stored(place.get().getFileName().toString(), entry.size())
                        : new TransferResult.Skipped(target.getFileName().toString());
                return () -> item.finished(result);
            } catch (IOException e) {
                ProtocolException why = StorageFaults.of(e);
                return () -> item.failed(why);
            }
        }

        @Override
        public void close() throws IOException {
            if (landing != null) {
                landing.close();
            }
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }
}
