package quayside.server.protect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.ProtocolException;

/** A shared folder with protected files, and two locks for them. */
final class ProtectedShare {
    private final Path folder;
    final Hashing hashing = new Hashing(new SecureRandom(), new Hashing.Cost(8, 1, 1));

    /** The lock that "sesame" opens. */
    final Lock lock;

    /** The lock that "poppy" opens. */
    final Lock other;

    final Path state;
    ProtectedFiles files;

    ProtectedShare(Path folder) throws IOException {
        this.folder = folder;
        this.lock = hashing.make(Passcode.of("sesame"));
        this.other = hashing.make(Passcode.of("poppy"));
        this.state = folder.resolve(".quayside/protected.json");
        this.files = reopened();
    }

    /** Returns the files as a server that starts now reads them. */
    ProtectedFiles reopened() throws IOException {
        return ProtectedFiles.open(
                state.getParent(), InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000)), new Random(3));
    }

    static RemotePath path(String text) {
        try {
            return RemotePath.parse(text);
        } catch (ProtocolException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Writes a file whose content is its own name, and creates its parent folders. */
    BasicFileAttributes make(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, name);
        return attributes(name);
    }

    BasicFileAttributes attributes(String name) throws IOException {
        return Files.readAttributes(folder.resolve(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** Makes a file and protects it. */
    void protect(String name, Lock by) throws IOException {
        files.protect(path(name), make(name), by);
    }

    void unprotect(String name) throws IOException {
        files.unprotect(path(name), attributes(name));
    }

    void move(String from, String to) throws IOException {
        Files.move(folder.resolve(from), folder.resolve(to));
    }

    /** Returns the locks of a name, whether the file exists or not. */
    List<String> locks(String name) throws IOException {
        return locks(files, name);
    }

    List<String> locks(ProtectedFiles of, String name) throws IOException {
        @Nullable BasicFileAttributes there = Files.exists(folder.resolve(name)) ? attributes(name) : null;
        return of.locks(path(name), there, _ -> false);
    }

    boolean isGone(RemotePath name) {
        return Files.notExists(folder.resolve(name.toString()));
    }

    /** Makes files "many-0" and so on, and protects them by {@link #lock}; the list then has no lines. */
    void protectMany(int count) throws IOException {
        List<ProtectedFiles.Arriving> arriving = new ArrayList<>();
        List<ProtectedFiles.Arrived> arrived = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            BasicFileAttributes attributes = make("many-" + i);
            arriving.add(new ProtectedFiles.Arriving(attributes, lock));
            arrived.add(new ProtectedFiles.Arrived(path("many-" + i), attributes, lock));
        }
        files.announce(arriving);
        files.arrived(arrived);
        files.tidy(_ -> false);
    }

    /** Returns how many changes the list has as lines. */
    long lines() throws IOException {
        try (var lines = Files.lines(state)) {
            return lines.filter(each -> each.startsWith("{\"crc32c\"")).count();
        }
    }
}
