package quayside.app.core.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import quayside.app.core.share.ShareId;
import quayside.app.core.text.AppReason;
import quayside.app.core.text.Texts;
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
 * The description and the work of a transfer, made from its {@link Job}; names are escaped for display. Sources that are
 * requested together are one plan.
 *
 * @param ready returns the next try, or empty while the share is not connected
 * @param secret the passcode of the transferred files, which the transfer wipes; see {@link Transfer#forget}
 */
record Plan(String name, String place, boolean folder, Supplier<Optional<Try>> ready, Optional<Passcode> secret) {
    /** Receives the progress of a try, and whether its source is more than one file. */
    interface Listener extends TransferListener {
        void sourceIs(boolean folder);
    }

    /** One try of a transfer. */
    interface Try {
        /**
         * Transfers everything; blocks until done, failed or cancelled.
         *
         * @param partStored whether an earlier try stored a file
         */
        TransferReport.Summary run(boolean partStored, Listener listener, Cancellation cancellation) throws IOException;
    }

    /**
     * @param shares returns the open client of a share; empty while it is not connected
     * @param passcode the passcode of the one lock for all uploaded files; the plan takes it over
     */
    static Plan of(Job job, Function<ShareId, Optional<ShareClient>> shares, Optional<Passcode> passcode) {
        return switch (job.direction()) {
            case UPLOAD -> upload(job, shares, passcode);
            case DOWNLOAD -> download(job, shares);
        };
    }

    private static Plan upload(Job job, Function<ShareId, Optional<ShareClient>> shares, Optional<Passcode> passcode) {
        Optional<NewLock> lock = passcode.map(NewLock::new);
        List<Path> sources = job.sources().stream()
                .map(source -> Job.localPath(source.path()))
                .toList();
        RemotePath into = Job.remotePath(job.target());
        List<String> names = sources.stream().map(Plan::shown).toList();
        return new Plan(
                nameOf(names),
                DisplayText.escape(job.share().name() + "/" + into),
                names.size() > 1,
                () -> shares.apply(job.share().id()).map(client -> (partStored, listener, cancellation) -> {
                    if (job.lockAll() && lock.isEmpty()) {
                        // Without its passcode it would arrive unprotected.
                        throw new ProtocolException(AppReason.PASSCODE_UNREADABLE);
                    }
                    listener.sourceIs(names.size() > 1 || Files.isDirectory(sources.getFirst()));
                    OnConflict rule = rule(job.rule(), partStored);
                    return together(
                            Transfers.uploadAll(client, sources, into, rule, lock, listener, cancellation), names);
                }),
                passcode);
    }

    private static Plan download(Job job, Function<ShareId, Optional<ShareClient>> shares) {
        List<RemotePath> paths = job.sources().stream()
                .map(source -> Job.remotePath(source.path()))
                .toList();
        Path into = Job.localPath(job.target());
        List<String> names = paths.stream()
                .map(path -> DisplayText.escape(path.isRoot() ? job.share().name() : path.name()))
                .toList();
        return new Plan(
                nameOf(names),
                DisplayText.escape(into.toString()),
                names.size() > 1 || job.sources().getFirst().folder(),
                () -> shares.apply(job.share().id()).map(client -> (partStored, listener, cancellation) -> {
                    OnConflict rule = rule(job.rule(), partStored);
                    return together(Transfers.downloadAll(client, paths, into, rule, listener, cancellation), names);
                }),
                Optional.empty());
    }

    private static String shown(Path source) {
        Path name = source.getFileName();
        return DisplayText.escape((name == null ? source : name).toString());
    }

    private static String nameOf(List<String> names) {
        return names.size() == 1 ? names.getFirst() : Texts.get("core.transfer.items", names.size());
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
