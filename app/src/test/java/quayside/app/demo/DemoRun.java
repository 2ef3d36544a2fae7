package quayside.app.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import quayside.app.Wiring;
import quayside.app.core.AppCore;
import quayside.app.core.host.HostState;
import quayside.app.core.host.SharedFolder;
import quayside.app.ui.kit.HumanFormat;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.Transfers;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.message.Entry;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.ShareOptions;

/** The steps of the demo, in order. Each step checks its result. */
final class DemoRun {
    private static final int FILM_BYTES = 24 * 1024 * 1024;

    private final Journal journal;
    private final Path configs;
    private final Path shared;
    private final Path guestFolder;
    private final SampleFiles samples = new SampleFiles(4870);
    private final Secrecy secrecy = new Secrecy();

    /** @param folder an empty folder that only the demo uses */
    DemoRun(Path folder, Journal journal) throws IOException {
        this.journal = journal;
        configs = Files.createDirectory(folder.resolve("configuration"));
        shared = Files.createDirectory(folder.resolve("Harbour"));
        guestFolder = Files.createDirectory(folder.resolve("Guest"));
    }

    void run(Optional<Path> pictures) throws IOException, Mismatch, InterruptedException {
        makeFiles();
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (AppCore host = Wiring.core(configs.resolve("host"), loopback);
                AppCore guest = Wiring.core(configs.resolve("guest"), loopback)) {
            HostState.On on = host(host);
            try (WireTap tap = new WireTap(on.port())) {
                ShareLink link = ShareLink.of(
                        loopback.getHostAddress(),
                        tap.port(),
                        ShareLink.parse(on.link()).id().orElseThrow());
                refuseWrongKey(link);
                moveFiles(link, on.key(), tap);
                Path film = shared.resolve("Film of the harbour.mp4");
                Files.write(film, samples.bytes(FILM_BYTES));
                new Pictures(host, guest, tap, journal)
                        .draw(pictures, link.withKey(AccessKey.of(on.key())), film, guestFolder);
                searchWire(tap, on.key());
            }
            host.host().stop();
            Waiting.forState(host.host()::onState, HostState.Off.class::isInstance, "Stopping the share");
            journal.ok("the share is stopped");
        }
    }

    private void makeFiles() throws IOException {
        int made = samples.make(shared);
        journal.ok("made " + made
                + " files: empty, 1 byte, 1 MiB, 1 MiB plus and minus one byte, a picture, unusual names");
        for (String name : samples.leftOut()) {
            journal.note("left out a name that this system's encoding cannot express (LANG): " + name);
        }
    }

    private HostState.On host(AppCore host) throws Mismatch, InterruptedException {
        host.host().start(new SharedFolder(shared, 0, ShareOptions.Permissions.ALL, false));
        HostState reached = Waiting.forState(
                host.host()::onState,
                state -> state instanceof HostState.On || state instanceof HostState.Failed,
                "Starting the share");
        if (reached instanceof HostState.On on) {
            journal.ok("hosting at " + ShareLink.parse(on.link()));
            return on;
        }
        throw new Mismatch("The folder could not be hosted: " + reached);
    }

    private void refuseWrongKey(ShareLink link) throws IOException, Mismatch {
        try (ShareClient client = ShareClient.connect(
                link, AccessKey.of("not-the-right-key"), ConnectOptions.standard(), new Cancellation())) {
            throw new Mismatch("A wrong key opened the share " + client.share().name() + ".");
        } catch (ProtocolException e) {
            Mismatch.unless(e.fault() == Fault.WRONG_KEY, "A wrong key caused an unexpected fault: " + e.sentence());
            journal.ok("a wrong key is refused: " + e.sentence());
        }
    }

    private void moveFiles(ShareLink link, String key, WireTap tap) throws IOException, Mismatch {
        try (ShareClient client =
                ShareClient.connect(link, AccessKey.of(key), ConnectOptions.standard(), new Cancellation())) {
            Mismatch.unless(
                    link.id().orElseThrow().equals(client.fingerprint()),
                    "The server did not prove the fingerprint in the link.");
            journal.ok("connected; the server proved the fingerprint in the link");
            list(client);
            download(client);
            upload(client);
            new Outages(tap, journal).survive(client, samples, shared, guestFolder);
            verify(client);
            delete(client);
            new Protecting(journal, secrecy).run(client, samples, shared, guestFolder);
        }
    }

    private void list(ShareClient client) throws IOException, Mismatch {
        List<Entry> entries = client.list(RemotePath.root());
        try (var paths = Files.list(shared)) {
            Mismatch.unless(entries.size() == paths.count(), "The listing has the wrong number of entries.");
        }
        for (Entry entry : entries) {
            Path path = shared.resolve(entry.name());
            Mismatch.unless(
                    entry.isFolder() == Files.isDirectory(path)
                            && (entry.isFolder() || entry.size() == Files.size(path)),
                    entry.name() + " is listed wrongly.");
        }
        journal.ok("listed " + entries.size() + " entries, each of the right kind and size");
    }

    private void download(ShareClient client) throws IOException, Mismatch {
        Path into = Files.createDirectory(guestFolder.resolve("From the harbour"));
        long bytes = 0;
        for (Entry entry : client.list(RemotePath.root())) {
            TransferReport.Summary summary = Transfers.download(
                    client,
                    RemotePath.root().child(entry.name()),
                    into,
                    OnConflict.FAIL,
                    TransferListener.NONE,
                    new Cancellation());
            Mismatch.unless(summary.failedCount() == 0, "Not everything was downloaded: " + summary.failures());
            bytes += summary.bytes();
        }
        Tree arrived = Tree.of(into);
        Tree.of(shared).mustEqual(arrived, "after the download");
        journal.ok("downloaded " + arrived.files() + " files, " + HumanFormat.exactSize(bytes)
                + "; SHA-256 of each is equal on both sides");
    }

    private void upload(ShareClient client) throws IOException, Mismatch {
        Path gift = Files.createDirectory(guestFolder.resolve("Gift for the host"));
        new SampleFiles(48_700).make(gift);
        TransferReport.Summary summary = Transfers.upload(
                client, gift, RemotePath.root(), OnConflict.FAIL, TransferListener.NONE, new Cancellation());
        Mismatch.unless(summary.failedCount() == 0, "Not everything was uploaded: " + summary.failures());
        Tree sent = Tree.of(gift);
        sent.mustEqual(Tree.of(shared.resolve("Gift for the host")), "after the upload");
        secrecy.addAllOf(guestFolder);
        journal.ok("uploaded " + sent.files() + " files, " + HumanFormat.exactSize(summary.bytes())
                + "; SHA-256 of each is equal on both sides");
    }

    private void verify(ShareClient client) throws IOException, Mismatch {
        Tree here = Tree.of(shared);
        for (Map.Entry<String, String> file : here.entries().entrySet()) {
            if (!file.getValue().isEmpty()) {
                String there = client.digest(RemotePath.parse(file.getKey()), new Cancellation())
                        .sha256();
                Mismatch.unless(
                        there.equals(file.getValue()), "The server returned a different checksum for " + file.getKey());
            }
        }
        secrecy.addAllOf(guestFolder);
        journal.ok("asked the server for the checksums of its " + here.files() + " files; each is correct");
    }

    private void delete(ShareClient client) throws IOException, Mismatch {
        client.delete(RemotePath.parse("Gift for the host/1 MiB.bin"), false);
        client.delete(RemotePath.parse("Gift for the host/Travel"), true);
        Path gift = shared.resolve("Gift for the host");
        Mismatch.unless(
                !Files.exists(gift.resolve("1 MiB.bin")) && !Files.exists(gift.resolve("Travel")),
                "A deleted file or folder still exists.");
        Mismatch.unless(Files.exists(gift.resolve("1 MiB and 1.bin")), "A file was deleted that should have stayed.");
        journal.ok("deleted a file and a folder; the other files still exist");
    }

    private void searchWire(WireTap tap, String key) throws IOException, Mismatch {
        secrecy.addAllOf(shared);
        secrecy.add("the access key", key);
        secrecy.add("the access key as it is used", key.replace("-", ""));
        byte[] capture = tap.recorded();
        secrecy.mustNotBeIn(capture);
        journal.ok("searched the " + HumanFormat.exactSize(capture.length) + " on the wire for " + secrecy.count()
                + " secrets (names, pieces of files, the key): found none");
    }
}
