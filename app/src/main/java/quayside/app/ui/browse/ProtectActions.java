package quayside.app.ui.browse;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import quayside.app.ui.kit.Background;
import quayside.app.ui.kit.Kit;
import quayside.app.ui.kit.Latest;
import quayside.app.ui.kit.NewPasscode;
import quayside.app.ui.kit.Sentences;
import quayside.app.ui.kit.Texts;
import quayside.protocol.message.Entry;

/** Puts files of a share under a passcode, and takes that away. Asks first, works in the background, then shows the result. JavaFX thread only. */
final class ProtectActions<P> {
    private final BrowseModel<P> model;
    private final BrowseController<P> controller;
    private final Kit kit;

    ProtectActions(BrowseModel<P> model, BrowseController<P> controller, Kit kit) {
        this.model = model;
        this.controller = controller;
        this.kit = kit;
    }

    /** What is done with entries of a folder. */
    private interface Work<P> {
        FileSource.Changed run(FileSource<P> source, P folder, List<Entry> entries, Consumer<String> before)
                throws Exception;
    }

    void protect(List<Row> rows) {
        if (rows.isEmpty() || isRefused(Refusals.ofProtect(model.rights().get()))) {
            return;
        }
        boolean folders = rows.stream().anyMatch(Row::isFolder);
        kit.dialogs()
                .show(NewPasscode.of(
                        rows.size() == 1
                                ? Texts.get(
                                        "browse.protect.titleOne",
                                        rows.getFirst().shownName())
                                : Texts.get("browse.protect.titleMany", rows.size()),
                        Texts.get(folders ? "browse.protect.folders" : "browse.protect.files"),
                        Texts.get("browse.protect.action"),
                        passcode -> change(
                                rows,
                                "browse.protect.busy",
                                (source, folder, entries, before) -> {
                                    try (passcode) {
                                        return source.protect(folder, entries, passcode, before);
                                    }
                                },
                                made -> Texts.get("browse.protect.done", made),
                                "browse.protect.someFailed")));
    }

    /** Asks for the passcode where that is not known; the host's own word needs none. */
    void unprotect(List<Row> rows) {
        if (!rows.isEmpty() && !isRefused(Refusals.ofUnprotect(model.rights().get()))) {
            change(
                    rows,
                    "browse.unprotect.busy",
                    FileSource::unprotect,
                    made -> Texts.get("browse.unprotect.done", made),
                    "browse.unprotect.someFailed");
        }
    }

    private void change(List<Row> rows, String busy, Work<P> work, IntFunction<String> done, String someFailed) {
        P folder = model.folder().get();
        FileSource<P> source = controller.source().orElse(null);
        if (folder == null || source == null) {
            return;
        }
        List<Entry> entries = rows.stream().map(Row::entry).toList();
        Latest<String> progress = new Latest<>(model::show);
        Background.Work<FileSource.Changed> job =
                cancellation -> work.run(source, folder, entries, name -> progress.offer(Texts.get(busy, name)));
        kit.background()
                .run(
                        job,
                        changed -> {
                            end(progress, folder);
                            if (changed.sentence() == null) {
                                kit.toasts().success(done.apply(changed.made()));
                            } else if (changed.made() + changed.failed() == 1) {
                                kit.toasts().error(changed.sentence());
                            } else {
                                kit.toasts()
                                        .error(Texts.get(
                                                someFailed,
                                                changed.failed(),
                                                changed.made() + changed.failed(),
                                                changed.sentence()));
                            }
                        },
                        e -> {
                            end(progress, folder);
                            kit.toasts().error(Sentences.of(e));
                        });
    }

    private boolean isRefused(String why) {
        if (!why.isEmpty()) {
            kit.toasts().error(why);
        }
        return !why.isEmpty();
    }

    private void end(Latest<String> progress, P folder) {
        progress.offer("");
        controller.refresh(folder, Set.of());
    }
}
