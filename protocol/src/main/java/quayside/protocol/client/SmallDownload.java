package quayside.protocol.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quayside.protocol.channel.Channel;
import quayside.protocol.files.FileProblem;
import quayside.protocol.files.incoming.IncomingBatch;
import quayside.protocol.files.incoming.IncomingDownload;
import quayside.protocol.message.Entry;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/** One small file of a folder by a {@code GET} that waits for no other (PROTOCOL.md section 5.2). Nothing of it touches the disk before it is checked. */
final class SmallDownload implements Pipeline.Exchange {
    private final Means means;
    private final RemotePath file;
    private final Path folder;
    private final Path target;
    private final long expectedBytes;
    private final Tally.Item item;
    private int restarts;
    private int locks;

    /** What all of a folder's small downloads have in common. */
    record Means(
            Arrivals arrivals, Download.Disks disks, OnConflict onConflict, Pipeline pipeline, PipelineDoor door) {}

    SmallDownload(Means means, RemotePath file, Path folder, Path target, long expectedBytes, Tally.Item item) {
        this.means = means;
        this.file = file;
        this.folder = folder;
        this.target = target;
        this.expectedBytes = expectedBytes;
        this.item = item;
    }

    @Override
    public long bytes() {
        return expectedBytes;
    }

    @Override
    public void send(Connection connection, boolean repeated) throws IOException {
        connection.channel().send(new Request.Get(file));
    }

    @Override
    public void receive(Connection connection) throws IOException {
        try {
            Response.Content content = Download.checked(connection.answer(), file, 0);
            if (content.entry().size() <= Limits.EAGER_POST_BYTES) {
                inMemory(connection, content.entry());
            } else {
                grown(connection, content.entry());
            }
        } catch (ProtocolException e) {
            if (e.fault() == Fault.CHANGED && ++restarts <= Carrier.MOST_RESTARTS) {
                item.noted(Carrier.STARTS_AGAIN);
                means.pipeline().later(() -> means.pipeline().submit(this));
            } else if (e.fault() == Fault.PASSCODE_NEEDED) {
                // It is under more locks than its entry tells, or its lock could not be opened on this connection.
                means.door().again(this, e, locks++, item::failed);
            } else if (Tally.endsAll(e)) {
                throw e;
            } else {
                item.failed(e);
            }
        }
    }

    private void inMemory(Connection connection, Entry entry) throws IOException {
        byte[] content = connection.channel().receiveBody((int) entry.size());
        means.arrivals()
                .add(
                        new IncomingBatch.Arrived(
                                folder, target, content, entry.modified(), entry.mode(), means.onConflict()),
                        item);
    }

    /** It was small when it was listed. Where this disk fails the rest of the body is read away, so that the connection stays in step. */
    private void grown(Connection connection, Entry entry) throws IOException {
        Taking taking = new Taking();
        long[] done = {0};
        try (taking) {
            taking.begin(entry.size());
            connection.channel().receiveBody(entry.size(), taking, bytes -> {
                done[0] += bytes;
                item.progressed(done[0]);
            });
            item.finished(taking.publish(entry));
        }
    }

    /** A file that is being taken in, until its disk fails. */
    private final class Taking implements Channel.Sink, AutoCloseable {
        private @Nullable IncomingDownload landing;
        private @Nullable IOException failure;

        void begin(long size) {
            attempt(() -> {
                IncomingDownload made = IncomingDownload.plain(
                        means.disks().disk(), folder, means.disks().random());
                landing = made;
                made.begin("", size);
            });
        }

        @Override
        public void write(byte[] buffer, int count) {
            IncomingDownload open = landing;
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

        TransferResult publish(Entry entry) throws ProtocolException {
            IncomingDownload open = landing;
            if (failure != null || open == null) {
                throw FileProblem.local(failure == null ? new IOException("nothing was begun") : failure);
            }
            try {
                Optional<Path> place = open.publish(target, entry.modified(), entry.mode(), means.onConflict());
                item.unkept(open.unkept(), LocalFolder.THIS_DISK);
                return place.isPresent()
                        ? new TransferResult.Stored(place.get().getFileName().toString(), entry.size())
                        : new TransferResult.Skipped(target.getFileName().toString());
            } catch (IOException e) {
                throw FileProblem.local(e);
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
