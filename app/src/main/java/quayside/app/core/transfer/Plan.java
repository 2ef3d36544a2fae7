package quayside.app.core.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import quayside.app.core.share.ShareId;
import quayside.app.core.text.AppReason;
import quayside.app.core.text.Texts;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.Transfers;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.ConflictRules;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.client.unlock.NewLock;
import quayside.protocol.message.Omitted;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Response;
import quayside.protocol.text.DisplayText;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.ProtocolException;

/**
 * The description and the work of a transfer, made from its {@link Job}; names are escaped for display. Sources that are
 * requested together are one plan.
 *
 * @param ready returns the next try, or empty while the share is not connected
 * @param orders returns what the host has ordered for this guest, as far as that is known
 * @param secret the passcode of the transferred files, which the transfer wipes; see {@link Transfer#forget}
 */
record Plan(
        String name,
        String place,
        boolean folder,
        Supplier<Optional<Try>> ready,
        Optional<Passcode> secret,
        Supplier<Response.Orders> orders) {
    /** A plan of whose host nothing is known. */
    Plan(String name, String place, boolean folder, Supplier<Optional<Try>> ready, Optional<Passcode> secret) {
        this(name, place, folder, ready, secret, () -> Response.Orders.NONE);
    }

    /** Receives the progress of a try, and whether its source is more than one file. */
    interface Listener extends TransferListener {
        void sourceIs(boolean folder);
    }

    /** What the tries before this one have done. */
    enum Earlier {
        /** There was none. */
        NONE,
        /** None is known to have stored a file, but one may have: its last answers were lost, or the program was killed. */
        UNKNOWN,
        /** One has stored a file. */
        STORED
    }

    /** One try of a transfer. */
    interface Try {
        /** Transfers everything; blocks until done, failed or cancelled. */
        TransferReport.Summary run(Earlier earlier, Listener listener, Cancellation cancellation) throws IOException;
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
                names.size() > 1 || job.sources().getFirst().folder(),
                () -> shares.apply(job.share().id()).map(client -> (earlier, listener, cancellation) -> {
                    if (job.lockAll() && lock.isEmpty()) {
                        // Without its passcode it would arrive unprotected.
                        throw new ProtocolException(AppReason.PASSCODE_UNREADABLE);
                    }
                    listener.sourceIs(names.size() > 1 || Files.isDirectory(sources.getFirst()));
                    ConflictRules rules = rules(chosen(job), earlier);
                    return together(
                            Transfers.uploadAll(client, sources, into, rules, lock, listener, cancellation), names);
                }),
                passcode,
                orders(job, shares));
    }

    private static Supplier<Response.Orders> orders(Job job, Function<ShareId, Optional<ShareClient>> shares) {
        return () -> shares.apply(job.share().id()).map(ShareClient::orders).orElse(Response.Orders.NONE);
    }

    /** Returns the policies for an upload. One that replaces a certain version of a file replaces no other. */
    private static ConflictRules chosen(Job job) {
        Job.Source source = job.sources().getFirst();
        return source.replaces()
                .map(known -> new ConflictRules(
                        OnConflict.FAIL, Map.of(source.name(), OnConflict.OVERWRITE), Map.of(source.name(), known)))
                .orElse(job.rules());
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
                () -> shares.apply(job.share().id()).map(client -> (earlier, listener, cancellation) -> {
                    ConflictRules rules = rules(job.rules(), earlier);
                    return together(Transfers.downloadAll(client, paths, into, rules, listener, cancellation), names);
                }),
                Optional.empty(),
                orders(job, shares));
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
        Set<Sentence> reasons = new HashSet<>();
        int mostReasons = 0;
        long stored = 0;
        long skipped = 0;
        long failed = 0;
        long bytes = 0;
        Omitted leftOut = Omitted.NONE;
        for (int i = 0; i < names.size(); i++) {
            TransferReport.OfSource result = results.sources().get(i);
            Optional<ProtocolException> ended =
                    names.size() == 1 ? results.ended().or(result::ended) : results.ended();
            if (ended.isPresent()) {
                throw ended.get();
            }
            TransferReport.Summary part = result.summary();
            stored += part.stored();
            skipped += part.skipped();
            failed += part.failedCount();
            bytes += part.bytes();
            leftOut = leftOut.plus(part.leftOut());
            mostReasons = Math.max(mostReasons, part.reasons());
            failures.addAll(part.failures());
            if (result.ended().isPresent()) {
                ProtocolException why = result.ended().get();
                failed++;
                failures.add(new TransferReport.Failure(names.get(i), why.fault(), why.sentence()));
            }
        }
        failures.forEach(failure -> reasons.add(failure.sentence()));
        return new TransferReport.Summary(
                stored,
                skipped,
                failed,
                failures.subList(0, Math.min(failures.size(), TransferReport.MAX_LISTED_FAILURES)),
                bytes,
                leftOut,
                // The reasons of failures that are not listed are only counted, source by source.
                Math.min(TransferReport.MAX_REASONS, Math.max(mostReasons, reasons.size())));
    }

    /**
     * Returns the policies for a try. A further try finds the files that earlier ones stored. Under {@link
     * OnConflict#RENAME} it knows them again by their size and time, and stores none of them twice. Under {@link
     * OnConflict#FAIL} existing files are skipped, and the transfer reports their number; but while nothing was stored,
     * as with a single file that did not arrive, the chosen policy holds.
     */
    static ConflictRules rules(ConflictRules chosen, Earlier earlier) {
        return switch (earlier) {
            case NONE -> chosen;
            case UNKNOWN -> chosen.again(UnaryOperator.identity());
            case STORED -> chosen.again(Plan::again);
        };
    }

    private static OnConflict again(OnConflict chosen) {
        return switch (chosen) {
            case FAIL -> OnConflict.SKIP;
            case RENAME, OVERWRITE, NEWER, SKIP -> chosen;
        };
    }
}
