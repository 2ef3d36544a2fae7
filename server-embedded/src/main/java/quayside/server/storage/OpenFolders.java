package quayside.server.storage;

import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.ProtocolException;

/** Folders of the share that are used again at once, so that each is descended to only once. For one thread. */
final class OpenFolders implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenFolders.class);

    private final ShareRoot root;
    private final Map<RemotePath, Folder> open = new HashMap<>();

    OpenFolders(ShareRoot root) {
        this.root = root;
    }

    /** The folder stays owned here. */
    Folder get(RemotePath path) throws ProtocolException {
        Folder folder = open.get(path);
        if (folder == null) {
            folder = root.descend(path);
            open.put(path, folder);
        }
        return folder;
    }

    /** As {@link #get}, where no other one is needed any more. */
    Folder only(RemotePath path) throws ProtocolException {
        if (!open.containsKey(path)) {
            close();
        }
        return get(path);
    }

    int count() {
        return open.size();
    }

    /** Closes all of them. Others may be opened afterwards. */
    @Override
    public void close() {
        for (Folder folder : open.values()) {
            try {
                folder.close();
            } catch (IOException e) {
                LOG.debug("A folder could not be closed", e);
            }
        }
        open.clear();
    }
}
