package quayside.app.ui.browse;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import quayside.app.core.files.FolderEvents;
import quayside.app.core.files.LocalFiles;
import quayside.app.core.files.Trash;
import quayside.app.core.files.Tree;
import quayside.app.core.settings.Bookmarks;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Background;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.ProgressListener;
import quayside.protocol.files.FileProblem;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Omitted;
import quayside.protocol.text.DisplayText;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/** The files of this computer. */
public final class LocalSource implements FileSource<Path> {
    private final LocalFiles files;
    private final BooleanSupplier showHidden;

    /** @param showHidden returns whether hidden files are shown; called for each listing, on a worker thread */
    public LocalSource(LocalFiles files, BooleanSupplier showHidden) {
        this.files = files;
        this.showHidden = showHidden;
    }

    @Override
    public Omitted list(Path folder, Consumer<List<Entry>> pages, Cancellation cancellation) throws IOException {
        return files.list(folder, showHidden.getAsBoolean(), page -> {
            if (cancellation.isCancelled()) {
                throw new Stop();
            }
            pages.accept(page);
        });
    }

    /** Ends a listing that is no longer wanted; its result is dropped too. */
    private static final class Stop extends RuntimeException {
        Stop() {
            super("cancelled", null, false, false);
        }
    }

    @Override
    public Optional<Tree<Path>> tree() {
        return Optional.of(Tree.local());
    }

    @Override
    public Optional<Watch> watch(Path folder, Runnable changed) {
        FolderEvents watch = new FolderEvents(folder, changed);
        return Optional.of(new Watch() {
            @Override
            public void start() throws IOException {
                watch.start();
            }

            @Override
            public void close() {
                watch.close();
            }
        });
    }

    @Override
    public Access access(Path folder, Entry entry) {
        try {
            PosixFileAttributes found = Files.readAttributes(child(folder, entry.name()), PosixFileAttributes.class);
            return new Access(
                    DisplayText.escape(found.owner().getName()), PosixFilePermissions.toString(found.permissions()));
        } catch (IOException | UnsupportedOperationException e) {
            return Access.UNKNOWN;
        }
    }

    @Override
    public void makeFolder(Path folder, String name) throws IOException {
        files.makeFolder(folder, name);
    }

    @Override
    public void rename(Path folder, Entry entry, String newName) throws IOException {
        files.rename(child(folder, entry.name()), newName);
    }

    @Override
    public boolean hasTrash(Path folder) {
        return files.trash().isFor(folder);
    }

    @Override
    public Changed trash(Path folder, List<Entry> entries, Consumer<String> before, Consumer<Background.Action> back) {
        List<Trash.Trashed> moved = new ArrayList<>();
        Changed changed =
                each(folder, entries, before, entry -> moved.add(files.trash().put(entry)));
        back.accept(() -> files.trash().restoreAll(moved));
        return changed;
    }

    @Override
    public Changed delete(Path folder, List<Entry> entries, Consumer<String> before) {
        return each(folder, entries, before, files::delete);
    }

    private interface Step {
        void to(Path entry) throws IOException;
    }

    private Changed each(Path folder, List<Entry> entries, Consumer<String> before, Step step) {
        int made = 0;
        String sentence = null;
        for (Entry entry : entries) {
            before.accept(DisplayText.escape(entry.name()));
            try {
                step.to(child(folder, entry.name()));
                made++;
            } catch (IOException e) {
                sentence = sentence == null ? Texts.problem(e) : sentence;
            }
        }
        return new Changed(made, entries.size() - made, sentence);
    }

    @Override
    public String sha256(Path folder, String name, ProgressListener progress, Cancellation cancellation)
            throws IOException {
        return LocalFiles.sha256(child(folder, name), progress, cancellation);
    }

    @Override
    public OptionalLong freeBytes(Path folder) throws IOException {
        return OptionalLong.of(Files.getFileStore(folder).getUsableSpace());
    }

    @Override
    public List<Path> places() {
        return files.places();
    }

    @Override
    public Path child(Path folder, String name) throws ProtocolException {
        try {
            return folder.resolve(name);
        } catch (InvalidPathException e) {
            throw new ProtocolException(Reason.NAME_UNSTORABLE, e, name);
        }
    }

    @Override
    public Optional<Path> parent(Path folder) {
        return Optional.ofNullable(folder.getParent());
    }

    @Override
    public String name(Path folder) {
        Path name = folder.getFileName();
        return name == null ? "" : name.toString();
    }

    @Override
    public String title(Path folder) {
        String name = name(folder);
        if (name.isEmpty() && "/".equals(folder.toString())) {
            return Texts.get("browse.local.title");
        }
        return DisplayText.escape(name.isEmpty() ? folder.toString() : name);
    }

    @Override
    public String path(Path folder) {
        return folder.toString();
    }

    @Override
    public Place<Path> locate(String typed, Path here) throws IOException {
        String text = typed.strip();
        try {
            Path found = here.resolve(
                            text.startsWith("file:")
                                    ? Path.of(URI.create(text))
                                    : text.equals("~") || text.startsWith("~/")
                                            ? files.home().resolve(text.substring(Math.min(2, text.length())))
                                            : Path.of(text))
                    .normalize();
            Path folder = found.getParent();
            if (Files.isDirectory(found)) {
                return new Place<>(found, Optional.empty());
            } else if (folder != null && Files.exists(found)) {
                return new Place<>(folder, Optional.of(name(found)));
            }
            throw FileProblem.named(new NoSuchFileException(found.toString()));
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            throw new ProtocolException(Reason.NAME_UNSTORABLE, e, text);
        }
    }

    @Override
    public String owner() {
        return Bookmarks.LOCAL;
    }

    @Override
    public String separators() {
        return "/".equals(File.separator) ? "/" : "/" + File.separator;
    }

    @Override
    public void removeEmptyFolder(Path folder, String name) throws IOException {
        files.removeEmptyFolder(child(folder, name));
    }

    @Override
    public Rights rights() {
        return Rights.ALL;
    }
}
