package quayside.server.storage;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;
import quayside.server.text.ServerPhrase;
import quayside.server.text.ServerReason;

/** The folders that are shared under one link, by their names. Thread-safe; changes block on the disk. */
final class Mounts {
    /** How long all removed folders together are awaited, so that they can be shared again at once. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** How long a request for a folder that was removed is told so, and not that there is no such folder. */
    private static final Duration REMEMBERED = Duration.ofHours(1);

    /** How many removed folders are remembered; the latest ones. */
    private static final int MAX_REMEMBERED = 64;

    private final boolean showHidden;
    private final List<Path> neverShared;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final FolderStorage.Limits limits = new FolderStorage.Limits();
    private volatile Map<String, Mount> mounts = Map.of();
    private volatile Instant changed;

    /** When the folders were removed, by the names that they had last; the oldest first. Never changed, but replaced. */
    private volatile Map<String, Instant> removed = Map.of();

    Mounts(boolean showHidden, List<Path> neverShared, InstantSource clock, RandomGenerator random) {
        this.showHidden = showHidden;
        this.neverShared = List.copyOf(neverShared);
        this.clock = clock;
        this.random = random;
        this.changed = clock.instant();
    }

    /**
     * Shares exactly {@code folders}, in that order. A folder that is shared already stays open, perhaps under another
     * name; one that is no longer among them is removed.
     *
     * @param renamed runs while each name leads to the folder to which it led before and leads afterwards, or nowhere
     * @return what the host has to know about the folders that came
     * @throws IOException if one cannot be shared; nothing is changed then
     */
    synchronized List<Sentence> share(List<NamedFolder> folders, SeveralFolders.Renaming renamed) throws IOException {
        NamedFolder.check(folders);
        Map<Path, Mount> present = new LinkedHashMap<>();
        mounts.values().forEach(each -> present.put(each.files().place(), each));
        Map<String, Mount> before = mounts;
        Map<String, Mount> next = new LinkedHashMap<>();
        List<Mount> opened = new ArrayList<>();
        try {
            for (NamedFolder folder : folders) {
                Mount known = present.remove(ExcludedFolders.real(folder.folder()));
                Mount mount = known == null ? open(folder) : known;
                if (known == null) {
                    opened.add(mount);
                }
                next.put(folder.name(), mount);
            }
            Map<String, Mount> same = new LinkedHashMap<>(before);
            same.entrySet().removeIf(each -> !each.getValue().equals(next.get(each.getKey())));
            mounts = Collections.unmodifiableMap(same);
            renamed.run();
        } catch (IOException | RuntimeException e) {
            mounts = before;
            opened.forEach(Mount::remove);
            throw e;
        }
        Instant now = clock.instant();
        removed = remembered(present.values(), now);
        next.forEach((name, mount) -> mount.rename(name));
        mounts = Collections.unmodifiableMap(next);
        changed = now;
        present.values().forEach(Mount::remove);
        awaitClosed(present.values());
        return warnings(opened);
    }

    /** Returns the names of the removed folders with those of {@code more}, which are removed now. */
    private Map<String, Instant> remembered(Collection<Mount> more, Instant now) {
        LinkedHashMap<String, Instant> names = new LinkedHashMap<>();
        removed.forEach((name, at) -> {
            if (at.plus(REMEMBERED).isAfter(now)) {
                names.put(name, at);
            }
        });
        more.forEach(each -> names.putLast(each.name(), now));
        while (names.size() > MAX_REMEMBERED) {
            names.pollFirstEntry();
        }
        return Collections.unmodifiableMap(names);
    }

    private static List<Sentence> warnings(List<Mount> mounts) {
        return mounts.stream()
                .flatMap(each -> each.files().protectedFiles().warnings().stream()
                        .map(warning -> Sentence.of(ServerPhrase.IN_FOLDER, each.name(), warning)))
                .toList();
    }

    /** Returns sentences for the host about damage that was found when the folders were opened. */
    List<Sentence> warnings() {
        return warnings(all());
    }

    private Mount open(NamedFolder folder) throws IOException {
        try {
            return new Mount(
                    folder.name(),
                    FolderStorage.openOneOf(folder.folder(), showHidden, neverShared, clock, random, limits));
        } catch (FileSystemException | ProtocolException e) {
            throw unusable(folder, e);
        }
    }

    /** Returns why a folder cannot be shared, with its name. */
    static ProtocolException unusable(NamedFolder folder, IOException cause) {
        if (cause instanceof ProtocolException known) {
            return new ProtocolException(
                    known.fault(), Sentence.of(ServerPhrase.IN_FOLDER, folder.name(), known.sentence()), known);
        }
        return new ProtocolException(
                cause instanceof AccessDeniedException ? ServerReason.FOLDER_UNREADABLE : ServerReason.FOLDER_MISSING,
                cause,
                folder.folder());
    }

    List<Mount> all() {
        return List.copyOf(mounts.values());
    }

    /** Returns the folder that {@code path} is in; fails with {@link Fault#NOT_FOUND} for the root, too. */
    Mount find(RemotePath path) throws ProtocolException {
        if (path.isRoot()) {
            throw new ProtocolException(ServerReason.IS_A_FOLDER, path);
        }
        String name = path.names().getFirst();
        Mount found = mounts.get(name);
        if (found == null) {
            Instant at = removed.get(name);
            if (at != null && at.plus(REMEMBERED).isAfter(clock.instant())) {
                throw new ProtocolException(ServerReason.FOLDER_REMOVED, name);
            }
            throw new ProtocolException(Reason.HOST_MISSING, path);
        }
        return found;
    }

    /** Returns the first folder of the host's list. */
    Mount first() throws ProtocolException {
        return all().stream()
                .findFirst()
                .orElseThrow(() -> new ProtocolException(Fault.NOT_FOUND, Sentence.of(Reason.HOST_SHARE_AWAY)));
    }

    /** Returns the time of the last change. */
    Instant changed() {
        return changed;
    }

    /** Removes all. */
    synchronized void close() {
        List<Mount> last = all();
        mounts = Map.of();
        last.forEach(Mount::remove);
        awaitClosed(last);
    }

    private static void awaitClosed(Collection<Mount> removed) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        removed.forEach(each -> each.awaitClosed(Duration.ofNanos(end - System.nanoTime())));
    }
}
