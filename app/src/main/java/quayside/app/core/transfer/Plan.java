package quayside.app.core.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.Transfers;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.client.unlock.NewLock;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.DisplayText;
import quayside.protocol.wire.ProtocolException;

/**
 * The description and the work of a transfer; names are escaped for display. Sources that are requested together are
 * one plan.
 *
 * @param work run once for each try
 * @param secret the passcode of the transferred files, which the transfer wipes; see {@link Transfer#forget}
 */
record Plan(
        TransferSnapshot.Direction direction,
        String name,
        String place,
        boolean folder,
        Try work,
        Optional<Passcode> secret) {
    /** Receives the progress of a try, and whether its source is more than one file. */
    interface Listener extends TransferListener {
        void sourceIs(boolean folder);
    }

    /** One try of a transfer. */
    interface Try {
        /**
         * Transfers everything; blocks until done, failed or cancelled.
         *
         * @param client the connection of this try
         * @param partStored whether an earlier try stored a file
         */
        TransferReport.Summary run(ShareClient client, boolean partStored, Listener listener, Cancellation cancellation)
                throws IOException;
    }

    /**
     * @param sources at least one
     * @param passcode the passcode of the one lock for all uploaded files; the plan takes it over
     */
    static Plan upload(
            ShareClient client,
            List<Path> sources,
            RemotePath intoFolder,
            OnConflict onConflict,
            Optional<Passcode> passcode) {
        Optional<NewLock> lock = passcode.map(NewLock::new);
        List<String> names = sources.stream().map(Plan::shown).toList();
        return new Plan(
                TransferSnapshot.Direction.UPLOAD,
                nameOf(names),
                DisplayText.escape(client.share().name() + "/" + intoFolder),
                names.size() > 1,
                (over, partStored, listener, cancellation) -> {
                    listener.sourceIs(names.size() > 1 || Files.isDirectory(sources.getFirst()));
                    OnConflict rule = rule(onConflict, partStored);
                    return together(
                            Transfers.uploadAll(over, sources, intoFolder, rule, lock, listener, cancellation), names);
                },
                passcode);
    }

    /** @param sources at least one */
    static Plan download(ShareClient client, List<RemoteItem> sources, Path intoFolder, OnConflict onConflict) {
        List<RemotePath> paths = sources.stream().map(RemoteItem::path).toList();
        List<String> names = paths.stream()
                .map(path -> DisplayText.escape(path.isRoot() ? client.share().name() : path.name()))
                .toList();
        return new Plan(
                TransferSnapshot.Direction.DOWNLOAD,
                nameOf(names),
                DisplayText.escape(intoFolder.toString()),
                names.size() > 1 || sources.getFirst().folder(),
                (over, partStored, listener, cancellation) -> {
                    OnConflict rule = rule(onConflict, partStored);
                    return together(
                            Transfers.downloadAll(over, paths, intoFolder, rule, listener, cancellation), names);
                },
                Optional.empty());
    }

    private static String shown(Path source) {
        Path name = source.getFileName();
        return DisplayText.escape((name == null ? source : name).toString());
    }

    private static String nameOf(List<String> names) {
        return names.size() == 1 ? names.getFirst() : String.format(Locale.ENGLISH, "%,d items", names.size());
    }

    /**
     * Combines the results of several sources into one summary. A source that ended with an exception is a failure
     * among the others; if it is the only source, its exception is thrown.
     *
     * @throws ProtocolException the reason why the whole transfer ended
     */
    static TransferReport.Summary together(TransferReport results, List<String> names) throws ProtocolException {
        List<TransferReport.Failure> failures = new ArrayList<>();
        long stored = 0;
        long skipped = 0;
        long failed = 0;
        long bytes = 0;
        for (int i = 0; i < names.size(); i++) {
            TransferReport.OfSource result = results.sources().get(i);
            Optional<ProtocolException> ended =
                    names.size() == 1 ? results.ended().or(result::ended) : results.ended();
            if (ended.isPresent()) {
                throw ended.get();
            }
            stored += result.summary().stored();
            skipped += result.summary().skipped();
            failed += result.summary().failedCount();
            bytes += result.summary().bytes();
            failures.addAll(result.summary().failures());
            if (result.ended().isPresent()) {
                ProtocolException why = result.ended().get();
                failed++;
                failures.add(new TransferReport.Failure(names.get(i), why.fault(), why.sentence()));
            }
        }
        return new TransferReport.Summary(
                stored,
                skipped,
                failed,
                failures.subList(0, Math.min(failures.size(), TransferReport.MAX_LISTED_FAILURES)),
                bytes);
    }

    /**
     * Returns the policy for a try. A further try finds the files that earlier ones stored. If the policy would treat
     * them as conflicts, or store them twice, existing files are skipped instead, and the transfer reports their
     * number. While nothing was stored, as with a single file that did not arrive, the chosen policy holds.
     */
    static OnConflict rule(OnConflict chosen, boolean partStored) {
        return switch (chosen) {
            case FAIL, RENAME -> partStored ? OnConflict.SKIP : chosen;
            case OVERWRITE, NEWER, SKIP -> chosen;
        };
    }
}
