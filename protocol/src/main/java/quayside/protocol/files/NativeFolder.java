package quayside.protocol.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.Mode;

/**
 * A folder that Java holds by its descriptor, once more for the calls of the system that Java does not have ({@link NativeFile}). For one thread at a time; every
 * method blocks on the disk.
 */
public final class NativeFolder implements AutoCloseable {
    private final NativeFile itself;
    private Metadata.@Nullable Given given;

    private NativeFolder(NativeFile itself) {
        this.itself = itself;
    }

    /**
     * The folder {@code folder}, which is {@code top} or lies below it.
     *
     * @param top its path is trusted; below it no link is followed
     * @param key what Java calls the folder that is meant
     * @return empty where this system has no such calls, or the folder is no longer where it was: then there is only what Java offers
     */
    public static Optional<NativeFolder> of(Path top, Path folder, @Nullable Object key) {
        try {
            return NativeFile.folder(top, top.relativize(folder), key).map(NativeFolder::new);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What it gives to new files, as it was when that was first asked. */
    private Metadata.Given given(Metadata.Granted otherwise) throws IOException {
        Metadata.Given known = given;
        if (known == null) {
            known = Metadata.Given.by(itself, otherwise);
            given = known;
        }
        return known;
    }

    /**
     * Gives the file {@code name} of this folder what it is to have in {@code target} (PROTOCOL.md section 8.5).
     *
     * @param replaced the file there that it is about to replace; empty for none
     * @param source the mode of its source
     * @param otherwise tells what is granted where a disk has no files without names
     * @return what the disk did not take
     */
    public Set<Unkept> dress(
            Path name, NativeFolder target, Optional<Path> replaced, Optional<Mode> source, Metadata.Granted otherwise)
            throws IOException {
        try (NativeFile file = itself.file(name)) {
            if (replaced.isEmpty()) {
                return Metadata.ofNew(file, given(otherwise), target.given(otherwise), source);
            }
            try (NativeFile old = target.itself.file(replaced.get())) {
                return Metadata.ofReplacing(file, old, source);
            } catch (AccessDeniedException e) {
                return Metadata.ofUnreadable(file, source);
            }
        }
    }

    /**
     * Who may be writing to the file {@code name} of this folder now.
     *
     * @param key what Java calls the file that is meant
     */
    public NativeFile.Writers writers(Path name, @Nullable Object key) {
        try (NativeFile file = itself.file(name)) {
            return file.is(key) ? file.writers() : NativeFile.Writers.UNKNOWN;
        } catch (IOException e) {
            return NativeFile.Writers.UNKNOWN;
        }
    }

    /** As {@link NativeFile#makeFolder}. */
    public void makeFolder(Path name, Mode mode) throws IOException {
        itself.makeFolder(name, mode);
    }

    /** As {@link NativeFile#setModified}. */
    public void setModified(Path name, Instant modified) throws IOException {
        itself.setModified(name, modified);
    }

    @Override
    public void close() {
        itself.close();
    }
}
