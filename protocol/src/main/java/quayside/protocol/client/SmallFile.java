package quayside.protocol.client;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import quayside.protocol.files.FileProblem;
import quayside.protocol.files.Settling;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
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
        return read(file, before, Settling.OF_SYSTEM);
    }

    /** As above; waits by {@code settling} for a file that was changed just now. */
    static byte[] read(Path file, LocalFile before, Settling settling) throws ProtocolException {
        before.settle(settling);
        byte[] content;
        try (FileChannel channel = FileChannel.open(file, OPTIONS)) {
            // One byte more, which a file of this size does not have.
            content = Channels.newInputStream(channel).readNBytes((int) before.size() + 1);
        } catch (IOException e) {
            throw FileProblem.local(e);
        }
        before.check(file);
        if (content.length != before.size()) {
            throw wrongSize(file);
        }
        return content;
    }

    /**
     * The number of bytes that {@code file} holds, for one whose file system reports a size of 0: those of {@code /proc} and others do so for files that hold something.
     *
     * @throws ProtocolException {@link Fault#LOCAL_STORAGE} where it cannot be read, or holds more than {@link Limits#EAGER_POST_BYTES}
     */
    static long measure(Path file, LinkOption... options) throws ProtocolException {
        Set<OpenOption> opening = new HashSet<>(Set.of(options));
        opening.add(StandardOpenOption.READ);
        try (FileChannel channel = FileChannel.open(file, opening)) {
            int length = Channels.newInputStream(channel).readNBytes((int) Limits.EAGER_POST_BYTES + 1).length;
            if (length > Limits.EAGER_POST_BYTES) {
                throw wrongSize(file);
            }
            return length;
        } catch (IOException e) {
            throw FileProblem.local(e);
        }
    }

    static ProtocolException wrongSize(Path file) {
        return new ProtocolException(
                Fault.LOCAL_STORAGE,
                "\"" + LocalFile.shownName(file)
                        + "\" does not hold as many bytes as its size says; copy it to another folder and upload the copy.");
    }
}
