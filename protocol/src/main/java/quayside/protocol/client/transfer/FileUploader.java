package quayside.protocol.client.transfer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.Connection;
import quayside.protocol.client.connection.FaultPolicy;
import quayside.protocol.client.connection.RetryingConnection;
import quayside.protocol.client.unlock.Pipeline;
import quayside.protocol.client.unlock.Unlocker;
import quayside.protocol.crypto.ClientSecret;
import quayside.protocol.files.LocalNames;
import quayside.protocol.files.incoming.ConflictPolicy;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.message.SeenFile;
import quayside.protocol.text.Phrase;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * Uploads the files of a transfer one by one. Decides whether each is wanted, sends small files itself, and passes
 * large ones to {@link LargeFiles}. For one thread.
 */
final class FileUploader {
    private final ConflictRules rules;
    private final boolean serverChecksSeen;
    private final Pipeline small;
    private final LargeFiles large;
    private final ClientSecret secret;
    private final Unlocker unlocker;
    private final Cancellation cancellation;

    /** @param serverChecksSeen whether the server knows {@link Request.Post#seen} */
    FileUploader(
            ConflictRules rules,
            boolean serverChecksSeen,
            Pipeline small,
            LargeFiles large,
            ClientSecret secret,
            Unlocker unlocker,
            Cancellation cancellation) {
        this.rules = rules;
        this.serverChecksSeen = serverChecksSeen;
        this.small = small;
        this.large = large;
        this.secret = secret;
        this.unlocker = unlocker;
        this.cancellation = cancellation;
    }

    /**
     * A file of this computer.
     *
     * @param name its name on the share
     * @param found its state when it was found
     */
    record Source(Path file, String name, LocalFile found) {}

    /**
     * Uploads a file into {@code folder}. Reports its result, now or later.
     *
     * @param known the existing entry of that name; null if there is none
     */
    void move(Source source, RemoteFolder folder, RemoteNames.@Nullable Known known, String shown) throws IOException {
        TransferProgress.Source progress = folder.progress();
        ProtocolException ofFolder = folder.failure();
        if (progress.hasEnded()) {
            return;
        }
        if (ofFolder != null) {
            progress.failWithFolder(shown, ofFolder);
            return;
        }
        LocalFile found = source.found();
        OnConflict rule = rules.of(shown);
        Optional<SeenFile> seen = rules.seen(shown);
        TransferProgress.Item item = progress.start(shown, found.size());
        try {
            String name = source.name();
            LocalNames.requireUnreserved(name);
            RemotePath target = folder.path().child(name);
            if (isWanted(found, known, name, rule)) {
                if (known != null && seen.isPresent() && isOther(known, seen.get(), found)) {
                    throw new ProtocolException(Reason.CHANGED_ON_SHARE, name);
                }
                if (known != null && needsPasscode(source, known, rule)) {
                    // Opens the lock first, because small files do not wait for their answers. The transfer of a
                    // large file asks for the passcode itself.
                    small.open(known.lock().orElseThrow(), name);
                }
                send(source.file(), found, folder, target, rule, seen, item);
            } else {
                item.finished(new TransferResult.Skipped(name));
            }
        } catch (ProtocolException e) {
            if (FaultPolicy.concernsAllItems(e)) {
                throw e;
            }
            item.failed(e);
        }
    }

    /** Returns whether {@link #move} would wait for the passcode of the existing entry of a named source. */
    boolean needsPasscode(Source source, RemoteNames.Known known) {
        return needsPasscode(source, known, rules.of(source.name()));
    }

    private boolean needsPasscode(Source source, RemoteNames.Known known, OnConflict rule) {
        return known.lock().isPresent()
                && rule != OnConflict.RENAME
                && source.found().size() <= Limits.EAGER_POST_BYTES
                && !small.isOpen(known.lock().get());
    }

    private boolean isWanted(LocalFile found, RemoteNames.@Nullable Known known, String name, OnConflict rule)
            throws ProtocolException {
        if (known == null) {
            return true;
        }
        if (unlocker.ownLock().isPresent() && known.lock().isEmpty() && rule == OnConflict.OVERWRITE) {
            return true;
        }
        boolean wanted = !known.same(found) && isAllowed(found, known, name, rule);
        if (!wanted && !known.folder()) {
            unlocker.requireProtected(name, known.lock());
        }
        return wanted;
    }

    /** Returns whether the existing entry is neither the file that may be replaced nor the one that is sent. */
    private static boolean isOther(RemoteNames.Known known, SeenFile seen, LocalFile found) {
        return !ConflictPolicy.isSeen(seen, known.size(), known.modified()) && !known.same(found);
    }

    private static boolean isAllowed(LocalFile found, RemoteNames.Known known, String name, OnConflict rule)
            throws ProtocolException {
        Instant modified = found.modified().toInstant();
        return switch (ConflictPolicy.decide(!known.folder(), known.modified(), modified, rule)) {
            case REPLACE, RENAME -> true;
            case KEEP -> false;
            case REFUSE -> throw new ProtocolException(Reason.EXISTS, name);
        };
    }

    private void send(
            Path file,
            LocalFile found,
            RemoteFolder folder,
            RemotePath target,
            OnConflict rule,
            Optional<SeenFile> seen,
            TransferProgress.Item item)
            throws IOException {
        LocalFile now = found;
        // If the server does not check what a small file replaces, it is sent as a large one is: that looks before each
        // try.
        boolean isChecked = seen.isEmpty() || serverChecksSeen;
        for (int restarts = 0; isChecked && now.size() <= Limits.EAGER_POST_BYTES; ) {
            try {
                byte[] content = now.read(file);
                SmallFile upload = new SmallFile(folder, target, rule, seen, now, content, item);
                var _ = small.submit(content.length, upload, upload);
                return;
            } catch (ProtocolException e) {
                if (FaultPolicy.of(e) != FaultPolicy.RESTART || ++restarts > FaultPolicy.MAX_RESTARTS) {
                    throw e;
                }
                item.noted(Sentence.of(Phrase.STARTS_AGAIN));
                now = LocalFile.at(file);
            }
        }
        // The other connection could not find the folder before it is made.
        folder.awaitKnown(small);
        FileUpload upload = new FileUpload(
                secret, file, target, rule, seen, serverChecksSeen, rules.repeated(), unlocker, item, cancellation);
        large.add(item, upload);
    }

    /**
     * One small file, sent by a {@code POST} that waits for no other answer (PROTOCOL.md section 5.3). Its bytes stay
     * in memory until it is answered.
     */
    private final class SmallFile
            implements RetryingConnection.Exchange<TransferResult>, Pipeline.Outcome<TransferResult> {
        private final RemoteFolder folder;
        private final RemotePath target;
        private final OnConflict rule;
        private final Optional<SeenFile> seen;
        private final LocalFile found;
        private final byte[] content;
        private final TransferProgress.Item item;
        private final String id = UUID.randomUUID().toString();
        private boolean repeated = rules.repeated();
        private volatile Request.@Nullable Post sent;

        SmallFile(
                RemoteFolder folder,
                RemotePath target,
                OnConflict rule,
                Optional<SeenFile> seen,
                LocalFile found,
                byte[] content,
                TransferProgress.Item item) {
            this.folder = folder;
            this.target = target;
            this.rule = rule;
            this.seen = seen;
            this.found = found;
            this.content = content;
            this.item = item;
        }

        @Override
        public void send(Connection connection, boolean repeated) throws IOException {
            this.repeated |= repeated;
            Request.Post plain = new Request.Post(
                    target,
                    content.length,
                    found.modified().toInstant(),
                    rule,
                    false,
                    found.mode(),
                    this.repeated,
                    Optional.empty());
            Request.Post post = plain.under(unlocker.ownLock()).as(id).replacing(seen);
            sent = post;
            connection.channel().send(post);
            connection
                    .channel()
                    .sendBody(
                            new ByteArrayInputStream(content),
                            content.length,
                            _ -> connection.sent().moved());
        }

        @Override
        public TransferResult receive(Connection connection) throws IOException {
            // What is sent may only be known once its answer is there.
            Response answer = PostAnswer.of(target, seen, connection::answer);
            TransferResult result = PostAnswer.result(answer, Objects.requireNonNull(sent), found, unlocker, repeated);
            if (answer instanceof Response.Stored stored) {
                item.unkept(found.unkept(stored.entry()), Phrase.SHARES_DISK);
            }
            return result;
        }

        @Override
        public void answered(TransferResult result) {
            item.finished(result);
        }

        @Override
        public void refused(ProtocolException why) {
            ProtocolException ofFolder = folder.failure();
            if (ofFolder != null) {
                item.failedWithFolder(ofFolder);
            } else {
                item.failed(why);
            }
        }

        /**
         * Returns whether the request is sent again. The existing file may be under more locks than its entry shows, or
         * a lock could not be opened on this connection.
         */
        @Override
        public boolean repeats(FaultPolicy policy, ProtocolException why) {
            return policy == FaultPolicy.ASK;
        }
    }
}
