package quayside.app.ui.files;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import javafx.scene.layout.Region;
import quayside.app.core.files.ShareCopies;
import quayside.app.core.text.Texts;
import quayside.app.ui.files.FilesFeature.Item;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.Facts;
import quayside.app.ui.kit.FileKind;
import quayside.app.ui.kit.Toast;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.DisplayText;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * Copies files and folders within a share. Shows what is being copied, with a button that cancels. Then offers to take
 * the copies back, says what is missing, and offers to copy that. JavaFX thread only.
 */
final class ShareCopying {
    private static final int MAX_NAMED = 6;

    private final UiServices services;
    private final Supplier<CancellableWork> works;
    private final ShareClient share;
    private final RemotePath into;
    private final FilesFeature.SharePane pane;
    private final ShareCopies copies;
    private final int items;
    private final Instant since;

    private ShareCopying(
            UiServices services,
            Supplier<CancellableWork> works,
            ShareClient share,
            List<ShareCopies.Source> sources,
            RemotePath into,
            FilesFeature.SharePane pane) {
        this.services = services;
        this.works = works;
        this.share = share;
        this.into = into;
        this.pane = pane;
        this.copies = new ShareCopies(share, into, sources);
        this.items = sources.size();
        this.since = services.clock().instant();
    }

    static void start(
            UiServices services,
            Supplier<CancellableWork> works,
            ShareClient share,
            List<Item<RemotePath>> items,
            RemotePath into,
            FilesFeature.SharePane pane) {
        List<ShareCopies.Source> sources = items.stream()
                .map(item -> new ShareCopies.Source(item.path(), item.entry()))
                .toList();
        new ShareCopying(services, works, share, sources, into, pane).run();
    }

    /** Copies what is missing. */
    private void run() {
        CancellableWork work = works.get();
        ShareCopies.Progress progress = new ShareCopies.Progress() {
            @Override
            public void next(RemotePath path, long number, long all) {
                work.next(Texts.get("files.clip.copyingOne", number, all, DisplayText.escape(path.toString())));
            }

            @Override
            public void waiting(Sentence why) {
                work.next(Texts.words(why));
            }
        };
        work.start(
                Texts.get("files.clip.copying", items),
                cancellation -> copies.run(progress, cancellation),
                this::done,
                this::failed);
    }

    private void failed(Exception e) {
        pane.refresh();
        services.toasts().error(Texts.problem(e));
    }

    private void done(ShareCopies.Result result) {
        Set<String> names = result.names();
        pane.copied(into, names, since);
        if (result.failed() > 0 || result.end().isPresent()) {
            services.toasts().show(offering(partial(result), result));
            return;
        }
        String done = withLeftOut(Texts.get("files.clip.copied", names.size()), result);
        if (share.share().mayDelete()) {
            pane.offerBack(done, this::takeBack);
        } else {
            services.toasts().success(done);
        }
    }

    private void takeBack() throws Exception {
        copies.takeBack(new Cancellation());
    }

    private static String withLeftOut(String words, ShareCopies.Result result) {
        return result.omitted() > 0 ? words + " " + Texts.get("files.clip.leftOut", result.omitted()) : words;
    }

    /** Returns the message that something is missing. */
    private Toast partial(ShareCopies.Result result) {
        String count = withLeftOut(
                Texts.get(
                        result.end().isPresent() ? "files.clip.copiedSoFar" : "files.clip.copiedPart",
                        result.copied(),
                        result.all()),
                result);
        if (result.end().isPresent()) {
            return stopped(result.end().get(), count, result);
        }
        String first = Texts.problem(result.failures().getFirst().why());
        if (result.failed() == 1) {
            return Toast.failed(first, count);
        }
        String title = Texts.get("files.clip.notCopied", result.failed());
        return Toast.failed(title, first + " " + count)
                .details(() -> services.dialogs()
                        .show(DialogBox.of(title).facts(facts(result)).safe(Texts.get("shared.close"))));
    }

    private static Toast stopped(ProtocolException end, String count, ShareCopies.Result result) {
        List<String> line = new ArrayList<>(List.of(count));
        if (!result.incomplete().isEmpty()) {
            line.add(Texts.get(
                    "files.clip.incomplete",
                    DisplayText.escape(result.incomplete().getFirst()),
                    result.incomplete().size() - 1));
        }
        if (end.fault() == Fault.CANCELLED) {
            return Toast.news(Texts.get("files.clip.stopped"), String.join(" ", line));
        }
        line.addFirst(Texts.problem(end));
        return Toast.failed(Texts.get("files.clip.broken"), String.join(" ", line))
                .kept();
    }

    /** Offers to take the copies back, and to copy the rest. */
    private Toast offering(Toast toast, ShareCopies.Result result) {
        Toast offering = toast;
        if ((result.copied() > 0 || result.goesOn()) && share.share().mayDelete()) {
            offering = offering.action(
                    Texts.get("browse.undo"),
                    () -> services.background().run(this::takeBack, pane::refresh, this::failed));
        }
        return result.goesOn() ? offering.action(Texts.get("files.clip.goOn"), this::run) : offering;
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
