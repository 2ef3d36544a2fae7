package quayside.server.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import quayside.protocol.files.Directory;
import quayside.protocol.message.Names;
import quayside.protocol.message.Omitted;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;
import quayside.server.text.ServerReason;

/**
 * Checks a tree that a guest wants to delete or move for anything that prevents it (PROTOCOL.md sections 5.4 and 5.5).
 * Looking at the protection of each file also updates what is known of protected files; see {@link
 * Protections#require}.
 */
final class TreeCheck implements TreeWalk.Visitor {
    private final RemotePath top;
    private final @Nullable RemotePath target;
    private final ShareRoot root;
    private final Protections protections;

    /** The length in bytes of the path from the top, for each folder on the way by its depth. */
    private final List<Integer> bytes = new ArrayList<>();

    private Omitted unseen = Omitted.NONE;
    private @Nullable ProtocolException locked;

    private TreeCheck(RemotePath top, @Nullable RemotePath target, ShareRoot root, Protections protections) {
        this.top = top;
        this.target = target;
        this.root = root;
        this.protections = protections;
    }

    /**
     * Checks {@code name} of {@code parent}, which is {@code path}.
     *
     * @throws ProtocolException {@link Fault#REFUSED} if it holds entries that guests do not see or files that Quayside
     *     keeps for itself, {@link Fault#PASSCODE_NEEDED} for something that is protected and not open
     */
    static void beforeDelete(Directory parent, Path name, RemotePath path, ShareRoot root, Protections protections)
            throws IOException {
        new TreeCheck(path, null, root, protections).run(parent, name);
    }

    /**
     * Does the same as {@link #beforeDelete}, for a tree that is moved to {@code target}. Entries that guests do not
     * see move along.
     *
     * @throws ProtocolException also {@link Fault#TOO_LARGE} if a path in it would become longer or deeper than paths
     *     may be
     */
    static void beforeMove(
            Directory parent, Path name, RemotePath path, RemotePath target, ShareRoot root, Protections protections)
            throws IOException {
        new TreeCheck(path, target, root, protections).run(parent, name);
    }

    private void run(Directory parent, Path name) throws IOException {
        TreeWalk.run(parent, name, top, this);
        if (unseen.total() > 0) {
            throw new ProtocolException(ServerReason.HOLDS_UNSEEN, top, unseen.inWords());
        }
        if (locked != null) {
            throw locked;
        }
    }

    @Override
    public boolean visit(Directory folder, TreeWalk.Visited visited) throws IOException {
        if (Names.isReserved(visited.name().toString())) {
            throw new ProtocolException(ServerReason.HOLDS_KEPT, top);
        }
        if (target != null) {
            requireReachable(target, visited);
        } else {
            ShareRoot.Unseen why = root.unseen(visited.name(), visited.attributes());
            if (why != null) {
                unseen = unseen.plus(counted(why));
                return false;
            }
        }
        if (!visited.isFolder()) {
            requireOpen(visited);
        }
        return true;
    }

    private void requireOpen(TreeWalk.Visited visited) throws ProtocolException {
        try {
            protections.require(visited.path(), visited.attributes());
        } catch (ProtocolException e) {
            if (e.fault() != Fault.PASSCODE_NEEDED) {
                throw e;
            }
            // It is reported last, so that a guest does not enter a passcode when something else prevents the deletion.
            locked = locked == null ? e : locked;
        }
    }

    /** Throws if no request could name the entry at its new place (PROTOCOL.md section 4.1). */
    private void requireReachable(RemotePath to, TreeWalk.Visited visited) throws ProtocolException {
        while (bytes.size() > visited.depth()) {
            bytes.removeLast();
        }
        String name = visited.depth() == 0 ? to.toString() : "/" + visited.name();
        int above = bytes.isEmpty() ? 0 : bytes.getLast();
        bytes.add(above + name.getBytes(StandardCharsets.UTF_8).length);
        if (!root.isReachable(to.names().size() + visited.depth(), bytes.getLast())) {
            throw new ProtocolException(ServerReason.TOO_DEEP_THERE, top, Limits.MAX_PATH_DEPTH, Limits.MAX_PATH_BYTES);
        }
    }

    private static Omitted counted(ShareRoot.Unseen why) {
        return switch (why) {
            case NAME -> new Omitted(1, 0, 0, 0);
            case LINK -> new Omitted(0, 1, 0, 0);
            case SPECIAL -> new Omitted(0, 0, 1, 0);
            case HIDDEN -> new Omitted(0, 0, 0, 1);
        };
    }
}
