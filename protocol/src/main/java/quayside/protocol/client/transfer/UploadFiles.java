package quayside.protocol.client.transfer;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.FaultPolicy;
import quayside.protocol.client.unlock.Pipeline;
import quayside.protocol.client.unlock.Unlocker;
import quayside.protocol.crypto.ClientSecret;
import quayside.protocol.files.LocalNames;
import quayside.protocol.message.DisplayText;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/** Decides of each file of a folder that is uploaded whether and how it goes. For one thread. */
final class UploadFiles {
    private final OnConflict onConflict;
    private final Pipeline small;
    private final LargeFiles large;
    private final ClientSecret secret;
    private final Unlocker unlocker;
    private final Cancellation cancellation;

    UploadFiles(
            OnConflict onConflict,
            Pipeline small,
            LargeFiles large,
            ClientSecret secret,
            Unlocker unlocker,
            Cancellation cancellation) {
        this.onConflict = onConflict;
        this.small = small;
        this.large = large;
        this.secret = secret;
        this.unlocker = unlocker;
        this.cancellation = cancellation;
    }

    /**
     * A file of this computer.
     *
     * @param name under which it goes
     * @param found as it was found
     */
    record Source(Path file, String name, LocalFile found) {}

    /**
     * Moves a file into {@code folder}; what becomes of it is told to the tally, now or later.
     *
     * @param known what has its name there; null where nothing does
     */
    void move(Source source, RemoteFolder folder, RemoteNames.@Nullable Known known, String shown) throws IOException {
        TransferProgress.Source tally = folder.progress();
        ProtocolException ofFolder = folder.failure();
        if (tally.hasEnded()) {
            return;
        }
        if (ofFolder != null) {
            tally.failWithFolder(shown, ofFolder);
            return;
        }
        LocalFile found = source.found();
        TransferProgress.Item item = tally.start(shown, found.size());
        try {
            String name = source.name();
            LocalNames.requireOthers(name);
            RemotePath target = folder.path().child(name);
            if (isWanted(found, known, name)) {
                if (known != null && known.lock().isPresent() && found.size() <= Limits.EAGER_POST_BYTES) {
                    open(known.lock().get(), name);
                }
                send(source.file(), found, folder, target, item);
            } else {
                item.finished(new TransferResult.Skipped(name));
            }
        } catch (ProtocolException e) {
            if (FaultPolicy.endsTransfer(e)) {
                throw e;
            }
            item.failed(e);
        }
    }

    /** Whether {@link #move} would wait for somebody to say the passcode of what has the file's name. */
    boolean asks(Source source, RemoteNames.Known known) {
        return known.lock().isPresent()
                && onConflict != OnConflict.RENAME
                && source.found().size() <= Limits.EAGER_POST_BYTES
                && !small.isOpen(known.lock().get());
    }

    /** Asked before it is sent: the small ones do not wait for their answers. Large ones ask by themselves. */
    private void open(String lock, String name) throws IOException {
        if (onConflict != OnConflict.RENAME) {
            small.open(lock, name);
        }
    }

    private boolean isWanted(LocalFile found, RemoteNames.@Nullable Known known, String name) throws ProtocolException {
        if (known == null) {
            return true;
        }
        if (unlocker.ownLock().isPresent() && known.lock().isEmpty() && onConflict == OnConflict.OVERWRITE) {
            return true;
        }
        boolean wanted = !known.same(found) && isWanted(found, known, name, onConflict);
        if (!wanted && !known.folder()) {
            unlocker.requireProtected(name, known.lock());
        }
        return wanted;
    }

    private static boolean isWanted(LocalFile found, RemoteNames.Known known, String name, OnConflict onConflict)
            throws ProtocolException {
        return switch (onConflict) {
            case FAIL ->
                throw new ProtocolException(Fault.EXISTS, "\"" + DisplayText.escape(name) + "\" is already there.");
            case SKIP -> false;
            case NEWER ->
                known.folder() || known.modified().isBefore(found.modified().toInstant());
            case OVERWRITE, RENAME -> true;
        };
    }

    private void send(Path file, LocalFile found, RemoteFolder folder, RemotePath target, TransferProgress.Item item)
            throws IOException {
        LocalFile now = found;
        for (int restarts = 0; now.size() <= Limits.EAGER_POST_BYTES; ) {
            try {
                byte[] content = now.read(file);
                SmallUpload upload = new SmallUpload(folder, target, now, content, onConflict, unlocker, item);
                var _ = small.submit(content.length, upload, upload);
                return;
            } catch (ProtocolException e) {
                if (e.fault() != Fault.CHANGED || ++restarts > FaultPolicy.MAX_RESTARTS) {
                    throw e;
                }
                item.noted(FaultPolicy.STARTS_AGAIN);
                now = LocalFile.at(file);
            }
        }
        // The other connection would not find the folder before it is made.
        folder.awaitKnown(small);
        large.add(item, new FileUpload(secret, file, target, onConflict, unlocker, item, cancellation));
    }
}
