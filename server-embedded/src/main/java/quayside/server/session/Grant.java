package quayside.server.session;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.InvitationId;
import quayside.protocol.files.FileProblem;
import quayside.protocol.message.Entry;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.ShareInfo;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;
import quayside.server.text.ServerReason;

/**
 * What the guest of one session may do and see: that of everybody who knows the share's own key, or that of an invitation.
 * It may change at any time. The paths of an invited guest's requests are below the invitation's folder. Everything else
 * in the server uses the paths of the share, and this class converts them. Thread-safe.
 */
final class Grant {
    /** The sentences that name one of several shared folders, which may be above the guest's. */
    private static final Set<ServerReason> NAMING_THE_FOLDER =
            Set.of(ServerReason.NAMED_FOLDER_AWAY, ServerReason.FOLDER_REMOVED);

    private final Supplier<ShareInfo> share;
    private final Invitations invitations;
    private final @Nullable InvitationId id;
    private final String name;
    private final RemotePath folder;

    /** @param key the key that the guest has proved */
    Grant(Supplier<ShareInfo> share, Invitations invitations, AccessKey key) {
        this.share = share;
        this.invitations = invitations;
        this.id = key.invitation().orElse(null);
        Optional<Invitation> invitation = key.invitation().flatMap(invitations::find);
        this.name = invitation.map(Invitation::name).orElse("");
        // The folder of a session never changes, because its guest has looked at it.
        this.folder = invitation.map(Invitation::folder).orElse(RemotePath.root());
    }

    /** Returns the name of the invitation, not escaped; empty if the guest used the share's own key. */
    String invitation() {
        return name;
    }

    /** Returns all that the guest sees of the share, or may send to: a folder of it, or the shared folder itself. */
    RemotePath folder() {
        return folder;
    }

    /** Returns the present permissions. */
    ShareInfo share() {
        ShareInfo all = share.get();
        if (id == null) {
            return all;
        }
        // An invitation that was deleted has no rights left; its sessions are ending.
        Optional<Invitation.Rights> rights = invitations.find(id).map(Invitation::rights);
        boolean mayList = rights.filter(Invitation.Rights::mayList).isPresent();
        return new ShareInfo(
                folder.isRoot() ? all.name() : folder.name(),
                rights.filter(Invitation.Rights::mayDownload).isPresent(),
                rights.filter(Invitation.Rights::mayUpload).isPresent(),
                rights.filter(Invitation.Rights::mayDelete).isPresent(),
                mayList,
                all.computer(),
                // Who sees nothing sends to the root as to any folder, and need not know of the others.
                all.hasFolders() && folder.isRoot() && mayList);
    }

    /** Returns whether the folder of the invitation has another path than at the beginning of the session. */
    boolean isElsewhere() {
        return id != null
                && invitations
                        .find(id)
                        .filter(each -> !each.folder().equals(folder))
                        .isPresent();
    }

    /** Returns whether the guest's paths lead to where the invitation is for; not if it was deleted. */
    boolean isHere() {
        return id == null
                || invitations
                        .find(id)
                        .filter(each -> each.folder().equals(folder))
                        .isPresent();
    }

    /** Returns why the invitation has ended; empty if it is valid or there is none. */
    Optional<Invitation.Why> end() {
        return id == null ? Optional.empty() : invitations.end(id);
    }

    /**
     * Begins the download of a file, which the caller closes; see {@link Invitations#begin}.
     *
     * @throws ProtocolException if the invitation has no download left
     */
    Invitations.Download beginDownload(RemotePath file, String version, long size) throws ProtocolException {
        return id == null
                ? Invitations.UNCOUNTED
                : invitations
                        .begin(id, file, version, size)
                        .orElseThrow(() -> new ProtocolException(ServerReason.NO_DOWNLOAD_LEFT));
    }

    /**
     * Returns {@code request} with the paths of the share.
     *
     * @throws ProtocolException if the share has no path of that depth or length
     */
    Request place(Request request) throws ProtocolException {
        if (folder.isRoot()) {
            return request;
        }
        return switch (request) {
            case Request.ListFolder list -> new Request.ListFolder(seen(list.path()));
            case Request.Stat stat -> new Request.Stat(seen(stat.path()));
            case Request.Get get -> new Request.Get(seen(get.path()), get.from());
            case Request.Verify verify -> new Request.Verify(seen(verify.path()));
            case Request.Post post -> post.at(changed(post.path()));
            case Request.Delete delete -> new Request.Delete(changed(delete.path()), delete.recursive());
            case Request.MakeFolder made -> new Request.MakeFolder(changed(made.path()), made.existing(), made.mode());
            case Request.SetModified set -> new Request.SetModified(changed(set.path()), set.modified());
            case Request.Move move ->
                // Neither may be the folder itself.
                move.from().isRoot() || move.to().isRoot()
                        ? new Request.Move(RemotePath.root(), RemotePath.root())
                        : new Request.Move(changed(move.from()), changed(move.to()));
            case Request.Copy copy -> new Request.Copy(seen(copy.from()), changed(copy.to()));
            case Request.Protect protect -> new Request.Protect(changed(protect.path()), protect.lock());
            case Request.Lock _, Request.Unlock _, Request.Ping _, Request.Watch _, Request.Bye _, Request.Unknown _ ->
                request;
        };
    }

    private RemotePath seen(RemotePath path) throws ProtocolException {
        try {
            return below(path);
        } catch (ProtocolException e) {
            throw FileProblem.MISSING.atHost(path, e);
        }
    }

    /** Returns where a change is made. The folder itself becomes the shared folder, which nobody can change. */
    private RemotePath changed(RemotePath path) throws ProtocolException {
        try {
            return path.isRoot() ? path : below(path);
        } catch (ProtocolException e) {
            throw new ProtocolException(Reason.TOO_DEEP, e);
        }
    }

    private RemotePath below(RemotePath path) throws ProtocolException {
        RemotePath at = folder;
        for (String each : path.names()) {
            at = at.child(each);
        }
        return at;
    }

    /** Returns an entry as the guest sees it: the folder of the invitation has no name, as the shared folder has none. */
    Entry seen(Entry entry, RemotePath placed) {
        return folder.isRoot() || !placed.equals(folder) ? entry : entry.named("");
    }

    /** Returns a failure without the part of its paths that the guest does not see. */
    ProtocolException seen(ProtocolException e) {
        if (folder.isRoot()) {
            return share.get().hasFolders() && !share().mayList() ? nameless(e) : e;
        }
        if (e.sentence().key() == ServerReason.ONLY_HOST_FOLDERS) {
            return e.saying(Sentence.of(ServerReason.ROOT_UNCHANGEABLE));
        }
        if (NAMING_THE_FOLDER.contains(e.sentence().key())) {
            return e.saying(Sentence.of(Reason.HOST_SHARE_AWAY));
        }
        Sentence seen = seen(e.sentence());
        boolean isFolder = seen.key() == Reason.HOST_MISSING
                && seen.arguments().getFirst() instanceof RemotePath path
                && path.isRoot();
        return e.saying(isFolder ? Sentence.of(Reason.HOST_SHARE_AWAY) : seen);
    }

    /** Returns a failure in which no shared folder is named, for a guest of all folders who sees nothing. */
    private static ProtocolException nameless(ProtocolException e) {
        if (NAMING_THE_FOLDER.contains(e.sentence().key())) {
            return e.saying(Sentence.of(Reason.HOST_SHARE_AWAY));
        }
        List<Object> arguments = e.sentence().arguments().stream()
                .map(each -> each instanceof RemotePath path ? path.tail() : each)
                .toList();
        return e.saying(new Sentence(e.sentence().key(), arguments));
    }

    private Sentence seen(Sentence sentence) {
        List<Object> arguments = sentence.arguments().stream()
                .map(each -> switch (each) {
                    case RemotePath path -> above(path);
                    case Sentence part -> seen(part);
                    default -> each;
                })
                .toList();
        return new Sentence(sentence.key(), arguments);
    }

    private RemotePath above(RemotePath path) {
        if (!path.startsWith(folder)) {
            // A folder above, which the guest takes for the shared one.
            return RemotePath.root();
        }
        try {
            RemotePath at = RemotePath.root();
            for (String each :
                    path.names().subList(folder.names().size(), path.names().size())) {
                at = at.child(each);
            }
            return at;
        } catch (ProtocolException e) {
            throw new AssertionError("a part of a path is a path", e);
        }
    }
}
