package quayside.app.ui.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.application.Platform;
import quayside.app.core.settings.Settings;
import quayside.app.core.settings.SettingsStore;
import quayside.app.core.text.Texts;
import quayside.app.core.transfer.History;
import quayside.app.core.transfer.Job;
import quayside.app.core.transfer.RemoteItem;
import quayside.app.core.transfer.TransferQueue;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.ui.browse.FileSource.Item;
import quayside.app.ui.kit.Background;
import quayside.app.ui.kit.NewPasscode;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.ConflictRules;
import quayside.protocol.message.Entry;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.DisplayText;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * Starts the uploads and downloads that the user asks for: looks for taken names, asks what to do with them, and queues
 * the transfer. An upload to a share that is away is queued at once.
 */
final class TransferDesk implements AutoCloseable {
    private final TransferQueue queue;
    private final Supplier<Optional<ShareClient>> client;
    private final Supplier<Optional<Job.ShareRef>> away;
    private final SettingsStore settings;
    private final UiServices services;
    private final Cancellation closing = new Cancellation();

    /** What follows the end of a transfer, by its id. JavaFX thread only. */
    private final Map<Long, Consumer<TransferSnapshot>> afterwards = new HashMap<>();

    /**
     * @param client returns the client of the share that is shown, if it is connected
     * @param away returns the share that is shown, if it was connected and is not now
     */
    TransferDesk(
            TransferQueue queue,
            Supplier<Optional<ShareClient>> client,
            Supplier<Optional<Job.ShareRef>> away,
            SettingsStore settings,
            UiServices services) {
        this.queue = queue;
        this.client = client;
        this.away = away;
        this.settings = settings;
        this.services = services;
        services.background().whileOpen(queue.onEnded(ended -> Platform.runLater(() -> ended(ended))));
    }

    /** Does the same as {@link #upload}, after the user has entered one passcode for all files. */
    void uploadProtected(List<Path> files, RemotePath into) {
        Path first = files.getFirst().getFileName();
        if (connected().isPresent()) {
            services.dialogs()
                    .show(NewPasscode.of(
                            Texts.get("shell.protect.title", files.size(), first == null ? "" : first.toString()),
                            Texts.get("shell.protect.explanation"),
                            Texts.get("browse.local.transfer"),
                            passcode -> upload(files, into, Optional.of(passcode))));
        }
    }

    void upload(List<Path> files, RemotePath into) {
        upload(files, into, Optional.empty());
    }

    /** @param passcode taken over: it goes to the queue, or is wiped if the upload does not get there */
    void upload(List<Path> files, RemotePath into, Optional<Passcode> passcode) {
        Runnable dropped = () -> passcode.ifPresent(Passcode::close);
        Optional<Job.ShareRef> later = client.get().isEmpty() ? away.get() : Optional.empty();
        if (later.isPresent() && moving().waitOffline()) {
            uploadLater(later.get(), files, into, passcode);
            return;
        }
        connected().ifPresentOrElse(share -> upload(share, files, into, passcode), dropped);
    }

    private void uploadLater(Job.ShareRef share, List<Path> files, RemotePath into, Optional<Passcode> passcode) {
        // Nobody can look for taken names now. Both files are kept, unless the user has chosen another rule.
        ConflictRules rules = ConflictRules.all(moving().conflict().orElse(OnConflict.RENAME));
        long _ = queue.upload(share, files, into, rules, passcode);
        sayQueued(files.size(), share);
    }

    private void sayQueued(int items, Job.ShareRef share) {
        services.toasts().success(Texts.get("shell.queued", items, DisplayText.escape(share.name())));
    }

    private void upload(ShareClient share, List<Path> files, RemotePath into, Optional<Passcode> passcode) {
        ask(
                cancellation -> ConflictFinder.onShare(share, files, into, cancellation),
                task(share, files.size(), into),
                rules -> queue.upload(Job.ShareRef.of(share), files, into, rules, passcode),
                () -> passcode.ifPresent(Passcode::close));
    }

    private static ConflictQuestion.Task task(ShareClient share, int items, RemotePath into) {
        return new ConflictQuestion.Task(
                true,
                name(share),
                into.isRoot() ? name(share) : DisplayText.escape(into.name()),
                items,
                share.share().mayDelete());
    }

    /** Uploads to a share whether it is shown or not. */
    void upload(ShareClient share, List<Path> files, RemotePath into) {
        upload(share, files, into, Optional.empty());
    }

    void download(List<Item<RemotePath>> items, Path into) {
        connected().ifPresent(share -> download(share, items, into));
    }

    /** Downloads from a share whether it is shown or not. */
    void download(ShareClient share, List<Item<RemotePath>> items, Path into) {
        List<RemoteItem> sources = items.stream()
                .map(item -> new RemoteItem(item.path(), item.entry().isFolder()))
                .toList();
        ask(
                cancellation -> ConflictFinder.onDisk(share, items, into, cancellation),
                task(share, items.size(), into),
                rules -> queue.download(Job.ShareRef.of(share), sources, into, rules),
                () -> {});
    }

    private static ConflictQuestion.Task task(ShareClient share, int items, Path into) {
        Path folder = into.getFileName();
        return new ConflictQuestion.Task(
                false, name(share), DisplayText.escape((folder == null ? into : folder).toString()), items, true);
    }

    /**
     * Downloads into another folder what a download could not store. Asks about the names that are taken there, because
     * the earlier answer was about other files.
     */
    void elsewhere(long id, Path into) {
        Optional<Job> job = queue.job(id);
        Optional<ShareClient> share = job.flatMap(this::clientOf);
        if (share.isPresent()) {
            ask(share.get(), job.get().sources(), into, rules -> queue.elsewhere(id, into, rules));
        } else {
            // Nobody can look for taken names now. Such a name fails, and nothing is replaced.
            queue.elsewhere(id, into);
        }
    }

    /**
     * Queues the transfer of an entry of the history anew, which has {@link History.Entry#again} what it needs. Asks about the
     * names that are taken now.
     */
    void again(History.Entry entry) {
        History.Again kept = entry.again().orElseThrow();
        Optional<ShareClient> share = queue.client(kept.share().id());
        if (entry.direction() == TransferSnapshot.Direction.UPLOAD) {
            List<Path> files = kept.sources().stream()
                    .map(source -> Path.of(source.path()))
                    .toList();
            RemotePath into = Job.remotePath(kept.target());
            share.ifPresentOrElse(open -> upload(open, files, into), () -> {
                if (moving().waitOffline()) {
                    uploadLater(kept.share(), files, into, Optional.empty());
                } else {
                    services.toasts().error(Texts.get("shell.notConnected"));
                }
            });
            return;
        }
        List<RemoteItem> sources = kept.sources().stream()
                .map(source -> new RemoteItem(Job.remotePath(source.path()), source.folder()))
                .toList();
        Path into = Path.of(kept.target());
        Consumer<ConflictRules> begin = rules -> queue.download(kept.share(), sources, into, rules);
        share.ifPresentOrElse(open -> ask(open, kept.sources(), into, begin), () -> {
            // Nobody can look for taken names now. Such a name fails, unless the user has chosen another rule.
            begin.accept(ConflictRules.all(moving().conflict().orElse(OnConflict.FAIL)));
            sayQueued(sources.size(), kept.share());
        });
    }

    private Optional<ShareClient> clientOf(Job job) {
        return queue.client(job.share().id());
    }

    /** Asks about the names that are taken for a download that the queue has or had already. */
    private void ask(ShareClient share, List<Job.Source> sources, Path into, Consumer<ConflictRules> answered) {
        ask(
                cancellation -> ConflictFinder.onDisk(share, items(share, sources), into, cancellation),
                task(share, sources.size(), into),
                answered,
                () -> {});
    }

    private void ask(ShareClient share, Job job, Consumer<ConflictRules> answered) {
        if (job.direction() == TransferSnapshot.Direction.DOWNLOAD) {
            ask(share, job.sources(), Path.of(job.target()), answered);
        } else {
            List<Path> files =
                    job.sources().stream().map(source -> Path.of(source.path())).toList();
            RemotePath into = Job.remotePath(job.target());
            ask(
                    cancellation -> ConflictFinder.onShare(share, files, into, cancellation),
                    task(share, files.size(), into),
                    answered,
                    () -> {});
        }
    }

    /** Returns the present entries of what a download requests; blocks. */
    private static List<Item<RemotePath>> items(ShareClient share, List<Job.Source> sources) throws IOException {
        List<Item<RemotePath>> items = new ArrayList<>();
        for (Job.Source source : sources) {
            RemotePath path = Job.remotePath(source.path());
            try {
                items.add(new Item<>(path, share.stat(path)));
            } catch (ProtocolException e) {
                // The transfer itself reports what it does not find.
                if (e.fault() != Fault.NOT_FOUND) {
                    throw e;
                }
            }
        }
        return items;
    }

    private static String name(ShareClient share) {
        return DisplayText.escape(share.share().name());
    }

    private Settings.Moving moving() {
        return settings.settings().transfers();
    }

    /** Uploads a file in place of the one of its name. Asks only if that is not {@code known} any more by then. */
    void replace(ShareClient share, Path file, RemotePath into, Entry known) {
        afterwards.put(queue.replace(Job.ShareRef.of(share), file, into, known), ended -> {
            if (ended.fault().filter(Fault.EXISTS::equals).isPresent()) {
                upload(share, List.of(file), into);
            }
        });
    }

    /**
     * Uploads what is missing or older in {@code into}, and replaces no newer file. Asks no question.
     *
     * @param ended gets whether everything was transferred, once the transfer has ended
     */
    void update(ShareClient share, List<Path> files, RemotePath into, Consumer<Boolean> ended) {
        afterwards.put(
                queue.upload(
                        Job.ShareRef.of(share), files, into, ConflictRules.all(OnConflict.NEWER), Optional.empty()),
                transfer -> ended.accept(isWhole(transfer)));
    }

    /** Downloads in the same way. */
    void update(ShareClient share, List<RemoteItem> sources, Path into, Consumer<Boolean> ended) {
        afterwards.put(
                queue.download(Job.ShareRef.of(share), sources, into, ConflictRules.all(OnConflict.NEWER)),
                transfer -> ended.accept(isWhole(transfer)));
    }

    private void ended(TransferSnapshot transfer) {
        if (transfer.state().hasEnded()) {
            Optional.ofNullable(afterwards.remove(transfer.id())).ifPresent(action -> action.accept(transfer));
        }
    }

    private static boolean isWhole(TransferSnapshot transfer) {
        boolean done =
                transfer.state() == TransferSnapshot.State.DONE || transfer.state() == TransferSnapshot.State.SKIPPED;
        return done && transfer.remarks().failedCount() == 0;
    }

    /**
     * Resumes a transfer. One that waits for its connection is tried at once. One that failed because names are taken asks
     * about them first: the same rules would fail again.
     */
    void retry(long id) {
        if (queue.tryNow(id)) {
            return;
        }
        Optional<Job> taken = queue.job(id).filter(TransferDesk::metTakenNames);
        Optional<ShareClient> share = taken.flatMap(this::clientOf);
        if (share.isPresent()) {
            ask(share.get(), taken.get(), rules -> queue.retry(id, rules));
        } else {
            queue.retry(id);
        }
    }

    private static boolean metTakenNames(Job job) {
        return job.state() == TransferSnapshot.State.FAILED
                && job.ended()
                        .filter(ended ->
                                ended.fault().filter(Fault.EXISTS::equals).isPresent()
                                        || ended.failures().stream()
                                                .anyMatch(failure -> failure.fault() == Fault.EXISTS))
                        .isPresent();
    }

    /** Exactly one of {@code enqueue} and {@code dropped} is called, once, at the latest when this is closed. */
    private void ask(
            Background.Work<ConflictFinder.Found> search,
            ConflictQuestion.Task task,
            Consumer<ConflictRules> enqueue,
            Runnable dropped) {
        Cancellation.Registration open = closing.onCancel(dropped);
        Runnable drop = () -> {
            open.close();
            dropped.run();
        };
        Consumer<ConflictRules> go = rules -> {
            if (!closing.isCancelled()) {
                open.close();
                enqueue.accept(rules);
            }
        };
        Optional<OnConflict> chosen = moving().conflict().filter(rule -> task.mayReplace() || !replaces(rule));
        if (chosen.isPresent()) {
            go.accept(ConflictRules.all(chosen.get()));
            return;
        }
        services.background()
                .run(
                        search,
                        found -> {
                            if (found.conflicts().isEmpty()) {
                                // If the name is taken after this check, the file is not overwritten.
                                go.accept(ConflictRules.all(OnConflict.FAIL));
                            } else {
                                services.dialogs()
                                        .show(ConflictQuestion.of(
                                                task,
                                                found,
                                                services,
                                                answer -> {
                                                    answer.always().ifPresent(this::keep);
                                                    go.accept(answer.rules());
                                                },
                                                drop));
                            }
                        },
                        e -> {
                            drop.run();
                            services.toasts().error(Texts.problem(e));
                        });
    }

    private static boolean replaces(OnConflict rule) {
        return rule == OnConflict.OVERWRITE || rule == OnConflict.NEWER;
    }

    /** Keeps the rule for all later transfers. */
    private void keep(OnConflict rule) {
        Cancellation _ = services.background()
                .run(
                        () -> settings.update(
                                now -> now.withTransfers(now.transfers().withConflict(Optional.of(rule)))),
                        () -> {},
                        e -> services.toasts().error(Texts.problem(e)));
    }

    /** Drops what has not been queued yet, because the window is closed. */
    @Override
    public void close() {
        afterwards.clear();
        closing.cancel();
    }

    private Optional<ShareClient> connected() {
        Optional<ShareClient> share = client.get();
        if (share.isEmpty()) {
            services.toasts().error(Texts.get("shell.notConnected"));
        }
        return share;
    }
}
