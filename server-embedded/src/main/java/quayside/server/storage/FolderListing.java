package quayside.server.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.protocol.message.Entry;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.ProtocolException;

/** One pass over a folder. */
final class FolderListing implements Storage.Listing {
    private static final Logger LOG = LoggerFactory.getLogger(FolderListing.class);

    private final ShareRoot root;
    private final Protections protections;
    private final RemotePath path;
    private final Folder folder;

    FolderListing(ShareRoot root, Protections protections, RemotePath path, Folder folder) {
        this.root = root;
        this.protections = protections;
        this.path = path;
        this.folder = folder;
    }

    @Override
    public @Nullable Entry next() throws ProtocolException {
        try {
            for (Path name = folder.next(); name != null; name = folder.next()) {
                // What has no name that guests could ask for is as good as not shared.
                String text = root.names().text(name);
                BasicFileAttributes attributes =
                        text == null || !root.shows(text) ? null : ConflictRule.find(folder, name);
                Entry entry = text == null || attributes == null ? null : root.entry(text, attributes);
                if (entry != null && text != null && attributes != null) {
                    return entry.under(protections.shownIn(path, text, attributes));
                }
            }
            return null;
        } catch (IOException e) {
            throw DiskFaults.of(e, path);
        }
    }

    @Override
    public void close() {
        try {
            folder.close();
        } catch (IOException e) {
            LOG.debug("A folder that was listed could not be closed", e);
        }
    }
}
