package quayside.server.storage;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Mode;
import quayside.protocol.message.Omitted;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;
import quayside.server.protect.Keyring;
import quayside.server.protect.Lock;
import quayside.server.protect.ProtectedFile;
import quayside.server.protect.ProtectedNames;
import quayside.server.text.ServerReason;

/**
 * Shares several folders of this computer. Guests see each as a folder of the root, which holds nothing else. Only the
 * host changes the root.
 *
 * <p>A path below the root is a path of the folder that its first name names. Each folder is a {@link FolderStorage} of
 * its own, with its own protected files, part files and free space; they share the limits on long work. Nothing is moved
 * or copied from one to another. A folder that is not at its place is not listed, and requests for something in it fail
 * with {@link Fault#NOT_FOUND} until it is back.
 */
public final class SeveralFolders implements Storage {
    private final Mounts mounts;
    private final Keyring keys;
    private final String asker;
    private final BooleanSupplier valid;

    private SeveralFolders(Mounts mounts, Keyring keys, String asker, BooleanSupplier valid) {
        this.mounts = mounts;
        this.keys = keys;
        this.asker = asker;
        this.valid = valid;
    }

    /**
     * Opens {@code folders} like {@link FolderStorage#open(Path, boolean, List, InstantSource, RandomGenerator)}.
     *
     * @throws IOException if one of them cannot be shared; none is open then
     */
    public static SeveralFolders open(
            List<NamedFolder> folders,
            boolean showHidden,
            List<Path> neverShared,
            InstantSource clock,
            RandomGenerator random)
            throws IOException {
        Mounts mounts = new Mounts(showHidden, neverShared, clock, random);
        List<Sentence> _ = mounts.share(folders, () -> {});
        return new SeveralFolders(mounts, Keyring.EMPTY, "", () -> true);
    }

    /**
     * Checks the folders as {@link FolderStorage#check} does, and their names. Changes nothing in them.
     *
     * @param ours folders that this program shares already; they are only compared with the others
     */
    public static void check(List<NamedFolder> folders, List<Path> neverShared, List<Path> ours) throws IOException {
        NamedFolder.check(folders);
        List<Path> open = ours.stream().map(ExcludedFolders::real).toList();
        for (NamedFolder each : folders) {
            if (!open.contains(ExcludedFolders.real(each.folder()))) {
                checkOne(each, neverShared);
            }
        }
    }

    private static void checkOne(NamedFolder folder, List<Path> neverShared) throws IOException {
        try {
            FolderStorage.check(folder.folder(), neverShared);
        } catch (IOException e) {
            throw Mounts.unusable(folder, e);
        }
    }

    /**
     * Shares exactly {@code folders} from now on, also for guests who are connected. Folders that are shared already stay
     * open, perhaps under another name. What uses a folder that is removed fails soon with a plain sentence; the call
     * waits a moment for that. Blocks on the disk.
     *
     * @param renamed changes the paths that guests are confined to ({@link #whileValid}). It runs while no name leads to
     *     another folder than before or after the change, so that nobody gets into another folder in between. If it
     *     fails, nothing is changed
     * @return sentences for the host about damage in the folders that came
     * @throws IOException if one of them cannot be shared; nothing is changed then
     */
    public List<Sentence> share(List<NamedFolder> folders, Renaming renamed) throws IOException {
        return mounts.share(folders, renamed);
    }

    /** Changes the paths that guests are confined to. */
    @FunctionalInterface
    public interface Renaming {
        void run() throws IOException;
    }

    @Override
    public Storage with(Keyring open, String guest) {
        return new SeveralFolders(mounts, open, guest, valid);
    }

    @Override
    public Storage whileValid(BooleanSupplier now) {
        return new SeveralFolders(mounts, keys, asker, now);
    }

    /** Throws {@link Fault#REFUSED} for the root and what is directly in it, which only the host changes. */
    static void requireWithin(RemotePath path) throws ProtocolException {
        if (path.names().size() < 2) {
            throw new ProtocolException(ServerReason.ONLY_HOST_FOLDERS);
        }
    }

    /** Returns the folder that {@code path} is in; fails with {@link Fault#NOT_FOUND} for the root, too. */
    Mount find(RemotePath path) throws ProtocolException {
        Mount found = mounts.find(path);
        // The folders change after the paths of guests, so the other order would let a guest into a folder that has
        // just got the name of its own.
        if (!valid.getAsBoolean()) {
            throw new ProtocolException(Reason.HOST_MISSING, path);
        }
        return found;
    }

    /** Returns the files of a folder for the guest of this view. */
    Storage view(Mount mount) {
        return mount.files().with(keys, asker);
    }

    @FunctionalInterface
    private interface Work<T extends @Nullable Object> {
        T of(Mount mount, Storage files) throws ProtocolException;
    }

    private <T extends @Nullable Object> T in(RemotePath path, Work<T> work) throws ProtocolException {
        return in(find(path), work);
    }

    private <T extends @Nullable Object> T in(Mount mount, Work<T> work) throws ProtocolException {
        mount.enter();
        try {
            return work.of(mount, view(mount));
        } catch (ProtocolException e) {
            throw mount.seen(e);
        } finally {
            mount.leave();
        }
    }

    @Override
    public boolean protect(RemotePath file, Optional<Lock> lock) throws ProtocolException {
        requireWithin(file);
        return in(file, (_, files) -> files.protect(file.tail(), lock));
    }

    @Override
    public Reader reader() {
        return new FoldersReader(this);
    }

    @Override
    public Listing list(RemotePath folder) throws ProtocolException {
        if (folder.isRoot()) {
            return new RootListing(present().iterator());
        }
        Mount mount = find(folder);
        mount.enter();
        try {
            return new FolderOfSeveral(mount, view(mount).list(folder.tail()));
        } catch (ProtocolException e) {
            mount.leave();
            throw mount.seen(e);
        }
    }

    /** Returns the entries of the folders that are at their places. */
    private List<Entry> present() {
        List<Entry> entries = new ArrayList<>();
        for (Mount each : mounts.all()) {
            try {
                entries.add(
                        in(each, (mount, files) -> files.stat(RemotePath.root()).named(mount.name())));
            } catch (ProtocolException e) {
                // It is away, or was removed just now.
            }
        }
        return entries;
    }

    @Override
    public Entry stat(RemotePath path) throws ProtocolException {
        if (path.isRoot()) {
            return new Entry("", Entry.Kind.FOLDER, 0, mounts.changed(), Optional.empty());
        }
        return in(path, (mount, files) -> {
            Entry entry = files.stat(path.tail());
            return path.names().size() == 1 ? entry.named(mount.name()) : entry;
        });
    }

    @Override
    public Digest digest(RemotePath file, String guest) throws ProtocolException {
        return in(file, (mount, files) -> {
            Digest digest = files.digest(file.tail(), guest);
            // That took long, perhaps.
            mount.requireShared();
            return digest;
        });
    }

    @Override
    public Batch batch() {
        return new FoldersBatch(this);
    }

    /** {@inheritDoc} A shared folder itself counts as a folder that exists. */
    @Override
    public Optional<Entry> makeFolder(RemotePath folder, boolean existing, Optional<Mode> mode)
            throws ProtocolException {
        if (existing && folder.names().size() == 1 && isShared(folder)) {
            return Optional.of(stat(folder));
        }
        requireWithin(folder);
        return in(folder, (_, files) -> files.makeFolder(folder.tail(), existing, mode));
    }

    @Override
    public Optional<RemotePath> makeDropFolder(RemotePath folder, RemotePath within, Optional<Mode> mode)
            throws ProtocolException {
        return in(
                dropsInto(within),
                (mount, files) -> (within.isRoot()
                                ? files.makeDropFolder(folder, within, mode)
                                : files.makeDropFolder(folder.tail(), within.tail(), mode))
                        .map(mount::seen));
    }

    /**
     * Returns the folder for what a guest drops who sees nothing of {@code within}. That is the first one for a guest of
     * them all: the guest knows no name, and must not learn any by trying.
     */
    Mount dropsInto(RemotePath within) throws ProtocolException {
        return within.isRoot() ? mounts.first() : find(within);
    }

    private boolean isShared(RemotePath folder) {
        try {
            Mount _ = find(folder);
            return true;
        } catch (ProtocolException e) {
            return false;
        }
    }

    @Override
    public void setModified(RemotePath folder, Instant modified) throws ProtocolException {
        requireWithin(folder);
        boolean _ = in(folder, (_, files) -> {
            files.setModified(folder.tail(), modified);
            return true;
        });
    }

    @Override
    public void move(RemotePath from, RemotePath to) throws ProtocolException {
        requireWithin(from);
        requireWithin(to);
        Mount target = find(to);
        boolean _ = in(from, (mount, files) -> {
            if (!mount.equals(target)) {
                throw new ProtocolException(ServerReason.BETWEEN_FOLDERS, mount.name(), target.name());
            }
            files.move(from.tail(), to.tail());
            return true;
        });
    }

    @Override
    public void delete(RemotePath path, boolean recursive) throws ProtocolException {
        requireWithin(path);
        boolean _ = in(path, (_, files) -> {
            files.delete(path.tail(), recursive);
            return true;
        });
    }

    /** {@inheritDoc} It is as good as the best of the folders. */
    @Override
    public Condition condition() {
        return conditions().values().stream().min(Comparator.naturalOrder()).orElse(Condition.WELL);
    }

    @Override
    public Map<String, Condition> conditions() {
        Map<String, Condition> conditions = new LinkedHashMap<>();
        mounts.all().forEach(each -> conditions.put(each.name(), each.files().condition()));
        return conditions;
    }

    /** {@inheritDoc} It is not known if the folders are on several disks. */
    @Override
    public OptionalLong free() {
        List<Mount> all = mounts.all();
        List<Optional<FileStore>> disks =
                all.stream().map(Mount::disk).distinct().toList();
        if (disks.size() != 1 || disks.getFirst().isEmpty()) {
            return OptionalLong.empty();
        }
        return all.stream()
                .map(each -> each.files().free())
                .reduce((one, other) -> one.isEmpty() || other.isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(Math.min(one.getAsLong(), other.getAsLong())))
                .orElse(OptionalLong.empty());
    }

    @Override
    public void sweep() {
        for (Mount each : mounts.all()) {
            try {
                boolean _ = in(each, (mount, _) -> {
                    mount.files().sweep();
                    return true;
                });
            } catch (ProtocolException e) {
                // It was removed just now.
            }
        }
    }

    @Override
    public void close() {
        mounts.close();
    }

    @Override
    public ProtectedNames protectedFiles() {
        return new ProtectedNames() {
            @Override
            public List<Sentence> warnings() {
                return mounts.warnings();
            }

            @Override
            public boolean isEmpty() {
                return mounts.all().stream().allMatch(each -> protectedIn(each).isEmpty());
            }

            @Override
            public boolean isEverythingLocked() {
                return mounts.all().stream().anyMatch(each -> protectedIn(each).isEverythingLocked());
            }

            @Override
            public Optional<Lock> lock(String id) {
                return mounts.all().stream()
                        .map(each -> protectedIn(each).lock(id))
                        .reduce(Optional.empty(), (one, other) -> one.isPresent() ? one : other);
            }

            @Override
            public Optional<RemotePath> nameUnder(String id) {
                // No folder is left out once it is found, because the time must not tell which it is.
                return mounts.all().stream()
                        .map(each -> protectedIn(each).nameUnder(id).map(each::seen))
                        .reduce(Optional.empty(), (one, other) -> one.isPresent() ? one : other);
            }

            @Override
            public List<ProtectedFile> list() {
                return mounts.all().stream()
                        .flatMap(each -> protectedIn(each).list().stream()
                                .map(file -> new ProtectedFile(each.seen(file.path()), file.lock(), file.sealed())))
                        .sorted(Comparator.comparing(each -> each.path().toString()))
                        .toList();
            }

            @Override
            public void release() throws IOException {
                for (Mount each : mounts.all()) {
                    protectedIn(each).release();
                }
            }
        };
    }

    private static ProtectedNames protectedIn(Mount mount) {
        return mount.files().protectedFiles();
    }

    /** The root as a listing. */
    private record RootListing(Iterator<Entry> entries) implements Listing {
        @Override
        public @Nullable Entry next() {
            return entries.hasNext() ? entries.next() : null;
        }

        @Override
        public Omitted omitted() {
            return Omitted.NONE;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    /** A listing in one of the folders, which fails once the folder was removed. */
    private static final class FolderOfSeveral implements Listing {
        private final Mount mount;
        private final Listing listing;
        private boolean closed;

        FolderOfSeveral(Mount mount, Listing listing) {
            this.mount = mount;
            this.listing = listing;
        }

        @Override
        public @Nullable Entry next() throws ProtocolException {
            mount.requireShared();
            try {
                return listing.next();
            } catch (ProtocolException e) {
                throw mount.seen(e);
            }
        }

        @Override
        public Omitted omitted() {
            return listing.omitted();
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                listing.close();
                mount.leave();
            }
        }
    }

    /** Readers of the folders, which stay open until it is closed. */
    private static final class FoldersReader implements Reader {
        private final SeveralFolders share;
        private final Map<Mount, Reader> readers = new LinkedHashMap<>();

        FoldersReader(SeveralFolders share) {
            this.share = share;
        }

        @Override
        public Content open(RemotePath file, Optional<Request.Resume> from) throws ProtocolException {
            Mount mount = share.find(file);
            mount.requireShared();
            Reader reader = reader(mount);
            try {
                Content content = reader.open(file.tail(), from);
                return new Content(
                        content.entry(),
                        content.version(),
                        content.certain(),
                        content.offset(),
                        content.whole(),
                        content.reading(),
                        mount.seen(content.bytes()));
            } catch (ProtocolException e) {
                throw mount.seen(e);
            }
        }

        private Reader reader(Mount mount) throws ProtocolException {
            Reader known = readers.get(mount);
            if (known != null) {
                return known;
            }
            mount.enter();
            Reader made = share.view(mount).reader();
            readers.put(mount, made);
            return made;
        }

        @Override
        public void close() {
            readers.forEach((mount, reader) -> {
                reader.close();
                mount.leave();
            });
            readers.clear();
        }
    }
}
