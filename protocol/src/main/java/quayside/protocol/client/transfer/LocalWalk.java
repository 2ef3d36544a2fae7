package quayside.protocol.client.transfer;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.unlock.Pipeline;
import quayside.protocol.files.FileProblem;
import quayside.protocol.files.LocalNames;
import quayside.protocol.message.Mode;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.ProtocolException;

/**
 * Walks a folder and uploads what it finds, without listing the whole tree first. Links, devices, pipes and sockets are
 * counted and left out. For one thread.
 */
final class LocalWalk {
    /** The number of folders requested ahead, so that existing ones do not cost a round trip each. */
    private static final int FOLDERS_AHEAD = 16;

    private final FileUploader files;
    private final Pipeline pipeline;
    private final Cancellation cancellation;
    private final FolderTimes times;

    LocalWalk(FileUploader files, Pipeline pipeline, Cancellation cancellation, FolderTimes times) {
        this.files = files;
        this.pipeline = pipeline;
        this.cancellation = cancellation;
        this.times = times;
    }

    /** A local folder that was found. */
    private record Subfolder(Path local, Optional<Mode> mode, Instant modified) {}

    /** A folder on both sides. */
    private record Pair(Path local, RemoteFolder remote) {}

    /**
     * Uploads the content of {@code local} into {@code remote}, which is being made or listed, and everything below it.
     */
    void visit(Path local, RemoteFolder remote) throws IOException {
        RemoteNames names = remote.names(pipeline);
        List<Subfolder> subfolders = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(local)) {
            for (Path child : children) {
                cancellation.check();
                if (remote.progress().hasEnded()) {
                    return;
                }
                child(child, remote, names, subfolders);
            }
        } catch (DirectoryIteratorException e) {
            unreadable(remote, Objects.requireNonNull(e.getCause()));
        } catch (ProtocolException e) {
            throw e;
        } catch (IOException e) {
            unreadable(remote, e);
        }
        subfolders(subfolders, remote, names);
    }

    private static void unreadable(RemoteFolder remote, IOException e) {
        remote.progress().fail(remote.shown(), FileProblem.local(e));
    }

    private void child(Path child, RemoteFolder remote, RemoteNames names, List<Subfolder> subfolders)
            throws IOException {
        String shown = remote.shown() + "/" + LocalNames.shown(child);
        BasicFileAttributes attributes;
        LocalFile found;
        try {
            String _ = LocalNames.requireText(child);
            attributes = LocalFile.attributes(child, LinkOption.NOFOLLOW_LINKS);
            found = LocalFile.of(child, attributes, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            remote.progress().fail(shown, FileProblem.local(e));
            return;
        }
        if (attributes.isDirectory()) {
            subfolders.add(new Subfolder(
                    child, found.mode(), attributes.lastModifiedTime().toInstant()));
        } else if (attributes.isRegularFile()) {
            files.move(
                    new FileUploader.Source(child, child.getFileName().toString(), found),
                    remote,
                    names.find(child.getFileName().toString()),
                    shown);
        } else {
            remote.progress().leftOut(attributes.isSymbolicLink());
        }
    }

    private void subfolders(List<Subfolder> subfolders, RemoteFolder parent, RemoteNames names) throws IOException {
        Deque<Pair> ahead = new ArrayDeque<>();
        for (Subfolder subfolder : subfolders) {
            ahead.add(new Pair(subfolder.local(), ask(subfolder, parent, names)));
            if (ahead.size() > FOLDERS_AHEAD) {
                visit(ahead.remove());
            }
        }
        while (!ahead.isEmpty()) {
            visit(ahead.remove());
        }
    }

    private void visit(Pair next) throws IOException {
        visit(next.local(), next.remote());
    }

    /**
     * Requests that the folder is made, or listed if it exists. Below an unavailable folder everything is unavailable.
     */
    private RemoteFolder ask(Subfolder subfolder, RemoteFolder parent, RemoteNames names) throws IOException {
        String name = subfolder.local().getFileName().toString();
        ProtocolException why = parent.failure();
        RemotePath path = parent.path();
        if (why == null) {
            try {
                LocalNames.requireUnreserved(name);
                path = parent.path().child(name);
            } catch (ProtocolException e) {
                why = e;
            }
        }
        RemoteNames.Known known = names.find(name);
        boolean there = why == null && known != null && known.folder();
        RemoteFolder remote =
                new RemoteFolder(path, parent.shown() + "/" + name, parent, subfolder.mode(), parent.progress());
        if (why != null) {
            remote.fail(why);
        } else {
            if (there) {
                remote.list(pipeline);
            } else {
                remote.make(pipeline);
            }
            times.add(0, path.toString(), subfolder.modified());
        }
        return remote;
    }
}
