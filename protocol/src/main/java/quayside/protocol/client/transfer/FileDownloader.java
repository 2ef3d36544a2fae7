package quayside.protocol.client.transfer;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quayside.protocol.channel.Channel;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.Connection;
import quayside.protocol.client.connection.FaultPolicy;
import quayside.protocol.client.connection.RetryingConnection;
import quayside.protocol.client.unlock.Pipeline;
import quayside.protocol.files.FileProblem;
import quayside.protocol.files.incoming.ConflictPolicy;
import quayside.protocol.files.incoming.FreeName;
import quayside.protocol.files.incoming.IncomingBatch;
import quayside.protocol.files.incoming.IncomingDownload;
import quayside.protocol.files.incoming.Leftovers;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Omitted;
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
 * Downloads the listed items, file by file. Decides whether each file is wanted, fetches small files itself, and passes
 * large ones to {@link LargeFiles}. For one thread.
 */
final class FileDownloader {
    /** The number of bytes requested between two checks of the free space. */
    private static final long BYTES_BETWEEN_CHECKS = 16L * 1024 * 1024;

    private final LocalForest forest;
    private final DownloadDisk disk;
    private final ConflictRules rules;
    private final Pipeline small;
    private final SmallFileWriter writer;
    private final LargeFiles large;
    private final FolderTimes times;
    private final Cancellation cancellation;
    private final List<ListedItem.Named> locked = new ArrayList<>();

    /** The source of the folder that was listed last. The fields below describe that folder. */
    private TransferProgress.Source source;

    private LocalTree local;
    private String path = "";
    private RemotePath remote = RemotePath.root();
    private LocalTree.@Nullable Place place;
    private @Nullable ProtocolException failure;
    private long bytesUntilCheck;
    private boolean swept;

    FileDownloader(
            LocalForest forest,
            DownloadDisk disk,
            ConflictRules rules,
            Pipeline small,
            SmallFileWriter writer,
            LargeFiles large,
            FolderTimes times,
            Cancellation cancellation) {
        this.forest = forest;
        this.disk = disk;
        this.rules = rules;
        this.small = small;
        this.writer = writer;
        this.large = large;
        this.times = times;
        this.cancellation = cancellation;
        this.source = forest.progress(0);
        this.local = forest.here();
    }

    /**
     * Downloads all listed items. Files that need a passcode come last, so that the others do not wait for an answer.
     */
    void downloadAll(TreeListing listing) throws IOException {
        for (ListedItem next = next(listing); next != null; next = next(listing)) {
            cancellation.check();
            switch (next) {
                case ListedItem.Folder folder -> enter(folder);
                case ListedItem.File file -> fetch(file);
                case ListedItem.Named named when needsPasscode(named.file()) -> locked.add(named);
                case ListedItem.Named named -> fetch(named);
                case ListedItem.Refused refused -> refuse(refused);
                case ListedItem.End end -> end(end.source());
            }
        }
        for (ListedItem.Named named : locked) {
            fetch(named);
        }
    }

    private @Nullable ListedItem next(TreeListing listing) throws IOException {
        return listing.next(small::flush);
    }

    private void enter(ListedItem.Folder folder) throws IOException {
        source = forest.progress(folder.source());
        local = forest.folder(folder.source());
        path = folder.path();
        remote = local.remote(path);
        place = null;
        failure = local.failure(path);
        if (failure == null && !source.hasEnded()) {
            try {
                place = local.make(path, folder.mode());
                times.add(folder.source(), path, folder.modified());
            } catch (ProtocolException e) {
                failure = e;
                source.fail(local.shown(path), e);
            }
        }
    }

    private void fetch(ListedItem.Named named) throws IOException {
        source = forest.progress(named.source());
        local = forest.here();
        path = "";
        remote = forest.path(named.source()).parent();
        place = new LocalTree.Place(forest.into(), true);
        failure = null;
        if (!swept) {
            swept = true;
            Leftovers.sweep(forest.disk(), forest.into(), Instant.now());
        }
        fetch(named.file());
        source.allSeen();
    }

    private void fetch(ListedItem.File file) throws IOException {
        if (source.hasEnded()) {
            return;
        }
        String shown = local.shown(path.isEmpty() ? file.name() : path + "/" + file.name());
        LocalTree.Place into = place;
        if (failure != null || into == null) {
            source.failWithFolder(shown, failure == null ? FileProblem.local(new IOException()) : failure);
            return;
        }
        OnConflict rule = rules.of(shown);
        Optional<SeenFile> seen = rules.seen(shown);
        TransferProgress.Item item = source.start(shown, file.size());
        try {
            RemotePath from = remote.child(file.name());
            Path target = local.resolve(into, file.name());
            if (file.size() > Limits.MAX_FILE_BYTES) {
                throw new ProtocolException(Reason.TOO_LARGE);
            } else if (file.taken() && rule != OnConflict.RENAME) {
                throw taken(file.name());
            } else if (!isWanted(into, target, file, rule, seen)) {
                item.finished(new TransferResult.Skipped(file.name()));
            } else if (file.size() <= Limits.EAGER_POST_BYTES) {
                checkSpace(into, file);
                if (needsPasscode(file)) {
                    // Opens the lock first, because small files do not wait for their answers. The transfer of a
                    // large file asks for the passcode itself.
                    small.open(file.lock().orElseThrow(), file.name());
                }
                SmallFile download = new SmallFile(from, into.folder(), target, rule, seen, item);
                var _ = small.submit(file.size(), download, download);
            } else {
                small.flush();
                large.add(item, fileDownload(from, into, file, rule, seen, item)::run);
            }
        } catch (ProtocolException e) {
            if (FaultPolicy.concernsAllItems(e)) {
                throw e;
            }
            item.failed(e);
        } catch (IOException e) {
            item.failed(FileProblem.local(e));
        }
    }

    private FileDownload fileDownload(
            RemotePath from,
            LocalTree.Place into,
            ListedItem.File file,
            OnConflict rule,
            Optional<SeenFile> seen,
            TransferProgress.Item item) {
        return new FileDownload(disk, from, into.folder(), rule, seen, Optional.of(file.entry()), item, cancellation);
    }

    private void end(int index) throws IOException {
        TransferProgress.Source ended = forest.progress(index);
        if (ended.hidden() > 0) {
            Omitted hidden = new Omitted(0, 0, 0, ended.hidden());
            ended.noted(forest.folder(index).shown(""), Sentence.of(Phrase.NOT_SHARED, hidden.inWords()));
        }
        ended.allSeen();
    }

    private void refuse(ListedItem.Refused folder) throws IOException {
        TransferProgress.Source whole = forest.progress(folder.source());
        LocalTree tree = forest.folder(folder.source());
        if (tree.failure(folder.path()) == null) {
            ProtocolException why = switch (folder.why()) {
                case TOO_DEEP -> new ProtocolException(Reason.TOO_DEEP);
                case TAKEN -> taken(lastName(tree.shown(folder.path())));
            };
            whole.fail(tree.shown(folder.path()), why);
        }
    }

    private static String lastName(String shown) {
        return shown.substring(shown.lastIndexOf('/') + 1);
    }

    private static ProtocolException taken(String name) {
        return new ProtocolException(Reason.FOLDED_IN_FOLDER, name);
    }

    /** Returns whether the passcode of {@code file} has to be asked for before it is fetched. */
    private boolean needsPasscode(ListedItem.File file) {
        return file.size() <= Limits.EAGER_POST_BYTES
                && file.lock().isPresent()
                && !small.isOpen(file.lock().get());
    }

    /**
     * Returns whether the file is wanted. This is decided before it is fetched, and again when it takes its name,
     * because of files that came meanwhile.
     */
    private boolean isWanted(
            LocalTree.Place into, Path target, ListedItem.File file, OnConflict rule, Optional<SeenFile> seen)
            throws IOException {
        if (!into.existed()) {
            return true;
        }
        if (!file.taken()) {
            Optional<BasicFileAttributes> old = ConflictPolicy.at(target);
            if (old.isEmpty()) {
                return true;
            }
            if (QuickCheck.same(file.entry(), old.get())
                    || !ConflictPolicy.wanted(target, old.get(), file.modified(), rule)) {
                return false;
            }
            ConflictPolicy.requireSeen(target, seen);
        }
        return rule != OnConflict.RENAME || !rules.repeated() || !isNumbered(target, file);
    }

    /** Returns whether an earlier try has stored the file under a numbered name, beside the file that has its own. */
    private static boolean isNumbered(Path target, ListedItem.File file) throws IOException {
        String name = target.getFileName().toString();
        for (int number = 2; number <= FreeName.MAX_TRIES; number++) {
            Optional<BasicFileAttributes> there = ConflictPolicy.at(target.resolveSibling(FreeName.of(name, number)));
            if (there.isEmpty()) {
                return false;
            }
            if (QuickCheck.same(file.entry(), there.get())) {
                return true;
            }
        }
        return false;
    }

    private void checkSpace(LocalTree.Place into, ListedItem.File file) throws ProtocolException {
        bytesUntilCheck -= file.size();
        if (bytesUntilCheck < 0) {
            disk.requireSpace(into.folder(), file.size(), file.name());
            bytesUntilCheck = BYTES_BETWEEN_CHECKS;
        }
    }

    /**
     * One small file, fetched by a {@code GET} that waits for no other answer (PROTOCOL.md section 5.2). Nothing is
     * written to the disk before the content is checked.
     */
    private final class SmallFile implements RetryingConnection.Exchange<Runnable>, Pipeline.Outcome<Runnable> {
        private final RemotePath file;
        private final Path folder;
        private final Path target;
        private final OnConflict rule;
        private final Optional<SeenFile> seen;
        private final TransferProgress.Item item;
        private int restarts;

        SmallFile(
                RemotePath file,
                Path folder,
                Path target,
                OnConflict rule,
                Optional<SeenFile> seen,
                TransferProgress.Item item) {
            this.file = file;
            this.folder = folder;
            this.target = target;
            this.rule = rule;
            this.seen = seen;
            this.item = item;
        }

        @Override
        public void send(Connection connection, boolean repeated) throws IOException {
            connection.channel().send(new Request.Get(file));
        }

        /**
         * Receives the file. Returns an action that reports the result, so that a failure of this disk does not count
         * as a failure of the connection.
         */
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

        /**
         * Returns whether the request is sent again. The file may be under more locks than its entry shows, or its lock
         * could not be opened on this connection.
         */
        @Override
        public boolean repeats(FaultPolicy policy, ProtocolException why) {
            if (policy != FaultPolicy.RESTART) {
                return true;
            }
            boolean again = ++restarts <= FaultPolicy.MAX_RESTARTS;
            if (again) {
                item.noted(Sentence.of(Phrase.STARTS_AGAIN));
            }
            return again;
        }

        private void inMemory(Connection connection, Entry entry) throws IOException {
            byte[] content = connection.channel().receiveBody((int) entry.size());
            writer.add(
                    new IncomingBatch.ReceivedFile(folder, target, content, entry.modified(), entry.mode(), rule, seen),
                    item);
        }

        /**
         * Receives a file that was small when it was listed. If this disk fails, the rest of the body is still read, so
         * that the connection stays usable.
         */
        private Runnable grown(Connection connection, Entry entry) throws IOException {
            try (GrownFile grown = new GrownFile()) {
                grown.attempt(() -> grown.begin(entry));
                long[] done = {0};
                connection.channel().receiveBody(entry.size(), grown, bytes -> {
                    done[0] += bytes;
                    item.progressed(done[0]);
                });
                grown.attempt(() -> grown.publish(entry));
                return grown::report;
            }
        }

        /** A received file that is written until this disk fails. */
        private final class GrownFile implements Channel.Sink, AutoCloseable {
            private @Nullable IncomingDownload incoming;
            private @Nullable TransferResult result;
            private @Nullable IOException failure;

            private interface Step {
                void run() throws IOException;
            }

            void attempt(Step step) {
                if (failure == null) {
                    try {
                        step.run();
                    } catch (IOException e) {
                        failure = e;
                    }
                }
            }

            void begin(Entry entry) throws IOException {
                incoming = IncomingDownload.plain(disk.disk(), folder, disk.random());
                incoming.begin("", entry.size());
            }

            @Override
            public void write(byte[] buffer, int count) {
                attempt(() -> incoming().write(buffer, count));
            }

            void publish(Entry entry) throws IOException {
                incoming().replaceOnly(seen);
                Optional<Path> place = incoming().publish(target, entry.modified(), entry.mode(), rule);
                item.unkept(incoming().unkept(), Phrase.THIS_DISK);
                result = place.isPresent()
                        ? new TransferResult.Stored(place.get().getFileName().toString(), entry.size())
                        : new TransferResult.Skipped(target.getFileName().toString());
            }

            private IncomingDownload incoming() {
                return Objects.requireNonNull(incoming);
            }

            void report() {
                if (failure != null) {
                    item.failed(FileProblem.local(failure));
                } else {
                    item.finished(Objects.requireNonNull(result));
                }
            }

            @Override
            public void close() throws IOException {
                if (incoming != null) {
                    incoming.close();
                }
            }
        }
    }
}
