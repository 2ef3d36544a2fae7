package quayside.app.core.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.app.core.publish.Listeners;
import quayside.app.core.publish.Subscription;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.ProgressListener;
import quayside.protocol.client.transfer.QuickCheck;
import quayside.protocol.files.FileProblem;
import quayside.protocol.message.Entry;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;

/**
 * Copies of files of shares that the user opens with other programs. They are in a temporary folder that only the user
 * can read, and each is watched for changes. No copy can be executed. Copies that were not changed are deleted at the end;
 * a changed one stays, and so does what programs have saved beside a copy, because it may be the only place of what the
 * user wrote. Thread-safe.
 */
public final class OpenedCopies implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenedCopies.class);

    private final @Nullable Path parent;
    private final List<Copy> copies = new ArrayList<>();
    private boolean closed;

    /** A copy. */
    public static final class Copy {
        private final RemotePath origin;

        /** The original as it was when the copy was made, and the versions of the copy that have replaced it since. */
        private final List<Entry> versions = new CopyOnWriteArrayList<>();

        private final Path folder;
        private final Path file;
        private final FolderEvents watch;
        private final Listeners<Runnable> listeners = new Listeners<>();
        private Entry last;
        private boolean everChanged;

        private Copy(RemotePath origin, Entry opened, Path folder) throws IOException {
            this.origin = origin;
            this.versions.add(opened);
            this.folder = folder;
            this.file = folder.resolve(origin.name());
            this.last = state();
            this.watch = new FolderEvents(folder, this::look);
        }

        public Path file() {
            return file;
        }

        /** Returns the path of the original in its share. */
        public RemotePath origin() {
            return origin;
        }

        /**
         * Reports each change of the copy.
         *
         * @param listener called on a thread of the watch
         */
        public Subscription onChange(Runnable listener) {
            return listeners.add(listener);
        }

        /**
         * Notes that the copy is uploaded as it is now. Blocks.
         *
         * @param now the entry of the share that has the name of the original
         * @return {@code now} if nobody else has changed it since the copy was made
         */
        public Optional<Entry> uploading(Entry now) throws IOException {
            boolean known = versions.stream().anyMatch(version -> QuickCheck.same(version, now));
            versions.add(state());
            return known ? Optional.of(now) : Optional.empty();
        }

        private Entry state() throws IOException {
            return new Entry(
                    origin.name(),
                    Entry.Kind.FILE,
                    Files.size(file),
                    Files.getLastModifiedTime(file).toInstant());
        }

        private void look() {
            try {
                Entry now = state();
                synchronized (this) {
                    if (now.equals(last)) {
                        return;
                    }
                    last = now;
                    everChanged = true;
                }
                listeners.tell(Runnable::run);
            } catch (IOException e) {
                // Programs replace a file in two steps; the second is another event.
                LOG.debug("An opened copy is away", e);
            }
        }

        private synchronized boolean isUnchanged() throws IOException {
            return !everChanged && state().equals(last);
        }
    }

    /** Makes copies in the system's temporary folder. */
    public OpenedCopies() {
        this(null);
    }

    /** @param parent the folder for the copies; null for the system's temporary folder */
    OpenedCopies(@Nullable Path parent) {
        this.parent = parent;
    }

    /** Downloads a file of a share into a folder of its own, and watches it. Blocks. */
    public Copy open(ShareClient client, RemotePath original, Cancellation cancellation) throws IOException {
        Path folder = null;
        boolean made = false;
        try {
            folder = parent == null
                    ? Files.createTempDirectory("quayside-copy")
                    : Files.createTempDirectory(parent, "quayside-copy");
            Entry entry = client.stat(original);
            var _ = client.get(original, folder, OnConflict.FAIL, ProgressListener.NONE, cancellation);
            withoutExecution(folder.resolve(original.name()));
            Copy copy = new Copy(original, entry, folder);
            copy.watch.start();
            synchronized (this) {
                made = !closed;
                if (made) {
                    copies.add(copy);
                }
            }
            if (!made) {
                copy.watch.close();
            }
            return copy;
        } catch (IOException e) {
            throw FileProblem.named(e);
        } finally {
            if (!made && folder != null) {
                new LocalFiles().delete(folder);
            }
        }
    }

    /** A share must not decide that opening its file runs it. */
    private static void withoutExecution(Path file) throws IOException {
        if (Files.getFileStore(file).supportsFileAttributeView(PosixFileAttributeView.class)) {
            Files.setPosixFilePermissions(
                    file, EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        }
    }

    /** Ends the watches, and deletes the copies that were never changed. */
    @Override
    public void close() {
        List<Copy> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(copies);
            copies.clear();
        }
        for (Copy copy : all) {
            copy.watch.close();
            try {
                if (copy.isUnchanged()) {
                    Files.delete(copy.file);
                    // It stays if a program has saved something else in it.
                    Files.delete(copy.folder);
                }
            } catch (IOException e) {
                LOG.debug("An opened copy stays", e);
            }
        }
    }
}
