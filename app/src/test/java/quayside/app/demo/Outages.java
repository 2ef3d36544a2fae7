package quayside.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import quayside.app.ui.kit.HumanFormat;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.Transfers;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.Sentence;

/** Cuts the connection in the middle of transfers, and checks that they resume automatically. */
final class Outages {
    private static final int LARGE_BYTES = 12 * 1024 * 1024;

    private final WireTap tap;
    private final Journal journal;

    Outages(WireTap tap, Journal journal) {
        this.tap = tap;
        this.journal = journal;
    }

    /**
     * Uploads a large file and downloads it again. Cuts the connection each time after more than half of the file.
     *
     * @param shared the folder that the host shares
     * @param guestFolder the guest's folder
     */
    void survive(ShareClient client, SampleFiles samples, Path shared, Path guestFolder) throws IOException, Mismatch {
        Path log = guestFolder.resolve("Log of the voyage.bin");
        Files.write(log, samples.bytes(LARGE_BYTES));
        // A file that was just written could change again without a new time, so a resumed transfer would restart it.
        Files.setLastModifiedTime(log, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        String name = log.getFileName().toString();
        interrupted(
                "an upload",
                listener -> Transfers.upload(
                        client, log, RemotePath.root(), OnConflict.FAIL, listener, new Cancellation()));
        mustBeEqual(log, shared.resolve(name));
        Path back = Files.createDirectory(guestFolder.resolve("Back again"));
        interrupted(
                "a download",
                listener -> Transfers.download(
                        client, RemotePath.root().child(name), back, OnConflict.FAIL, listener, new Cancellation()));
        mustBeEqual(log, back.resolve(name));
    }

    private interface Transfer {
        TransferReport.Summary run(TransferListener listener) throws IOException;
    }

    private void interrupted(String what, Transfer transfer) throws IOException, Mismatch {
        Heard heard = new Heard();
        long before = tap.passed();
        tap.cutAfter(LARGE_BYTES * 3L / 5);
        TransferReport.Summary summary = transfer.run(heard);
        long passed = tap.passed() - before;
        Mismatch.unless(summary.stored() == 1, "The file of " + what + " did not arrive: " + summary.failures());
        Mismatch.unless(heard.losses > 0, "The cut connection of " + what + " was not reported.");
        Mismatch.unless(heard.returns > 0, "It was not reported that " + what + " resumed.");
        long again = passed - LARGE_BYTES;
        Mismatch.unless(again < LARGE_BYTES / 3, "Too much of " + what + " crossed the wire again: " + again);
        journal.ok("cut the connection in the middle of " + what + " of " + HumanFormat.exactSize(LARGE_BYTES)
                + "; it resumed automatically, and only " + HumanFormat.exactSize(again)
                + " crossed the wire again, including the new handshake");
    }

    private static void mustBeEqual(Path one, Path other) throws IOException, Mismatch {
        Mismatch.unless(
                Tree.sha256(one).equals(Tree.sha256(other)), other.getFileName() + " differs after the outage.");
    }

    /** Counts the reported losses and returns of the connection. */
    private static final class Heard implements TransferListener {
        private int losses;
        private int returns;

        @Override
        public void waiting(Sentence sentence, Duration pause) {
            losses++;
        }

        @Override
        public void resumed() {
            returns++;
        }
    }
}
