package quayside.app.core.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.files.FileProblem;
import quayside.protocol.files.LocalNames;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Names;
import quayside.protocol.message.Omitted;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * The folders and files of one side, to be walked. No link is followed, so a walk ends. Every method blocks.
 *
 * @param <P> the type by which the side addresses its files
 */
public interface Tree<P> {
    /**
     * Passes the entries of {@code folder} to {@code pages}, in no order. Leaves out links and special files.
     *
     * @return the counts of omitted entries
     */
    Omitted list(P folder, Consumer<List<Entry>> pages, Cancellation cancellation) throws IOException;

    P child(P folder, String name) throws IOException;

    /** Is notified of each folder of a walk, on the walking thread. */
    interface Visitor<P> {
        /**
         * Receives some entries of {@code folder}.
         *
         * @param place the names from the top of the walk to the folder, joined by {@code /}; empty for the top
         * @return whether to continue
         */
        boolean visit(P folder, String place, List<Entry> entries);

        /** A folder could not be read, or is too deep; the walk continues. */
        void unread();
    }

    /**
     * Walks the folder {@code top} and everything in it, and ends early if the visitor wants so.
     *
     * @throws IOException if {@code top} cannot be read, if the connection is lost, or after a cancellation
     */
    default void walk(P top, Visitor<P> visitor, Cancellation cancellation) throws IOException {
        record Folder<P>(P path, String place, int depth) {}
        Deque<Folder<P>> pending = new ArrayDeque<>(List.of(new Folder<>(top, "", 0)));
        boolean[] enough = new boolean[1];
        while (!pending.isEmpty() && !enough[0]) {
            cancellation.check();
            Folder<P> folder = pending.pop();
            List<String> below = new ArrayList<>();
            try {
                Omitted _ = list(
                        folder.path(),
                        entries -> {
                            enough[0] = enough[0] || !visitor.visit(folder.path(), folder.place(), entries);
                            entries.stream()
                                    .filter(Entry::isFolder)
                                    .map(Entry::name)
                                    .forEach(below::add);
                        },
                        cancellation);
                for (String name : below.reversed()) {
                    if (folder.depth() == Limits.MAX_PATH_DEPTH) {
                        visitor.unread();
                    } else {
                        String place = folder.place().isEmpty() ? name : folder.place() + "/" + name;
                        pending.push(new Folder<>(child(folder.path(), name), place, folder.depth() + 1));
                    }
                }
            } catch (ProtocolException e) {
                if (folder.depth() == 0 || endsAll(e)) {
                    throw e;
                }
                visitor.unread();
            }
        }
    }

    /** Returns whether a failure is not the folder's own, so that no other folder can be read either. */
    static boolean endsAll(ProtocolException failure) {
        return switch (failure.fault()) {
            case CONNECTION_LOST, UNREACHABLE, CANCELLED -> true;
            default -> false;
        };
    }

    /**
     * Returns the files of this computer, without those of the program itself, which no share shows either: what arrives
     * just now, and the protected files of a shared folder.
     */
    static Tree<Path> local() {
        return new Tree<>() {
            @Override
            public Omitted list(Path folder, Consumer<List<Entry>> pages, Cancellation cancellation)
                    throws IOException {
                List<Entry> page = new ArrayList<>();
                Omitted omitted = Omitted.NONE;
                try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                    for (Path path : entries) {
                        if (Names.isReserved(String.valueOf(path.getFileName()))) {
                            continue;
                        }
                        omitted = omitted.plus(entry(path, page));
                        if (page.size() == 200) {
                            cancellation.check();
                            pages.accept(List.copyOf(page));
                            page.clear();
                        }
                    }
                } catch (DirectoryIteratorException e) {
                    throw FileProblem.named(new IOException(e.getMessage(), e));
                } catch (IOException e) {
                    throw FileProblem.named(e);
                }
                pages.accept(page);
                return omitted;
            }

            private static Omitted entry(Path path, List<Entry> into) {
                try {
                    BasicFileAttributes found =
                            Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                    if (LocalNames.text(path).isEmpty()) {
                        return new Omitted(1, 0, 0, 0);
                    } else if (found.isDirectory() || found.isRegularFile()) {
                        into.add(new Entry(
                                String.valueOf(path.getFileName()),
                                found.isDirectory() ? Entry.Kind.FOLDER : Entry.Kind.FILE,
                                found.isDirectory() ? 0 : found.size(),
                                found.lastModifiedTime().toInstant()));
                        return Omitted.NONE;
                    }
                    return found.isSymbolicLink() ? new Omitted(0, 1, 0, 0) : new Omitted(0, 0, 1, 0);
                } catch (IOException e) {
                    // It is gone since the listing began, or cannot be described.
                    return new Omitted(0, 0, 1, 0);
                }
            }

            @Override
            public Path child(Path folder, String name) throws IOException {
                try {
                    return folder.resolve(name);
                } catch (InvalidPathException e) {
                    throw new ProtocolException(Reason.NAME_UNSTORABLE, e, name);
                }
            }
        };
    }

    /** Returns the files of an open share. */
    static Tree<RemotePath> of(ShareClient client) {
        return new Tree<>() {
            @Override
            public Omitted list(RemotePath folder, Consumer<List<Entry>> pages, Cancellation cancellation)
                    throws IOException {
                return client.list(folder, pages, cancellation);
            }

            @Override
            public RemotePath child(RemotePath folder, String name) throws IOException {
                return folder.child(name);
            }
        };
    }
}
