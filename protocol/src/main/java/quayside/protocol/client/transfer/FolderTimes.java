package quayside.protocol.client.transfer;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import quayside.protocol.client.connection.Connection;
import quayside.protocol.client.unlock.Pipeline;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;

/**
 * The modified times of the folders of a transfer. They are set after everything in the folders was written, since each
 * change in a folder changes its time (PROTOCOL.md section 8.5).
 *
 * <p>Existing folders have their times set too. After an interruption the next try finds the folders that the last one
 * made, and cannot distinguish them from others; {@code cp -p} and {@code rsync -a} do the same. Memory does not grow
 * with the number of folders. For one thread at a time.
 */
final class FolderTimes implements AutoCloseable {
    private final Spool<ListedItem> folders = new Spool<>(ListedItem.FORM);

    /**
     * Adds a folder.
     *
     * @param source the index of its source
     * @param path the path of the folder, which {@link #forEach} passes on unchanged
     */
    void add(int source, String path, Instant modified) throws IOException {
        folders.put(new ListedItem.Folder(source, path, modified, Optional.empty()));
        folders.commit();
    }

    @FunctionalInterface
    interface Use {
        void with(int source, String path, Instant modified) throws IOException;
    }

    void forEach(Use use) throws IOException {
        for (ListedItem next = folders.poll(); next != null; next = folders.poll()) {
            if (next instanceof ListedItem.Folder folder) {
                use.with(folder.source(), folder.path(), folder.modified());
            }
        }
    }

    /** Sends all times over {@code pipeline}, without waiting for the answers in between. */
    void send(Pipeline pipeline) throws IOException {
        // An unavailable folder is reported already, and a time alone is not worth a failure.
        forEach((_, path, modified) -> {
            var _ = pipeline.submit(
                    new Request.SetModified(RemotePath.parse(path), modified),
                    FolderTimes::readDone,
                    new Pipeline.Outcome<>() {});
        });
        pipeline.finish();
    }

    private static Response readDone(Connection connection) throws IOException {
        Response answer = connection.answer();
        if (!(answer instanceof Response.Done)) {
            throw Connection.unexpected(answer);
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        folders.close();
    }
}
