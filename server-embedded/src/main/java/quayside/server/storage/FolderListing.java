package quayside.server.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.protocol.files.Directory;
import quayside.protocol.files.FileProblem;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Names;
import quayside.protocol.message.Omitted;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.ProtocolException;

/** One pass over a folder, which counts the entries that it leaves out (PROTOCOL.md section 5.1). */
final class FolderListing implements Storage.Listing {
    private static final Logger LOG = LoggerFactory.getLogger(FolderListing.class);

    private final ShareRoot root;
    private final Protections protections;
    private final RemotePath path;
    private final Directory folder;
    private long names;
    private long links;
    private long specials;
    private long hidden;

    FolderListing(ShareRoot root, Protections protections, RemotePath path, Directory folder) {
        this.root = root;
        this.protections = protections;
        this.path = path;
        this.folder = folder;
    }

    @Override
    public @Nullable Entry next() throws ProtocolException {
        try {
            for (Path name = folder.next(); name != null; name = folder.next()) {
                Entry entry = entry(name);
                if (entry != null) {
                    return entry;
                }
            }
            return null;
        } catch (IOException e) {
            throw FileProblem.atHost(e, path);
        }
    }

    /** Returns the entry of {@code name}. If guests do not see it, counts it and returns null. */
    private @Nullable Entry entry(Path name) throws IOException {
        String text = root.names().text(name);
        if (!root.shows(name.toString())) {
            hidden += Names.isReserved(name.toString()) ? 0 : 1;
            return null;
        }
        if (text == null) {
            // No request could name it.
            names++;
            return null;
        }
        BasicFileAttributes attributes = folder.find(name);
        Entry entry = attributes == null ? null : root.entry(text, attributes);
        if (attributes == null || entry == null) {
            countUnserved(attributes);
            return null;
        }
        return entry.under(protections.shownIn(path, text, attributes));
    }

    /** Counts links and special files, but not entries that were deleted meanwhile, and not excluded folders. */
    private void countUnserved(@Nullable BasicFileAttributes attributes) {
        if (attributes != null && attributes.isSymbolicLink()) {
            links++;
        } else if (attributes != null && attributes.isOther()) {
            specials++;
        }
    }

    @Override
    public Omitted omitted() {
        return new Omitted(names, links, specials, hidden);
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
