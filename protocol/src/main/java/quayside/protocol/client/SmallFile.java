package quayside.protocol.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import quayside.protocol.transfer.StorageFaults;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** Reads small files of this disk whole. */
final class SmallFile {
    private static final Set<OpenOption> OPTIONS = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private SmallFile() {}

    /**
     * The content of {@code file} as it was {@code before}, and no mixture of two states.
     *
     * @throws ProtocolException {@link Fault#LOCAL_STORAGE}, or {@link Fault#CHANGED} where it was changed since or while it was read
     */
    static byte[] read(Path file, LocalFile before) throws ProtocolException {
        byte[] content = new byte[(int) before.size()];
        try (FileChannel channel = FileChannel.open(file, OPTIONS)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                // Goes on until all is read.
            }
        } catch (IOException e) {
            throw StorageFaults.of(e);
        }
        before.check(file);
        return content;
    }
}
