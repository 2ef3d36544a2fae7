package quayside.server.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import quayside.protocol.message.Entry;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.ProtocolException;

/** Short ways to say what the tests of storage do. */
final class Shares {
    static final Instant MODIFIED = Instant.parse("2026-03-04T05:06:07.123456789Z");

    private Shares() {}

    static FolderStorage open(Path folder) {
        return open(folder, false);
    }

    static FolderStorage open(Path folder, boolean showHidden) {
        try {
            return FolderStorage.open(folder, showHidden, InstantSource.system(), new Random(7));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RemotePath path(String text) {
        try {
            return RemotePath.parse(text);
        } catch (ProtocolException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static Storage.Upload upload(String target, String content, OnConflict onConflict) {
        return upload(target, content.getBytes(StandardCharsets.UTF_8).length, MODIFIED, onConflict, true);
    }

    static Storage.Upload upload(
            String target, long size, Instant modified, OnConflict onConflict, boolean mayReplace) {
        return new Storage.Upload(
                path(target), size, modified, onConflict, mayReplace, Optional.empty(), false, Optional.empty());
    }

    /** What a guest sends who sees nothing of the share. */
    static Storage.Upload dropped(String wanted, String content) {
        Storage.Upload plain = upload(wanted, content, OnConflict.FAIL);
        return new Storage.Upload(
                plain.target(),
                plain.size(),
                plain.modified(),
                plain.onConflict(),
                false,
                plain.mode(),
                false,
                plain.source(),
                plain.lock(),
                plain.id(),
                plain.reading(),
                plain.seen(),
                Optional.of(new Storage.Upload.Drop(RemotePath.root(), plain.target())));
    }

    static Storage.UploadResult put(Storage storage, String target, String content, OnConflict onConflict)
            throws ProtocolException {
        return put(storage, upload(target, content, onConflict), content);
    }

    static Storage.UploadResult put(Storage storage, Storage.Upload upload, String content) throws ProtocolException {
        try (SingleUpload single = new SingleUpload(storage, upload)) {
            return single.run(content.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Tries to open a file. */
    static void look(Storage storage, String path) throws IOException {
        try (Storage.Reader reader = storage.reader()) {
            reader.open(path(path), Optional.empty()).close();
        }
    }

    static String content(Storage storage, String path) throws IOException {
        try (Storage.Reader reader = storage.reader();
                Storage.Content content = reader.open(path(path), Optional.empty())) {
            return new String(content.bytes().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static List<String> names(Storage storage, String folder) throws ProtocolException {
        List<String> names = new ArrayList<>();
        try (Storage.Listing listing = storage.list(path(folder))) {
            for (Entry entry = listing.next(); entry != null; entry = listing.next()) {
                names.add(entry.name());
            }
        }
        return names;
    }

    /** Names in a folder of the disk, as they are. */
    static List<String> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /** What lies in the staging area, if there is one. */
    static List<String> stagedIn(Path root) throws IOException {
        Path area = root.resolve(".quayside").resolve("staging");
        return Files.exists(area) ? filesIn(area) : List.of();
    }
}
