package quayside.server.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.Transfers;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.ProgressListener;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.client.transfer.TransferResult;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.server.chaos.Scenario.Shape;

/** A scenario on this disk: what is to be transferred, where to, and what was there before. */
final class Work {
    private static final FileTime OLD_TIME = FileTime.from(Instant.parse("2026-01-02T03:04:05.123456789Z"));
    private static final FileTime NEW_TIME = FileTime.from(Instant.parse("2026-02-03T04:05:06.987654321Z"));

    private final Scenario scenario;
    private final Path source;
    private final Path target;
    private final Path before;
    private boolean complete;

    /** What a name in the target holds. */
    private enum Held {
        OLD,
        NEW
    }

    /** Makes the files, in {@code root}. */
    Work(Scenario scenario, Path root) throws IOException {
        this.scenario = scenario;
        this.source = Files.createDirectories(root.resolve("source"));
        this.target = Files.createDirectories(root.resolve("target"));
        this.before = Files.createDirectories(root.resolve("before"));
        for (Scenario.Item item : scenario.items()) {
            if (item.isFolder()) {
                Files.createDirectories(source.resolve(item.path()));
                continue;
            }
            write(source.resolve(item.path()), item.size(), item.hashCode(), NEW_TIME);
            if (item.replaces()) {
                write(target.resolve(item.path()), item.size() / 2 + 3, ~item.hashCode(), OLD_TIME);
                write(before.resolve(item.path()), item.size() / 2 + 3, ~item.hashCode(), OLD_TIME);
            }
        }
    }

    private static void write(Path file, long size, int seed, FileTime modified) throws IOException {
        Files.createDirectories(file.getParent());
        byte[] bytes = new byte[Math.toIntExact(size)];
        new Random(seed).nextBytes(bytes);
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, modified);
    }

    /** The folder that the server shares. */
    Path share() {
        return scenario.direction() == Scenario.Direction.UPLOAD ? target : source;
    }

    /** Transfers all; returns the failures of single items. */
    List<TransferReport.Failure> transfer(ShareClient client) throws IOException {
        OnConflict rule = OnConflict.OVERWRITE;
        Cancellation never = new Cancellation();
        String name = scenario.shape() == Shape.FOLDER
                ? Scenario.FOLDER
                : scenario.items().getFirst().path();
        Path local = source.resolve(name);
        RemotePath remote = RemotePath.parse(name);
        boolean up = scenario.direction() == Scenario.Direction.UPLOAD;
        if (scenario.shape() == Shape.CALL) {
            TransferResult _ = up
                    ? client.post(local, remote, rule, ProgressListener.NONE, never)
                    : client.get(remote, target, rule, ProgressListener.NONE, never);
            return List.of();
        }
        TransferListener none = TransferListener.NONE;
        TransferReport.Summary summary = up
                ? Transfers.upload(client, local, RemotePath.root(), rule, none, never)
                : Transfers.download(client, remote, target, rule, none, never);
        return summary.failures();
    }

    /** Every item has arrived, but those of {@code failures}, which hold what they held or have arrived all the same. */
    void assertArrived(List<TransferReport.Failure> failures) throws IOException {
        Set<String> failed = failures.stream().map(TransferReport.Failure::path).collect(Collectors.toSet());
        for (Scenario.Item item : scenario.items()) {
            Held held = held(item);
            if (Stream.iterate(item.path(), path -> !path.isEmpty(), Work::parent)
                    .noneMatch(failed::contains)) {
                assertThat(held).as("what was reported done: %s", item.path()).isEqualTo(Held.NEW);
            }
        }
        complete |= failures.isEmpty();
    }

    /**
     * No item is a mixture, and none that was there is gone. One that was uploaded may have arrived without its sender having been told; nobody
     * but the receiver itself reports a download.
     */
    void assertOldOrNew() throws IOException {
        for (Scenario.Item item : scenario.items()) {
            Held held = held(item);
            if (complete) {
                assertThat(held).as("what had arrived before: %s", item.path()).isEqualTo(Held.NEW);
            } else if (scenario.shape() != Shape.FOLDER && scenario.direction() == Scenario.Direction.DOWNLOAD) {
                assertThat(held).as("what was reported failed: %s", item.path()).isEqualTo(Held.OLD);
            }
        }
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    private Held held(Scenario.Item item) throws IOException {
        Path there = target.resolve(item.path());
        if (item.isFolder()) {
            return Files.isDirectory(there) ? Held.NEW : Held.OLD;
        }
        Path old = before.resolve(item.path());
        if (!Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
            assertThat(old).as("a file that was there is gone: %s", item.path()).doesNotExist();
            return Held.OLD;
        }
        if (Files.exists(old) && Files.mismatch(there, old) < 0) {
            return Held.OLD;
        }
        long mismatch = Files.mismatch(there, source.resolve(item.path()));
        assertThat(mismatch)
                .as(
                        "where %s, of %d bytes, differs from its source, of %d bytes",
                        item.path(), Files.size(there), item.size())
                .isEqualTo(-1);
        assertThat(Files.getLastModifiedTime(there))
                .as("modified time of %s", item.path())
                .isEqualTo(NEW_TIME);
        return Held.NEW;
    }

    /** What lies in the target beside its files and their folders, with {@code /}. */
    Set<String> strangers() throws IOException {
        Set<String> known = new TreeSet<>(List.of("", ".quayside", ".quayside/staging"));
        for (Scenario.Item item : scenario.items()) {
            Stream.iterate(item.path(), path -> !path.isEmpty(), Work::parent).forEach(known::add);
        }
        try (Stream<Path> all = Files.walk(target)) {
            return all.map(path -> target.relativize(path).toString().replace('\\', '/'))
                    .filter(path -> !known.contains(path))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
