package quayside.app.ui.shell;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import quayside.app.core.text.Texts;
import quayside.app.core.transfer.Job;
import quayside.app.core.transfer.RemoteItem;
import quayside.app.core.transfer.TransferQueue;
import quayside.app.ui.browse.FileSource.Item;
import quayside.app.ui.kit.Background;
import quayside.app.ui.kit.NewPasscode;
import quayside.app.ui.kit.UiServices;
import quayside.app.ui.shell.ConflictFinder.Conflict;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;

/**
 * Starts the uploads and downloads that the user asks for: looks for taken names, asks once what to do with them, and
 * queues the transfer.
 */
final class TransferDesk implements AutoCloseable {
    private final TransferQueue queue;
    private final Supplier<Optional<ShareClient>> client;
    private final UiServices services;
    private final Runnable queued;
    private final Cancellation closing = new Cancellation();

    /** @param queued run whenever something was added to the queue */
    TransferDesk(TransferQueue queue, Supplier<Optional<ShareClient>> client, UiServices services, Runnable queued) {
        this.queue = queue;
        this.client = client;
        this.services = services;
        this.queued = queued;
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
        connected()
                .ifPresentOrElse(
                        share -> ask(
                                cancellation -> ConflictFinder.onShare(share, files, into, cancellation),
                                share.share().mayDelete(),
                                rule -> queue.upload(Job.ShareRef.of(share), files, into, rule, passcode),
                                dropped),
                        dropped);
    }

    void download(List<Item<RemotePath>> items, Path into) {
        List<RemoteItem> sources = items.stream()
                .map(item -> new RemoteItem(item.path(), item.entry().isFolder()))
                .toList();
        connected()
                .ifPresent(share -> ask(
                        cancellation -> ConflictFinder.onDisk(items, into),
                        true,
                        rule -> queue.download(Job.ShareRef.of(share), sources, into, rule),
                        () -> {}));
    }

    /** Uploads a file and replaces the one of its name. Asks no question. */
    void replace(Path file, RemotePath into) {
        connected().ifPresent(share -> {
            queue.upload(Job.ShareRef.of(share), List.of(file), into, OnConflict.OVERWRITE, Optional.empty());
            queued.run();
        });
    }

    /** Uploads what is missing or older in {@code into}, and replaces no newer file. Asks no question. */
    void update(List<Path> files, RemotePath into) {
        connected().ifPresent(share -> {
            queue.upload(Job.ShareRef.of(share), files, into, OnConflict.NEWER, Optional.empty());
            queued.run();
        });
    }

    /** Downloads in the same way. */
    void update(List<RemoteItem> sources, Path into) {
        connected().ifPresent(share -> {
            queue.download(Job.ShareRef.of(share), sources, into, OnConflict.NEWER);
            queued.run();
        });
    }

    /** Resumes a transfer. One that waits for its connection is tried at once. */
    void retry(long id) {
        if (!queue.tryNow(id)) {
            queue.retry(id);
        }
    }

    /** Exactly one of {@code enqueue} and {@code dropped} is called, once, at the latest when this is closed. */
    private void ask(
            Background.Work<List<Conflict>> search,
            boolean mayReplace,
            Consumer<OnConflict> enqueue,
            Runnable dropped) {
        Cancellation.Registration open = closing.onCancel(dropped);
        Runnable drop = () -> {
            open.close();
            dropped.run();
        };
        Consumer<OnConflict> go = rule -> {
            if (!closing.isCancelled()) {
                open.close();
                enqueue.accept(rule);
                queued.run();
            }
        };
        services.background()
                .run(
                        search,
                        conflicts -> {
                            if (conflicts.isEmpty()) {
                                // If the name is taken after this check, the file is not overwritten.
                                go.accept(OnConflict.FAIL);
                            } else {
                                services.dialogs()
                                        .show(ConflictQuestion.of(conflicts, mayReplace, services.clock(), go, drop));
                            }
                        },
                        e -> {
                            drop.run();
                            services.toasts().error(Texts.problem(e));
                        });
    }

    /** Drops what has not been queued yet, because the window is closed. */
    @Override
    public void close() {
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
