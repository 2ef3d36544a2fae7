package quayside.server.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import quayside.protocol.files.Directory;
import quayside.protocol.files.DirectoryCache;
import quayside.protocol.files.FileProblem;
import quayside.protocol.message.Entry;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.protect.Lock;
import quayside.server.protect.ProtectedFiles;

/** One file on its way from the staging area to its name. After a step that failed there is no other. */
final class ArrivingFile {
    /** Failures that leave the bytes as good as they were: another try may land them. */
    private static final Set<Fault> NOT_THE_BYTES = EnumSet.of(Fault.EXISTS, Fault.REFUSED, Fault.NOT_FOUND);

    private final StagedFile file;
    private @Nullable BasicFileAttributes replaced;
    private @Nullable BasicFileAttributes attributes;
    private Storage.@Nullable Landed outcome;
    private boolean published;

    /** What may fail for this file alone. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    ArrivingFile(StagedFile file) {
        this.file = file;
    }

    void step(Step step) {
        if (outcome == null) {
            try {
                step.run();
            } catch (IOException e) {
                fail(e);
            }
        }
    }

    StagedFile file() {
        return file;
    }

    /** Whether a step of it is still to come. */
    boolean isUnderWay() {
        return outcome == null;
    }

    /** Whether it got as far as to be told apart from other files. */
    boolean isKnown() {
        return attributes != null;
    }

    void finish(ShareRoot root, DirectoryCache<RemotePath> targets) throws IOException {
        Directory target = targets.get(file.upload().target().parent());
        Path name = root.name(file.upload().target());
        replaced = replaceable(target, name);
        file.finish(target, replaced == null ? null : name);
    }

    /** Once; as late as may be, for what is found here is what is published. */
    void look() throws IOException {
        if (!file.isSynced()) {
            throw new IllegalStateException("a file is published only once it is on the disk");
        }
        if (attributes == null) {
            attributes = file.lastLook();
        }
    }

    private @Nullable BasicFileAttributes replaceable(Directory target, Path name) throws IOException {
        boolean replaces = switch (file.upload().onConflict()) {
            case OVERWRITE, NEWER -> true;
            case FAIL, RENAME, SKIP -> false;
        };
        BasicFileAttributes found = replaces && !target.seemsFree(name) ? target.find(name) : null;
        return found != null && found.isRegularFile() ? found : null;
    }

    private BasicFileAttributes attributes() {
        return Objects.requireNonNull(attributes);
    }

    void publish(Publisher publisher, Directory area, DirectoryCache<RemotePath> targets, Protections protections)
            throws IOException {
        Directory target = targets.get(file.upload().target().parent());
        look();
        Publisher.Dressed dressed = new Publisher.Dressed(attributes(), replaced);
        outcome = publisher.publish(area, file.name(), dressed, target, file.upload(), protections);
        if (outcome instanceof Storage.Landed.Stored) {
            published = true;
            file.published();
            publisher.tell(file.unkept());
        }
    }

    @Nullable
    Lock lock() {
        return file.upload().lock().orElse(null);
    }

    ProtectedFiles.Arriving arriving() {
        return new ProtectedFiles.Arriving(attributes(), Objects.requireNonNull(lock()));
    }

    ProtectedFiles.Arrived arrived() {
        RemotePath path = null;
        if (outcome instanceof Storage.Landed.Stored(Entry entry)) {
            path = file.upload().target().sibling(entry.name());
        }
        return new ProtectedFiles.Arrived(path, attributes(), lock());
    }

    void fail(IOException e) {
        outcome = new Storage.Landed.Failed(FileProblem.atHost(e, file.upload().target()));
    }

    /** Whether it has its name, and may lose that with the next power cut. */
    boolean isUncertain() {
        return published && outcome() instanceof Storage.Landed.Failed;
    }

    void end() {
        switch (outcome()) {
            case Storage.Landed.Stored _ -> file.close();
            case Storage.Landed.Skipped _ -> file.discard();
            case Storage.Landed.Failed(ProtocolException failure) -> {
                if (NOT_THE_BYTES.contains(failure.fault())) {
                    file.close();
                } else {
                    file.discard();
                }
            }
        }
    }

    Storage.Landed outcome() {
        return Objects.requireNonNull(outcome);
    }
}
