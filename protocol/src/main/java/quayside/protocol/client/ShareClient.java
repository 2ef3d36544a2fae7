package quayside.protocol.client;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.files.Disk;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Omitted;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.message.ShareInfo;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * A share, open from here: the client's front door (PROTOCOL.md section 9).
 *
 * <pre>{@code
 * ShareLink link = ShareLink.parse(pasted);
 * try (ShareClient client = ShareClient.connect(link, key, ConnectOptions.standard(), new Cancellation())) {
 *     for (Entry entry : client.list(RemotePath.root())) {
 *         ...
 *     }
 *     client.get(RemotePath.parse("report.pdf"), downloads, OnConflict.RENAME, ProgressListener.NONE, new Cancellation());
 * }
 * }</pre>
 *
 * <p>Thread-safe: any thread may call any method. Each call blocks its caller until it is done and has a connection to itself,
 * so calls of several threads run side by side. Every method fails with a {@link ProtocolException} that holds a {@link Fault} and
 * a sentence for the user; faults with a status came from the server, and the client is usable after them. After {@link Fault#CONNECTION_LOST} the
 * next call connects again.
 */
public final class ShareClient implements AutoCloseable {
    private final ShareLink link;
    private final ConnectionPool pool;
    private final Fingerprint fingerprint;
    private final RetryPolicy retry;
    private final Passcodes passcodes;
    private final Calls calls;
    private final Download.Disks disks;
    private volatile ShareInfo share;
    private volatile Consumer<ShareInfo> shareListener = _ -> {};

    private ShareClient(
            ShareLink link,
            ConnectionPool pool,
            Fingerprint fingerprint,
            ShareInfo share,
            RetryPolicy retry,
            Disk disk) {
        this.link = link;
        this.pool = pool;
        this.retry = retry;
        this.passcodes = new Passcodes(pool.closing(), retry.timer()::nanos);
        this.calls = new Calls(pool, passcodes);
        this.disks = new Download.Disks(disk, new SecureRandom(), pool.secret());
        this.fingerprint = fingerprint;
        this.share = share;
    }

    /**
     * Connects, shakes hands and asks what is shared. Blocks for at most the options' timeout and 10 s.
     *
     * @param key stays the caller's, who closes it no earlier than the client
     * @throws ProtocolException {@link Fault#UNREACHABLE}, {@link Fault#WRONG_KEY}, {@link Fault#SERVER_KEY_CHANGED}, {@link
     *     Fault#NOT_QUAYSIDE}, {@link Fault#SERVER_FULL}, {@link Fault#TOO_MANY_TRIES}, {@link Fault#CANCELLED} and those of a broken connection
     */
    public static ShareClient connect(ShareLink link, AccessKey key, ConnectOptions options, Cancellation cancellation)
            throws IOException {
        return connect(link, key, options, cancellation, Disk.ofSystem());
    }

    /** As {@link #connect}, with downloads landing on {@code disk}. */
    static ShareClient connect(
            ShareLink link, AccessKey key, ConnectOptions options, Cancellation cancellation, Disk disk)
            throws IOException {
        ConnectionPool pool = new ConnectionPool(link, key, options);
        boolean connected = false;
        try {
            Connection first = pool.lease(cancellation);
            ShareInfo share;
            try (Cancellation.Registration _ = cancellation.onCancel(first::close)) {
                share = askShare(first);
            } catch (IOException e) {
                cancellation.check();
                throw e;
            }
            Fingerprint fingerprint = first.server();
            pool.giveBack(first);
            connected = true;
            return new ShareClient(link, pool, fingerprint, share, options.retry(), disk);
        } finally {
            if (!connected) {
                pool.close();
            }
        }
    }

    /** The identity that the server proved. */
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    ConnectionPool pool() {
        return pool;
    }

    RetryPolicy retry() {
        return retry;
    }

    Download.Disks disks() {
        return disks;
    }

    /** For one transfer, which closes them. */
    Keys keys(Optional<NewLock> own, Keys.Waiting waiting, Cancellation cancellation) {
        return calls.keys(own, waiting, cancellation);
    }

    /** Whom to ask for the passcodes of protected files from now on; at first {@link PasscodePrompt#NONE}. */
    public void passcodes(PasscodePrompt prompt) {
        passcodes.prompt(prompt);
    }

    /**
     * Tries a passcode, and remembers it where it is right, until the client is closed.
     *
     * @param lock of an {@link Entry}
     * @param passcode stays the caller's, who may close it once this has returned
     * @throws ProtocolException {@link Fault#REFUSED} where it is wrong, {@link Fault#TOO_MANY_TRIES} with the time to wait
     */
    public void unlock(String lock, Passcode passcode) throws IOException {
        calls.run(new Cancellation(), connection -> {
            connection.unlock(lock, passcode, true);
            passcodes.remember(lock, passcode);
            return true;
        });
    }

    /**
     * Puts files that are there under one new lock. Asks for the passcode of what is under another.
     *
     * @param passcode stays the caller's, who may close it once this has returned
     * @throws ProtocolException {@link Fault#NOT_FOUND} for a folder; the others are protected all the same
     */
    public void protect(List<RemotePath> files, Passcode passcode) throws IOException {
        List<Change.Protect> changes = files.stream().map(Change.Protect::new).toList();
        Changes.Result result = change(changes, Optional.of(passcode), Changes.Listener.NONE, new Cancellation());
        result.requireDone();
    }

    /** Takes the protection from a file; asks for its passcode. */
    public void unprotect(RemotePath file) throws IOException {
        change(List.of(new Change.Unprotect(file)), Optional.empty(), Changes.Listener.NONE, new Cancellation())
                .requireDone();
    }

    /**
     * Makes several changes in their order, over one connection and without waiting for the answer to one before the next: each lock that they meet is asked for
     * once, what is under it comes after the others, and what stays locked is left out. What fails for a reason of its own does not keep the others from their turn.
     *
     * @param passcode of the one new lock for all that is to be protected; not asked for where nothing is. Stays the caller's, who may close it once this has
     *     returned
     * @throws ProtocolException where the connection was lost, or it was cancelled; of changes that the listener was told nothing of nobody knows whether they are
     *     made
     */
    public Changes.Result change(
            List<? extends Change> changes,
            Optional<Passcode> passcode,
            Changes.Listener listener,
            Cancellation cancellation)
            throws IOException {
        try (Keys keys = calls.keys(passcode.map(NewLock::new), cancellation)) {
            return new Changes(List.copyOf(changes), keys, listener, cancellation)
                    .over(calls.connections(keys, cancellation));
        }
    }

    /** The link that this client was opened with. */
    public ShareLink link() {
        return link;
    }

    /** What the server said last of the share; see {@link #ping}. */
    public ShareInfo share() {
        return share;
    }

    /** Asks for a sign of life and for the share's present state. */
    public ShareInfo ping() throws IOException {
        ShareInfo now = calls.run(new Cancellation(), ShareClient::askShare);
        boolean changed = !now.equals(share);
        share = now;
        if (changed) {
            shareListener.accept(now);
        }
        return now;
    }

    /** Told whenever a {@link #ping} finds that the share, or what guests may do there, has changed; on the thread that asked. One listener at a time. */
    public void onShareChange(Consumer<ShareInfo> listener) {
        shareListener = listener;
    }

    /**
     * Hands over the entries of {@code folder} page by page, in no order, on the calling thread.
     *
     * @return what the share leaves out of them
     */
    public Omitted list(RemotePath folder, Consumer<List<Entry>> pages, Cancellation cancellation) throws IOException {
        return calls.run(
                cancellation,
                connection -> connection.readListing(connection.ask(new Request.ListFolder(folder)), pages::accept));
    }

    /** All entries of {@code folder}, in no order: for folders known to be small. */
    public List<Entry> list(RemotePath folder) throws IOException {
        List<Entry> entries = new ArrayList<>();
        Omitted _ = list(folder, entries::addAll, new Cancellation());
        return entries;
    }

    /** The entry at {@code path}; the share itself has an empty name. */
    public Entry stat(RemotePath path) throws IOException {
        return calls.run(new Cancellation(), connection -> connection.describe(path));
    }

    /** Makes one folder; its parent must be there. {@link Fault#EXISTS} where the name is taken. */
    public void makeFolder(RemotePath path) throws IOException {
        calls.order(new Request.MakeFolder(path));
    }

    /** Renames or moves within the share, never replacing: {@link Fault#EXISTS} where the new name is taken. */
    public void move(RemotePath from, RemotePath to) throws IOException {
        calls.order(new Request.Move(from, to));
    }

    /** Deletes a file, or an empty folder; where {@code recursive} a folder with all it holds. */
    public void delete(RemotePath path, boolean recursive) throws IOException {
        calls.order(new Request.Delete(path, recursive));
    }

    /**
     * Downloads {@code file} into the existing local {@code folder}, under its own name (made storable where this system needs it).
     *
     * <p>When this returns {@link TransferResult.Stored} the file is whole, checked and on the disk. Whatever else happens, the name holds
     * what it held before.
     */
    public TransferResult get(
            RemotePath file, Path folder, OnConflict onConflict, ProgressListener progress, Cancellation cancellation)
            throws IOException {
        Download download = new Download(
                disks,
                file,
                LocalFile.followed(folder),
                onConflict,
                Optional.empty(),
                FileWatch.of(progress),
                cancellation);
        return calls.run(cancellation, download::run);
    }

    /** Uploads the local {@code file} as {@code target}, whose folder must be there; promises as {@link #get}, on the server's disk. */
    public TransferResult post(
            Path file, RemotePath target, OnConflict onConflict, ProgressListener progress, Cancellation cancellation)
            throws IOException {
        try (Keys keys = calls.keys(Optional.empty(), cancellation);
                Carrier carrier = calls.carrier(keys, cancellation);
                Upload upload = new Upload(
                        pool.secret(), file, target, onConflict, keys, FileWatch.of(progress), cancellation)) {
            return carrier.ask(upload::over);
        }
    }

    /**
     * The SHA-256 of a whole file of the share, computed there. Blocks while the server reads the file, unless it has done so before.
     *
     * @throws ProtocolException {@link Fault#CHANGED} where it was changed while it was read
     */
    public Response.Digest digest(RemotePath file, Cancellation cancellation) throws IOException {
        return calls.run(cancellation, connection -> {
            Response answer = connection.ask(new Request.Verify(file));
            if (answer instanceof Response.Digest digest
                    && digest.entry().name().equals(file.name())
                    && !digest.entry().isFolder()) {
                return digest;
            }
            throw Connection.unexpected(answer);
        });
    }

    private static ShareInfo askShare(Connection connection) throws IOException {
        Response answer = connection.ask(new Request.Ping());
        if (answer instanceof Response.Pong pong) {
            return pong.share();
        }
        throw Connection.unexpected(answer);
    }

    /**
     * Says goodbye, closes every connection and wipes the passcodes that are remembered; calls and transfers under way, and later ones, fail with {@link
     * Fault#CANCELLED}, also where they wait for a passcode. Closing twice is fine.
     */
    @Override
    public void close() {
        pool.close();
        passcodes.close();
    }
}
