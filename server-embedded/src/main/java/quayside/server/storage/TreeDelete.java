package quayside.server.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import quayside.protocol.files.Directory;
import quayside.protocol.files.FileProblem;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.protect.ProtectedFiles;

/**
 * Deletes trees.
 *
 * @param publisher whose turn each file is deleted in, so that nobody protects it in between
 */
record TreeDelete(ShareRoot root, Protections protections, Publisher publisher) {
    /** Deletes {@code name} and all below, whatever it is. */
    static void everything(Directory parent, Path name) throws IOException {
        TreeWalk.run(parent, name, null, new TreeWalk.Visitor() {
            @Override
            public boolean meet(Directory folder, TreeWalk.Met met) throws IOException {
                if (!met.isFolder()) {
                    folder.deleteFile(met.name());
                }
                return true;
            }

            @Override
            public void leave(Directory folder, TreeWalk.Met met) throws IOException {
                folder.deleteDirectory(met.name());
            }
        });
    }

    /**
     * Deletes {@code name} for a guest, as {@link Storage#delete}: where something is in the way, nothing of it.
     *
     * @param path that of {@code name}, which guests may change
     */
    void forGuest(Directory parent, Path name, RemotePath path, boolean recursive) throws IOException {
        BasicFileAttributes attributes = parent.attributes(name);
        root.requireMovable(path, attributes);
        if (recursive) {
            // Before anything is deleted; and everything is looked at once more when it is its turn.
            TreeCheck.beforeDelete(parent, name, path, root, protections);
        }
        protections.requireWithin(path);
        ProtectedFiles.Given names = protections.files().within(path);
        Protections.Deletion deletion = protections.new Deletion();
        if (attributes.isDirectory() && !recursive) {
            parent.deleteDirectory(name);
        } else {
            TreeWalk.run(parent, name, path, new OfGuest(path, deletion));
        }
        root.sync(parent);
        deletion.deleted(names);
    }

    /** What guests see, entry by entry. */
    private final class OfGuest implements TreeWalk.Visitor {
        private final RemotePath top;
        private final Protections.Deletion deletion;

        OfGuest(RemotePath top, Protections.Deletion deletion) {
            this.top = top;
            this.deletion = deletion;
        }

        @Override
        public boolean meet(Directory folder, TreeWalk.Met met) throws IOException {
            if (root.unseen(met.name(), met.attributes()) != null) {
                throw new ProtocolException(
                        Fault.REFUSED,
                        "Something that guests do not see came into " + FileProblem.quoted(top)
                                + " meanwhile; not all of it is deleted.");
            }
            if (!met.isFolder()) {
                publisher.inTurn(() -> {
                    deletion.delete(folder, met.name(), met.path());
                    return met;
                });
            }
            return true;
        }

        @Override
        public void leave(Directory folder, TreeWalk.Met met) throws IOException {
            folder.deleteDirectory(met.name());
        }
    }
}
