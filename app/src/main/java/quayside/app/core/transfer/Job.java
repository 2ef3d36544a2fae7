package quayside.app.core.transfer;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import quayside.app.core.share.ShareId;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.ConflictRules;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.message.Entry;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.SeenFile;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * A transfer as data, which {@link JobStore} keeps over a restart. Immutable; it holds no secret.
 *
 * @param target the destination: a {@link RemotePath} for an upload, an absolute path of this computer for a download
 * @param order the place in the queue; lower numbers run first
 * @param lockAll whether the uploaded files are put under a passcode
 * @param sealedPasscode that passcode, as only this user's {@link quayside.app.core.keys.SavedKeys} can read it
 * @param stored whether a try has stored a file; see {@link Plan#rules}
 * @param parts what tries of a download have left on this computer for the next one
 * @param reached how much was done when the job was kept
 * @param state {@link TransferSnapshot.State#QUEUED} for every transfer that has neither ended nor was paused
 */
public record Job(
        UUID id,
        TransferSnapshot.Direction direction,
        ShareRef share,
        List<Source> sources,
        String target,
        ConflictRules rules,
        Instant created,
        long order,
        boolean lockAll,
        Optional<String> sealedPasscode,
        boolean stored,
        List<Cancellation.LeftPart> parts,
        Reached reached,
        TransferSnapshot.State state,
        Optional<Ended> ended) {
    /**
     * How far a transfer has come.
     *
     * @param total -1 while not yet counted
     */
    public record Reached(long bytes, long total) {
        static final Reached NOTHING = new Reached(0, -1);
    }

    /**
     * The share of a job.
     *
     * @param name as the share called itself when the job was made
     * @param address where it was then, as {@code host:port}
     */
    public record ShareRef(ShareId id, String name, String address) {
        public static ShareRef of(ShareClient client) {
            return new ShareRef(
                    ShareId.of(client), client.share().name(), client.link().address());
        }
    }

    /**
     * A file or folder to transfer.
     *
     * @param path a {@link RemotePath} for a download, an absolute path of this computer for an upload
     * @param folder whether it is known to be a folder
     * @param replaces the only version of the share's file that this file replaces; empty if the rules of the job decide
     */
    public record Source(String path, boolean folder, Optional<SeenFile> replaces) {
        Source(String path, boolean folder) {
            this(path, folder, Optional.empty());
        }

        /** Returns the last name of the path. */
        String name() {
            return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf(File.separatorChar)) + 1);
        }
    }

    /**
     * The result of a transfer that has ended.
     *
     * @param bytes of the files that were stored
     * @param took the time in which all of them were transferred; empty if that is not known
     */
    public record Ended(
            Instant at,
            String message,
            Optional<Fault> fault,
            long files,
            long bytes,
            Optional<Duration> took,
            long failedCount,
            List<TransferReport.Failure> failures) {
        public Ended {
            failures = List.copyOf(failures);
        }
    }

    public Job {
        sources = List.copyOf(sources);
        parts = List.copyOf(parts);
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("a job without a source");
        }
        requirePaths(direction, sources, target);
    }

    /** @throws IllegalArgumentException if a path is none of its side */
    static void requirePaths(TransferSnapshot.Direction direction, List<Source> sources, String target) {
        switch (direction) {
            case UPLOAD -> {
                sources.forEach(source -> localPath(source.path()));
                RemotePath _ = remotePath(target);
            }
            case DOWNLOAD -> {
                sources.forEach(source -> remotePath(source.path()));
                Path _ = localPath(target);
            }
        }
    }

    /** Returns a path of this computer. */
    static Path localPath(String text) {
        Path path = Path.of(text);
        if (!path.isAbsolute()) {
            throw new IllegalArgumentException("a relative path");
        }
        return path;
    }

    /** Returns a path of the share. */
    public static RemotePath remotePath(String text) {
        try {
            return RemotePath.parse(text);
        } catch (ProtocolException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Returns a new job that uploads {@code sources} into {@code intoFolder}. */
    static Job upload(ShareRef share, List<Path> sources, RemotePath intoFolder, ConflictRules rules, boolean lockAll) {
        return fresh(
                TransferSnapshot.Direction.UPLOAD,
                share,
                sources.stream()
                        .map(path -> new Source(path.toAbsolutePath().toString(), false))
                        .toList(),
                intoFolder.toString(),
                rules,
                lockAll);
    }

    /** Returns a new job that uploads {@code source} in place of the file of its name, if that is still {@code known}. */
    static Job replacement(ShareRef share, Path source, RemotePath intoFolder, Entry known) {
        return fresh(
                TransferSnapshot.Direction.UPLOAD,
                share,
                List.of(new Source(source.toAbsolutePath().toString(), false, Optional.of(SeenFile.of(known)))),
                intoFolder.toString(),
                // A version of the program that knows nothing of replacements replaces nothing.
                ConflictRules.all(OnConflict.FAIL),
                false);
    }

    /** Returns a new job that downloads {@code sources} into {@code intoFolder}. */
    static Job download(ShareRef share, List<RemoteItem> sources, Path intoFolder, ConflictRules rules) {
        return fresh(
                TransferSnapshot.Direction.DOWNLOAD,
                share,
                sources.stream()
                        .map(item -> new Source(item.path().toString(), item.folder()))
                        .toList(),
                intoFolder.toAbsolutePath().toString(),
                rules,
                false);
    }

    private static Job fresh(
            TransferSnapshot.Direction direction,
            ShareRef share,
            List<Source> sources,
            String target,
            ConflictRules rules,
            boolean lockAll) {
        return new Job(
                UUID.randomUUID(),
                direction,
                share,
                sources,
                target,
                rules,
                Instant.now(),
                0,
                lockAll,
                Optional.empty(),
                false,
                List.of(),
                Reached.NOTHING,
                TransferSnapshot.State.QUEUED,
                Optional.empty());
    }

    Job withOrder(long next) {
        Draft draft = new Draft(this);
        draft.order = next;
        return draft.job();
    }

    Job withReached(Reached next) {
        Draft draft = new Draft(this);
        draft.reached = next;
        return draft.job();
    }

    /** Returns the same job with what is known by now of its only source: whether it is a folder. */
    Job withFolder(boolean isFolder) {
        if (sources.size() > 1 || sources.getFirst().folder() == isFolder) {
            return this;
        }
        Source only = sources.getFirst();
        Draft draft = new Draft(this);
        draft.sources = List.of(new Source(only.path(), isFolder, only.replaces()));
        return draft.job();
    }

    /**
     * Returns the same download into another folder, as if nothing had arrived yet.
     *
     * @param next the rules for that folder
     */
    Job withTarget(Path folder, ConflictRules next) {
        Draft draft = new Draft(this);
        draft.target = folder.toAbsolutePath().toString();
        draft.rules = next;
        draft.stored = false;
        draft.reached = Reached.NOTHING;
        return draft.job();
    }

    /** Returns the same transfer under other rules, which decide about every file. */
    Job withRules(ConflictRules next) {
        Draft draft = new Draft(this);
        draft.sources = sources.stream()
                .map(source -> new Source(source.path(), source.folder()))
                .toList();
        draft.rules = next;
        return draft.job();
    }

    Job withSealedPasscode(Optional<String> next) {
        Draft draft = new Draft(this);
        draft.sealedPasscode = next;
        return draft.job();
    }

    Job withState(TransferSnapshot.State next, boolean anyStored, Optional<Ended> result) {
        Draft draft = new Draft(this);
        draft.stored = anyStored;
        draft.state = next;
        draft.ended = result;
        return draft.job();
    }

    Job withParts(List<Cancellation.LeftPart> next) {
        Draft draft = new Draft(this);
        draft.parts = next;
        return draft.job();
    }

    /** A job in the making: what of a job can change, as it is in the original at first. */
    private static final class Draft {
        private final Job original;
        private List<Source> sources;
        private String target;
        private ConflictRules rules;
        private long order;
        private Optional<String> sealedPasscode;
        private boolean stored;
        private List<Cancellation.LeftPart> parts;
        private Reached reached;
        private TransferSnapshot.State state;
        private Optional<Ended> ended;

        Draft(Job original) {
            this.original = original;
            sources = original.sources;
            target = original.target;
            rules = original.rules;
            order = original.order;
            sealedPasscode = original.sealedPasscode;
            stored = original.stored;
            parts = original.parts;
            reached = original.reached;
            state = original.state;
            ended = original.ended;
        }

        Job job() {
            return new Job(
                    original.id,
                    original.direction,
                    original.share,
                    sources,
                    target,
                    rules,
                    original.created,
                    order,
                    original.lockAll,
                    sealedPasscode,
                    stored,
                    parts,
                    reached,
                    state,
                    ended);
        }
    }
}
