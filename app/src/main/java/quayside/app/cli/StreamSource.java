package quayside.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.files.FileProblem;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * Input without a size: standard input, or a pipe. An upload announces its size, so the input is first read to its end.
 * It is stored in a folder on this computer that only the user can access, and deleted by {@link #close}.
 */
final class StreamSource implements AutoCloseable {
    /** The argument that means standard input. */
    static final Path STANDARD_INPUT = Path.of("-");

    private static final String DESCRIPTORS = "/dev/fd";
    private static final int TYPE_BITS = 0xF000;
    private static final int PIPE_BITS = 0x1000;

    private final CliContext context;
    private final Cancellation cancellation;

    /** The files and folders made, each after the folder that contains it. */
    private final List<Path> made = new ArrayList<>();

    private @Nullable Path folder;

    StreamSource(CliContext context, Cancellation cancellation) {
        this.context = context;
        this.cancellation = cancellation;
    }

    /** Returns whether {@code source} is a stream. Anything else is a file or a folder, or does not exist. */
    static boolean isStream(Path source) throws IOException {
        if (source.equals(STANDARD_INPUT)) {
            return true;
        }
        if (!Files.exists(source)
                || !source.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return false;
        }
        BasicFileAttributes attributes = Files.readAttributes(source, BasicFileAttributes.class);
        return attributes.isOther() && ((int) Files.getAttribute(source, "unix:mode") & TYPE_BITS) == PIPE_BITS;
    }

    /** Returns the name for {@code source} on a share; null if it has only a number. */
    static @Nullable String nameOf(Path source) {
        Path name = source.getFileName();
        boolean nameless = name == null
                || source.equals(STANDARD_INPUT)
                || source.startsWith(DESCRIPTORS)
                || source.startsWith("/proc");
        return nameless ? null : name.toString();
    }

    /**
     * Reads all of {@code source} and returns a file of that name with its content. Blocks until its end.
     *
     * @throws ProtocolException if the input cannot be read; with {@link Fault#CANCELLED} at once after a cancellation,
     *     even while a pipe delivers no input
     */
    Path read(Path source, String name) throws IOException {
        // Two streams may have the same name.
        Path own = Files.createDirectory(make().resolve(Integer.toString(made.size())));
        made.add(own);
        Path target = own.resolve(name);
        made.add(target);
        CompletableFuture<Void> reading = new CompletableFuture<>();
        Thread reader = new Thread(() -> copy(source, target, reading), "stream-source");
        // It may wait for input that never arrives, and nothing would wake it.
        reader.setDaemon(true);
        try (Cancellation.Registration _ =
                cancellation.onCancel(() -> reading.completeExceptionally(new ProtocolException(Reason.CANCELLED)))) {
            reader.start();
            reading.join();
            return target;
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw FileProblem.local(failure);
            }
            throw e;
        }
    }

    private void copy(Path source, Path target, CompletableFuture<Void> reading) {
        try (InputStream in = source.equals(STANDARD_INPUT) ? context.in() : Files.newInputStream(source);
                OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
            in.transferTo(out);
            reading.complete(null);
        } catch (IOException e) {
            reading.completeExceptionally(e);
        } catch (RuntimeException e) {
            reading.completeExceptionally(e);
            throw e;
        }
    }

    private Path make() throws IOException {
        Path present = folder;
        if (present == null) {
            String place = context.environment().get("TMPDIR");
            // Only the user has permissions on a temporary folder.
            present = place == null || place.isBlank()
                    ? Files.createTempDirectory("quayside-put-")
                    : Files.createTempDirectory(Path.of(place), "quayside-put-");
            folder = present;
        }
        return present;
    }

    /** Deletes the files that were read. */
    @Override
    public void close() throws IOException {
        for (Path each : made.reversed()) {
            Files.deleteIfExists(each);
        }
        if (folder != null) {
            Files.deleteIfExists(folder);
        }
    }
}
