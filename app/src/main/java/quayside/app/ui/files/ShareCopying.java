package quayside.app.ui.files;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.scene.layout.Region;
import quayside.app.core.files.ShareCopies;
import quayside.app.core.text.Texts;
import quayside.app.ui.files.FilesFeature.Item;
import quayside.app.ui.kit.Background;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.Facts;
import quayside.app.ui.kit.FileKind;
import quayside.app.ui.kit.Toast;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.client.Changes;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.DisplayText;

/**
 * Copies files and folders within a share. Shows what is being copied, with a button that cancels; then offers to take
 * the copies back, and lists what could not be copied. JavaFX thread only.
 */
final class ShareCopying {
    private static final int MAX_NAMED = 6;

    private final UiServices services;
    private final ShareClient share;
    private final RemotePath into;
    private final FilesFeature.SharePane pane;
    private final CancellableWork work;
    private final Instant since;

    private ShareCopying(UiServices services, ShareClient share, RemotePath into, FilesFeature.SharePane pane) {
        this.services = services;
        this.share = share;
        this.into = into;
        this.pane = pane;
        this.since = services.clock().instant();
        this.work = new CancellableWork(services, pane::busy);
    }

    static void start(
            UiServices services,
            ShareClient share,
            List<Item<RemotePath>> items,
            RemotePath into,
            FilesFeature.SharePane pane) {
        new ShareCopying(services, share, into, pane).start(items);
    }

    private void start(List<Item<RemotePath>> items) {
        List<ShareCopies.Source> sources = items.stream()
                .map(item -> new ShareCopies.Source(item.path(), item.entry()))
                .toList();
        work.start(
                Texts.get("files.clip.copying", items.size()),
                cancellation -> new ShareCopies(share, into, this::next, cancellation).run(sources),
                this::done,
                e -> {
                    pane.refresh();
                    services.toasts().error(Texts.problem(e));
                },
                () -> {
                    pane.refresh();
                    services.toasts().show(Toast.news(Texts.get("files.clip.stopped"), ""));
                });
    }

    private void next(RemotePath path, int number, int all) {
        work.next(Texts.get("files.clip.copyingOne", number, all, DisplayText.escape(path.toString())));
    }

    private void done(ShareCopies.Result result) {
        Set<String> names = result.names();
        pane.copied(into, names, since);
        if (result.failed() > 0) {
            services.toasts().show(failed(result));
            return;
        }
        String done = Texts.get("files.clip.copied", names.size());
        if (result.omitted() > 0) {
            done += " " + Texts.get("files.clip.leftOut", result.omitted());
        }
        if (share.share().mayDelete()) {
            pane.offerBack(done, back(result));
        } else {
            services.toasts().success(done);
        }
    }

    private Background.Action back(ShareCopies.Result result) {
        return () -> share.change(result.made(), Optional.empty(), Changes.Listener.NONE, new Cancellation())
                .requireDone();
    }

    private Toast failed(ShareCopies.Result result) {
        String first = Texts.problem(result.failures().getFirst().why());
        if (result.failed() == 1) {
            return Toast.failed(first, "");
        }
        String title = Texts.get("files.clip.notCopied", result.failed());
        return Toast.failed(title, first)
                .details(() -> services.dialogs()
                        .show(DialogBox.of(title).facts(facts(result)).safe(Texts.get("shared.close"))));
    }

    private static Facts facts(ShareCopies.Result result) {
        Facts facts = new Facts();
        result.failures().stream()
                .limit(MAX_NAMED)
                .forEach(failure -> facts.row(
                        FileKind.of(failure.path().name(), false).icon(),
                        DisplayText.escape(failure.path().toString()),
                        Texts.problem(failure.why()),
                        new Region()));
        if (result.failed() > MAX_NAMED) {
            facts.words(Texts.get("browse.delete.andMore", result.failed() - MAX_NAMED));
        }
        return facts;
    }
}
