package quayside.app.ui.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import quayside.app.core.files.LocalFiles;
import quayside.app.core.files.Tree;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.client.transfer.ProgressListener;
import quayside.protocol.files.FileProblem;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.DisplayText;

/**
 * One side of the window, as this feature needs it: the files of this computer, or of an open share. Methods that throw
 * {@link IOException} block.
 */
interface FileSide<P> {
    Tree<P> tree();

    /** Returns the path of the folder that holds {@code path}, as shown. */
    String shownFolder(P path);

    /** Returns the whole path, to be copied; not escaped. */
    String path(P path);

    /** Returns the link to a file or folder of a share, without a key; empty on this computer. */
    Optional<String> link(P path);

    /** Returns the path on this computer; empty on a share. */
    Optional<Path> local(P path);

    String sha256(P file, ProgressListener progress, Cancellation cancellation) throws IOException;

    /**
     * Returns the beginning of a file, only in memory. A share sends whole files alone, so a longer file of a share
     * fails.
     */
    byte[] read(P file, int maxBytes, Cancellation cancellation) throws IOException;

    /** Returns the files of this computer. */
    static FileSide<Path> local() {
        return new FileSide<>() {
            @Override
            public Tree<Path> tree() {
                return Tree.local();
            }

            @Override
            public String shownFolder(Path path) {
                Path parent = path.toAbsolutePath().getParent();
                return DisplayText.escape((parent == null ? path : parent).toString());
            }

            @Override
            public String path(Path path) {
                return path.toAbsolutePath().toString();
            }

            @Override
            public Optional<String> link(Path path) {
                return Optional.empty();
            }

            @Override
            public Optional<Path> local(Path path) {
                return Optional.of(path);
            }

            @Override
            public String sha256(Path file, ProgressListener progress, Cancellation cancellation) throws IOException {
                return LocalFiles.sha256(file, progress, cancellation);
            }

            @Override
            public byte[] read(Path file, int maxBytes, Cancellation cancellation) throws IOException {
                try (InputStream in = Files.newInputStream(file)) {
                    return in.readNBytes(maxBytes);
                } catch (IOException e) {
                    throw FileProblem.named(e);
                }
            }
        };
    }

    /** Returns the files of the share of {@code client}. */
    static FileSide<RemotePath> of(ShareClient client) {
        return new FileSide<>() {
            @Override
            public Tree<RemotePath> tree() {
                return Tree.of(client);
            }

            @Override
            public String shownFolder(RemotePath path) {
                String name = client.share().name();
                return DisplayText.escape(path.parent().isRoot() ? name : name + "/" + path.parent());
            }

            @Override
            public String path(RemotePath path) {
                return "/" + path;
            }

            @Override
            public Optional<String> link(RemotePath path) {
                ShareLink link = client.link();
                // With the identity, whoever follows the link needs not compare fingerprints.
                return Optional.of(link.at(ShareLink.of(link.host(), link.port(), client.fingerprint()))
                        .withPath(path)
                        .withoutKey());
            }

            @Override
            public Optional<Path> local(RemotePath path) {
                return Optional.empty();
            }

            @Override
            public String sha256(RemotePath file, ProgressListener progress, Cancellation cancellation)
                    throws IOException {
                return client.digest(file, cancellation).sha256();
            }

            @Override
            public byte[] read(RemotePath file, int maxBytes, Cancellation cancellation) throws IOException {
                return client.read(file, maxBytes, cancellation);
            }
        };
    }
}
