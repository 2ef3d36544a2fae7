package quayside.protocol.files;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.util.Iterator;
import java.util.Set;
import java.util.function.UnaryOperator;

/** An open folder that does as another; for those that add something of their own. */
public abstract class ForwardingStream implements SecureDirectoryStream<Path> {
    private final SecureDirectoryStream<Path> real;

    protected ForwardingStream(SecureDirectoryStream<Path> real) {
        this.real = real;
    }

    /** This computer's disk, of which each directory is opened as {@code around} has it. */
    @SuppressWarnings("StreamResourceLeak") // The directory returned owns the stream.
    public static Disk disk(UnaryOperator<SecureDirectoryStream<Path>> around) {
        return place -> new SecureDirectory(
                around.apply((SecureDirectoryStream<Path>) Files.newDirectoryStream(place)), place, place);
    }

    @Override
    public SecureDirectoryStream<Path> newDirectoryStream(Path path, LinkOption... options) throws IOException {
        return real.newDirectoryStream(path, options);
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return real.newByteChannel(path, options, attributes);
    }

    @Override
    public void deleteFile(Path path) throws IOException {
        real.deleteFile(path);
    }

    @Override
    public void deleteDirectory(Path path) throws IOException {
        real.deleteDirectory(path);
    }

    @Override
    public void move(Path source, SecureDirectoryStream<Path> target, Path name) throws IOException {
        real.move(source, target instanceof ForwardingStream other ? other.real : target, name);
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(Class<V> type) {
        return real.getFileAttributeView(type);
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
        return real.getFileAttributeView(path, type, options);
    }

    @Override
    public Iterator<Path> iterator() {
        return real.iterator();
    }

    @Override
    public void close() throws IOException {
        real.close();
    }
}
