package quayside.protocol.client;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.connection.Connection;
import quayside.protocol.client.connection.ConnectionPool;
import quayside.protocol.client.connection.Reconnector;
import quayside.protocol.client.connection.RetryPolicy;
import quayside.protocol.client.connection.RetryingConnection;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.client.transfer.DownloadDisk;
import quayside.protocol.client.transfer.EntryReader;
import quayside.protocol.client.transfer.FileDownload;
import quayside.protocol.client.transfer.FileUpload;
import quayside.protocol.client.transfer.FileWatch;
import quayside.protocol.client.transfer.LocalFile;
import quayside.protocol.client.transfer.ProgressListener;
import quayside.protocol.client.transfer.TransferResult;
import quayside.protocol.client.unlock.NewLock;
import quayside.protocol.client.unlock.PasscodeCache;
import quayside.protocol.client.unlock.PasscodePrompt;
import quayside.protocol.client.unlock.Unlocker;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.files.Disk;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Goodbye;
import quayside.protocol.message.Omitted;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.message.ShareInfo;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * An open share: the entry point of the client (PROTOCOL.md section 9).
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
 * <p>Thread-safe: any thread may call any method. Each call blocks its caller until it is done and uses its own
 * connection, so calls of several threads run at the same time. Every method throws a {@link ProtocolException} with a
 * {@link Fault} and a sentence for the user. Faults with a status came from the server, and the client is usable after
 * them. After {@link Fault#CONNECTION_LOST} the next call connects again.
 */
public final class ShareClient implements AutoCloseable {
    private final ShareLink link;
    private final ConnectionPool pool;
    private final Fingerprint fingerprint;
    private final RetryPolicy retry;
    private final PasscodeCache passcodes;
    private final DownloadDisk downloads;
    private volatile Response.Pong answer;
    private volatile Consumer<ShareInfo> shareListener = _ -> {};

    private ShareClient(
            ShareLink link,
            ConnectionPool pool,
            Fingerprint fingerprint,
            Response.Pong answer,
            RetryPolicy retry,
            Disk disk) {
        this.link = link;
        this.pool = pool;
        this.retry = retry;
        this.passcodes = new PasscodeCache(pool.closing(), retry.timer()::nanos);
        this.downloads = new DownloadDisk(disk, new SecureRandom(), pool.secret());
        this.fingerprint = fingerprint;
        this.answer = answer;
    }

    /**
     * Connects, runs the handshake and asks what is shared. Blocks for at most the options' timeout and 10 s.
     *
     * @param key stays owned by the caller, who closes it after the client
     * @throws ProtocolException {@link Fault#UNREACHABLE}, {@link Fault#WRONG_KEY}, {@link Fault#SERVER_KEY_CHANGED},
     *     {@link Fault#NOT_QUAYSIDE}, {@link Fault#SERVER_FULL}, {@link Fault#TOO_MANY_TRIES}, {@link Fault#CANCELLED}
     *     and the faults of a broken connection
     */
    public static ShareClient connect(ShareLink link, AccessKey key, ConnectOptions options, Cancellation cancellation)
            throws IOException {
        return connect(link, key, options, cancellation, Disk.ofSystem());
    }

    /** Connects as {@link #connect}, and downloads to {@code disk}. */
    static ShareClient connect(
            ShareLink link, AccessKey key, ConnectOptions options, Cancellation cancellation, Disk disk)
            throws IOException {
        ConnectionPool pool = new ConnectionPool(link, key, options);
        boolean connected = false;
        try {
            Connection first = pool.lease(cancellation);
            Response.Pong share;
            try (Cancellation.Registration _ = cancellation.onCancel(first::close)) {
                share = askShare(first);
            } catch (IOException e) {
                cancellation.check();
                throw e;
            }
            Fingerprint fingerprint = first.server();
            pool.giveBack(first);
            connected = true;
            return new ShareClient(link.openedWith(key), pool, fingerprint, share, options.retry(), disk);
        } finally {
            if (!connected) {
                pool.close();
            }
        }
    }

    /** Returns the identity that the server proved. */
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    ConnectionPool pool() {
        return pool;
    }

    RetryPolicy retry() {
        return retry;
    }

    DownloadDisk downloads() {
        return downloads;
    }

    /** Returns an unlocker for one call or transfer, which closes it. The caller keeps the passcode of {@code own}. */
    Unlocker unlocker(Optional<NewLock> own, Unlocker.Listener listener, Cancellation cancellation) {
        return new Unlocker(passcodes, own.orElse(null), listener, cancellation);
    }

    /**
     * Returns the connections of a single call. It needs a second one only if a person took long to answer a question.
     */
    private Reconnector connections(Unlocker unlocker, Cancellation cancellation) {
        return new Reconnector(pool, RetryPolicy.never(), Reconnector.Listener.NONE, cancellation, unlocker::replay);
    }

    /** Makes a call on its own connection. If it meets a lock, asks for the passcode and makes the call again. */
    private <T> T call(Cancellation cancellation, RetryingConnection.Call<T> call) throws ProtocolException {
        try (Unlocker unlocker = unlocker(Optional.empty(), Unlocker.Listener.NONE, cancellation);
                RetryingConnection connection =
                        new RetryingConnection(connections(unlocker, cancellation), cancellation)) {
            return unlocker.call(connection, call);
        }
    }

    /** Sends a request that is answered by {@link Response.Done}, and waits for that answer. */
    private void order(Request request) throws IOException {
        boolean _ = call(new Cancellation(), connection -> {
            connection.order(request);
            return true;
        });
    }

    /** Sets the prompt for the passcodes of protected files. It is {@link PasscodePrompt#NONE} at first. */
    public void passcodes(PasscodePrompt prompt) {
        passcodes.prompt(prompt);
    }

    /**
     * Tries a passcode. If it is right, remembers it until the client is closed.
     *
     * @param lock of an {@link Entry}
     * @param passcode stays owned by the caller, who may close it once this has returned
     * @throws ProtocolException {@link Fault#REFUSED} if it is wrong, {@link Fault#TOO_MANY_TRIES} with the time to
     *     wait
     */
    public void unlock(String lock, Passcode passcode) throws IOException {
        boolean _ = call(new Cancellation(), connection -> {
            connection.unlock(lock, passcode, true);
            passcodes.remember(lock, passcode);
            return true;
        });
    }

    /**
     * Puts existing files under one new lock. If a file is under another lock, asks for its passcode.
     *
     * @param passcode stays owned by the caller, who may close it once this has returned
     * @throws ProtocolException {@link Fault#NOT_FOUND} for a folder; the other files are still protected
     */
    public void protect(List<RemotePath> files, Passcode passcode) throws IOException {
        List<Change.Protect> changes = files.stream().map(Change.Protect::new).toList();
        Changes.Result result = change(changes, Optional.of(passcode), Changes.Listener.NONE, new Cancellation());
        result.requireDone();
    }

    /** Removes the protection of a file. Asks for its passcode. */
    public void unprotect(RemotePath file) throws IOException {
        change(List.of(new Change.Unprotect(file)), Optional.empty(), Changes.Listener.NONE, new Cancellation())
                .requireDone();
    }

    /**
     * Makes several changes in their order, over one connection, without waiting for one answer before the next
     * request. Asks for each lock once. Changes under a lock come after the others, and those that stay locked are left
     * out. A fault of one change does not stop the others.
     *
     * @param passcode the passcode of the one new lock for all files that are to be protected; needed only for those.
     *     The caller keeps it, and may close it once this has returned
     * @throws ProtocolException if the connection was lost, or the call was cancelled. It is then unknown which of the
     *     unreported changes were made
     */
    public Changes.Result change(
            List<? extends Change> changes,
            Optional<Passcode> passcode,
            Changes.Listener listener,
            Cancellation cancellation)
            throws IOException {
        try (Unlocker unlocker = unlocker(passcode.map(NewLock::new), Unlocker.Listener.NONE, cancellation)) {
            return new Changes(List.copyOf(changes), unlocker, listener, cancellation)
                    .over(connections(unlocker, cancellation));
        }
    }

    /**
     * Begins changes that are made in several calls, which the caller closes.
     *
     * @param waiting gets the reason whenever the session waits after a lost connection
     */
    public ChangeSession changes(Consumer<Sentence> waiting, Cancellation cancellation) {
        Reconnector.Listener listener = new Reconnector.Listener() {
            @Override
            public void waiting(Sentence sentence, Duration pause) {
                waiting.accept(sentence);
            }

            @Override
            public void resumed() {}
        };
        Unlocker unlocker = unlocker(Optional.empty(), Unlocker.Listener.NONE, cancellation);
        return new ChangeSession(
                unlocker,
                connections(unlocker, cancellation),
                new Reconnector(pool, retry, listener, cancellation, connection -> {}),
                cancellation);
    }

    /** Returns the link that this client was opened with. */
    public ShareLink link() {
        return link;
    }

    /** Returns the state of the share that the server reported last; see {@link #ping}. */
    public ShareInfo share() {
        return answer.share();
    }

    /** Returns the free space on the share's disk as the server reported it last; empty if guests may not know it. */
    public OptionalLong freeBytes() {
        long free = answer.freeBytes();
        return free < 0 ? OptionalLong.empty() : OptionalLong.of(free);
    }

    /**
     * Returns what the server's clock showed when it answered last; see {@link #ping}. Empty if the server is of an
     * earlier version.
     */
    public Optional<Instant> serverTime() {
        return answer.time();
    }

    /** Returns whether the server itself checks that an upload replaces only the file that was seen. */
    boolean serverChecksSeen() {
        return answer.knowsSeen();
    }

    /** Checks that the server is alive, and returns the present state of the share. */
    public ShareInfo ping() throws IOException {
        Response.Pong now = call(new Cancellation(), ShareClient::askShare);
        boolean changed = !now.share().equals(answer.share());
        answer = now;
        if (changed) {
            shareListener.accept(now.share());
        }
        return now.share();
    }

    /**
     * Returns the host's action that ended this client's connections, if there was one since the last connection was
     * admitted. After {@link Goodbye.Why#DISCONNECTED} and {@link Goodbye.Why#BLOCKED} every call fails until {@link
     * #readmit}.
     */
    public Optional<Goodbye.Why> parting() {
        return pool.parting();
    }

    /** Returns what the host wrote to this client about {@link #parting}, not escaped; empty if nothing. */
    public String partingNote() {
        return pool.partingNote();
    }

    /**
     * Begins to follow what the host orders for this client, over a connection of its own, unless that is done already
     * or the server is of an earlier version. Returns at once. After that connection was lost, it has to be called again.
     */
    public void followHost() {
        pool.watch().begin();
    }

    /** Returns what the host has ordered for this client, as far as that is known; see {@link #followHost}. */
    public Response.Orders orders() {
        return pool.watch().orders();
    }

    /**
     * Sets the listener that is notified, on a thread of this client, when the host has changed {@link #orders} or ended
     * the connection. One listener at a time.
     */
    public void onNews(Consumer<Response.Orders> listener) {
        pool.watch().onNews(listener);
    }

    /** Returns whether the server has ended an idle connection, so that a {@link #ping} finds out why. */
    public boolean hasNews() {
        return pool.hasNews();
    }

    /** Lets the next call ask the host for admission again, because the user wants it. */
    public void readmit() {
        pool.readmit();
    }

    /**
     * Sets the listener that is notified when a {@link #ping} finds that the share, or what guests may do there, has
     * changed. Runs on the thread that called {@code ping}. One listener at a time.
     */
    public void onShareChange(Consumer<ShareInfo> listener) {
        shareListener = listener;
    }

    /**
     * Passes the entries of {@code folder} to {@code pages} page by page, in no order, on the calling thread.
     *
     * @return the numbers of entries that the share leaves out
     */
    public Omitted list(RemotePath folder, Consumer<List<Entry>> pages, Cancellation cancellation) throws IOException {
        return call(
                cancellation,
                connection ->
                        EntryReader.listing(connection, connection.ask(new Request.ListFolder(folder)), pages::accept));
    }

    /** Returns all entries of {@code folder}, in no order. For folders known to be small. */
    public List<Entry> list(RemotePath folder) throws IOException {
        List<Entry> entries = new ArrayList<>();
        Omitted _ = list(folder, entries::addAll, new Cancellation());
        return entries;
    }

    /** Returns the entry at {@code path}. The entry of the share itself has an empty name. */
    public Entry stat(RemotePath path) throws IOException {
        return call(
                new Cancellation(), connection -> EntryReader.described(path, connection.ask(new Request.Stat(path))));
    }

    /** Makes one folder, whose parent must exist. Throws {@link Fault#EXISTS} if the name is taken. */
    public void makeFolder(RemotePath path) throws IOException {
        order(new Request.MakeFolder(path));
    }

    /** Renames or moves within the share, and never replaces. Throws {@link Fault#EXISTS} if the new name is taken. */
    public void move(RemotePath from, RemotePath to) throws IOException {
        order(new Request.Move(from, to));
    }

    /**
     * Copies one file within the share, on the host's disk; never replaces. Blocks until the copy is on that disk. If
     * the file is protected, so is its copy.
     *
     * @return the entry of the copy
     * @throws ProtocolException {@link Fault#EXISTS} if the new name is taken, {@link Fault#CHANGED} if the file
     *     changed meanwhile, {@link Fault#MALFORMED} if the server's version is too old for this request
     */
    public Entry copy(RemotePath from, RemotePath to, Cancellation cancellation) throws IOException {
        try {
            return call(cancellation, connection -> EntryReader.copied(to, connection.ask(new Request.Copy(from, to))));
        } catch (ProtocolException e) {
            throw Changes.reasonOfCopy(e);
        }
    }

    /**
     * Requires that the server knows how to copy, without copying anything.
     *
     * @throws ProtocolException {@link Fault#MALFORMED} if its version is too old for that
     */
    public void requireCopying(Cancellation cancellation) throws IOException {
        try {
            // Every server that knows the request refuses to copy the shared folder itself.
            Entry _ = copy(RemotePath.root(), RemotePath.root(), cancellation);
        } catch (ProtocolException e) {
            if (e.fault() != Fault.REFUSED) {
                throw e;
            }
        }
    }

    /** Deletes a file or an empty folder; with {@code recursive}, a folder and everything in it. */
    public void delete(RemotePath path, boolean recursive) throws IOException {
        order(new Request.Delete(path, recursive));
    }

    /**
     * Downloads {@code file} into the existing local {@code folder}, under its own name, or one derived from it if this
     * system cannot store that.
     *
     * <p>When this returns {@link TransferResult.Stored}, the file is complete, checked and on the disk. In every other
     * case the name keeps its previous content.
     */
    public TransferResult get(
            RemotePath file, Path folder, OnConflict onConflict, ProgressListener progress, Cancellation cancellation)
            throws IOException {
        FileDownload download = new FileDownload(
                downloads,
                file,
                LocalFile.followed(folder),
                onConflict,
                Optional.empty(),
                FileWatch.of(progress),
                cancellation);
        return call(cancellation, download::run);
    }

    /**
     * Returns the content of a small file, with its checksum verified. It is only in memory; nothing is written to a
     * disk.
     *
     * @throws ProtocolException {@link Fault#TOO_LARGE} if the file has more than {@code maxBytes}
     */
    public byte[] read(RemotePath file, int maxBytes, Cancellation cancellation) throws IOException {
        return call(cancellation, connection -> {
            Response.Content content = FileDownload.checked(connection.ask(new Request.Get(file)), file, 0);
            if (content.entry().size() > maxBytes) {
                // The content is on its way on this connection.
                connection.close();
                throw new ProtocolException(Reason.TOO_LARGE);
            }
            return connection.channel().receiveBody((int) content.entry().size());
        });
    }

    /**
     * Uploads the local {@code file} as {@code target}, whose folder must exist. Gives the same promise as
     * {@link #get}, for the server's disk.
     */
    public TransferResult post(
            Path file, RemotePath target, OnConflict onConflict, ProgressListener progress, Cancellation cancellation)
            throws IOException {
        try (Unlocker unlocker = unlocker(Optional.empty(), Unlocker.Listener.NONE, cancellation);
                RetryingConnection connection =
                        new RetryingConnection(connections(unlocker, cancellation), cancellation);
                FileUpload upload = new FileUpload(
                        pool.secret(),
                        file,
                        target,
                        onConflict,
                        false,
                        unlocker,
                        FileWatch.of(progress),
                        cancellation)) {
            return unlocker.call(connection, upload::over);
        }
    }

    /**
     * Returns the SHA-256 of a whole file of the share, computed there. Blocks while the server reads the file, unless
     * it has done so before.
     *
     * @throws ProtocolException {@link Fault#CHANGED} if it was changed while it was read
     */
    public Response.Digest digest(RemotePath file, Cancellation cancellation) throws IOException {
        return call(cancellation, connection -> {
            Response answer = connection.ask(new Request.Verify(file));
            if (answer instanceof Response.Digest digest
                    && digest.entry().name().equals(file.name())
                    && !digest.entry().isFolder()) {
                return digest;
            }
            throw Connection.unexpected(answer);
        });
    }

    private static Response.Pong askShare(Connection connection) throws IOException {
        Response answer = connection.ask(new Request.Ping());
        if (answer instanceof Response.Pong pong) {
            return pong;
        }
        throw Connection.unexpected(answer);
    }

    /**
     * Says goodbye, closes every connection and wipes the remembered passcodes. Pending and later calls and transfers
     * fail with {@link Fault#CANCELLED}, also those that wait for a passcode. Closing twice has no effect.
     */
    @Override
    public void close() {
        pool.close();
        passcodes.close();
    }
}
