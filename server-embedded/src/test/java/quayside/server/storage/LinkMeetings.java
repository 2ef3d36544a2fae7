package quayside.server.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import quayside.protocol.files.Disk;
import quayside.protocol.files.ForwardingStream;

/** A share on the system's own disk whose storage is watched for links that it meets. For tests of other packages too. Thread-safe. */
public final class LinkMeetings {
    private final AtomicLong seen = new AtomicLong();
    private final AtomicLong raced = new AtomicLong();

    /** @param folder on a disk that has descriptors of folders; see {@link #isPossible} */
    public Storage open(Path folder) {
        try {
            return FolderStorage.open(
                    folder,
                    false,
                    List.of(),
                    InstantSource.system(),
                    new Random(13),
                    ForwardingStream.disk(Counting::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static boolean isPossible(Path folder) throws IOException {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            return stream instanceof SecureDirectoryStream && Disk.isPosix(folder);
        }
    }

    /** How often a link was found by the look that comes before each opening. */
    public long seen() {
        return seen.get();
    }

    /** How often what was looked at was found to be a link, or something of another kind, only when it was opened. */
    public long raced() {
        return raced.get();
    }

    @FunctionalInterface
    private interface Opening<T> {
        T open() throws IOException;
    }

    private <T> T opening(Opening<T> opening) throws IOException {
        try {
            return opening.open();
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            raced.incrementAndGet();
            throw e;
        }
    }

    private final class Counting extends ForwardingStream {
        Counting(SecureDirectoryStream<Path> real) {
            super(real);
        }

        @Override
        public SecureDirectoryStream<Path> newDirectoryStream(Path path, LinkOption... options) throws IOException {
            return new Counting(opening(() -> super.newDirectoryStream(path, options)));
        }

        @Override
        public SeekableByteChannel newByteChannel(
                Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
            return opening(() -> super.newByteChannel(path, options, attributes));
        }

        @Override
        public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
            V view = super.getFileAttributeView(path, type, options);
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
                        try {
                            Object answer = method.invoke(view, arguments);
                            if (answer instanceof BasicFileAttributes attributes && attributes.isSymbolicLink()) {
                                seen.incrementAndGet();
                            }
                            return answer;
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }));
        }
    }
}
