package quayside.server.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import quayside.protocol.files.Directory;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.ProtocolException;
import quayside.server.protect.ProtectedFiles;
import quayside.server.text.ServerReason;

/**
 * Deletes trees for guests.
 *
 * @param publisher gives the lock under which each file is deleted, so that the file is not protected in between
 */
record TreeDelete(ShareRoot root, Protections protections, Publisher publisher) {
    /**
     * Deletes {@code name} for a guest; see {@link Storage#delete}. If something prevents that, nothing is deleted.
     *
     * @param path the path of {@code name}, which guests may change
     */
    void forGuest(Directory parent, Path name, RemotePath path, boolean recursive) throws IOException {
        BasicFileAttributes attributes = parent.attributes(name);
        root.requireMovable(path, attributes);
        if (recursive) {
            // The whole tree is checked before anything is deleted, and each entry is checked again before its own
            // deletion.
            TreeCheck.beforeDelete(parent, name, path, root, protections);
        }
        protections.requireWithin(path);
        ProtectedFiles.Given names = protections.files().within(path);
        Protections.Deletion deletion = protections.new Deletion();
        if (attributes.isDirectory() && !recursive) {
            parent.deleteDirectory(name);
        } else {
            TreeWalk.run(parent, name, path, new GuestDelete(path, deletion));
        }
        root.sync(parent);
        deletion.deleted(names);
    }

    /** Deletes what guests see, entry by entry. */
    private final class GuestDelete implements TreeWalk.Visitor {
        private final RemotePath top;
        private final Protections.Deletion deletion;

        GuestDelete(RemotePath top, Protections.Deletion deletion) {
            this.top = top;
            this.deletion = deletion;
        }

        @Override
        public boolean visit(Directory folder, TreeWalk.Visited visited) throws IOException {
            if (root.unseen(visited.name(), visited.attributes()) != null) {
                throw new ProtocolException(ServerReason.UNSEEN_CAME, top);
            }
            if (!visited.isFolder()) {
                publisher.exclusively(() -> {
                    deletion.delete(folder, visited.name(), visited.path());
                    return visited;
                });
            }
            return true;
        }

        @Override
        public void leave(Directory folder, TreeWalk.Visited visited) throws IOException {
            folder.deleteDirectory(visited.name());
        }
    }
}
