package quayside.protocol.files;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;

/** A folder in which something happens at the worst moment: right before a name that was looked at is opened. */
final class SwappingStream extends ForwardingStream {
    private final Swap swap;

    @FunctionalInterface
    interface Swap {
        void run() throws IOException;
    }

    SwappingStream(SecureDirectoryStream<Path> real, Swap swap) {
        super(real);
        this.swap = swap;
    }

    @Override
    public SecureDirectoryStream<Path> newDirectoryStream(Path path, LinkOption... options) throws IOException {
        swap.run();
        return super.newDirectoryStream(path, options);
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        swap.run();
        return super.newByteChannel(path, options, attributes);
    }
}
