package quayside.app.ui.browse;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Background;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.Facts;
import quayside.app.ui.kit.FileKind;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Latest;
import quayside.app.ui.kit.NewPasscode;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Names;
import quayside.protocol.text.DisplayText;
import quayside.protocol.text.Sentence;

/**
 * Creates folders, and renames, deletes, protects and unprotects the entries that the pane shows. It asks first, works
 * in the background, and then shows the result. JavaFX thread only.
 */
final class FileChanges<P> {
    private static final int MAX_NAMED = 6;

    private final Side side;
    private final BrowseModel<P> model;
    private final BrowseController<P> controller;
    private final UiServices services;
    private final Undo undo;

    FileChanges(Side side, BrowseModel<P> model, BrowseController<P> controller, UiServices services, Undo undo) {
        this.side = side;
        this.model = model;
        this.controller = controller;
        this.services = services;
        this.undo = undo;
    }

    void newFolder() {
        ifAllowed(FileSource.Right.ADD, (source, folder) -> {
            String proposal = freeName(Texts.get("browse.newFolder.proposal"));
            services.dialogs()
                    .ask(
                            Texts.get("browse.newFolder.title"),
                            Texts.get("browse.newFolder.label"),
                            proposal,
                            proposal.length(),
                            Texts.get("browse.newFolder.action"),
                            this::faultOf,
                            name -> change(
                                    folder,
                                    () -> source.makeFolder(folder, name),
                                    name,
                                    Texts.get("browse.undo.made", DisplayText.escape(name)),
                                    () -> source.removeEmptyFolder(folder, name),
                                    Set.of()));
        });
    }

    void rename(Row row) {
        String old = row.entry().name();
        // Users usually change the part before the extension.
        int dot = row.isFolder() ? -1 : old.lastIndexOf('.');
        ifAllowed(
                FileSource.Right.RENAME,
                (source, folder) -> services.dialogs()
                        .ask(
                                Texts.get("browse.rename.title", row.shownName()),
                                Texts.get("browse.rename.label"),
                                old,
                                dot > 0 ? dot : old.length(),
                                Texts.get("browse.rename.action"),
                                name -> name.equals(old) ? Optional.empty() : faultOf(name),
                                name -> {
                                    if (!name.equals(old)) {
                                        rename(source, folder, row, name);
                                    }
                                }));
    }

    private void rename(FileSource<P> source, P folder, Row row, String name) {
        Entry entry = row.entry();
        Entry renamed = new Entry(name, entry.kind(), entry.size(), entry.modified());
        change(
                folder,
                () -> source.rename(folder, entry, name),
                name,
                Texts.get("browse.undo.renamed", row.shownName(), DisplayText.escape(name)),
                () -> source.rename(folder, renamed, entry.name()),
                Set.of(entry.name()));
    }

    /** Asks, and then moves to the trash, or deletes where there is none. */
    void delete(List<Row> rows) {
        if (!rows.isEmpty()) {
            ifAllowed(
                    FileSource.Right.DELETE,
                    (source, folder) -> services.background()
                            .run(
                                    cancellation -> source.hasTrash(folder),
                                    trash -> ask(source, folder, rows, trash),
                                    e -> services.toasts().error(Texts.problem(e))));
        }
    }

    /** Asks, and then deletes, even if there is a trash. */
    void deleteForGood(List<Row> rows) {
        if (!rows.isEmpty()) {
            ifAllowed(FileSource.Right.DELETE, (source, folder) -> ask(source, folder, rows, false));
        }
    }

    private void ask(FileSource<P> source, P folder, List<Row> rows, boolean trash) {
        Deletion words = trash ? Deletion.TRASH : side == Side.LOCAL ? Deletion.LOCAL : Deletion.REMOTE;
        DialogBox box = DialogBox.of(Texts.get(words.title, what(rows), shareName(source)))
                .sentence(Texts.get(words.sentence, rows.size()))
                .facts(facts(rows))
                .width(560)
                .safe(Texts.get("browse.delete.keep", rows.size()));
        AtomicReference<Background.Action> back = new AtomicReference<>(() -> {});
        Set<String> names = rows.stream().map(row -> row.entry().name()).collect(Collectors.toSet());
        Runnable act = () -> change(
                folder,
                rows,
                rowAfter(rows),
                words.busy,
                (entries, before) -> trash
                        ? source.trash(folder, entries, before, back::set)
                        : source.delete(folder, entries, before),
                made -> {
                    if (trash) {
                        undo.offerLastingly(
                                Texts.get("browse.undo.trashed", made),
                                Objects.requireNonNull(back.get()),
                                () -> controller.refresh(folder, names));
                    }
                },
                words.someFailed);
        services.dialogs()
                .show(
                        trash
                                ? box.careful(Glyph.TRASH, Texts.get(words.action), act)
                                : box.danger(Glyph.TRASH, Texts.get(words.action), act));
    }

    /** The texts of the kinds of deletion. */
    private enum Deletion {
        TRASH(
                "browse.trash.title",
                "browse.trash.sentence",
                "browse.trash.action",
                "browse.trash.busy",
                "browse.trash.someFailed"),
        LOCAL(
                "browse.delete.local.title",
                "browse.delete.local",
                "browse.delete.local.action",
                "browse.delete.busy",
                "browse.delete.someFailed"),
        REMOTE(
                "browse.delete.remote.title",
                "browse.delete.remote",
                "browse.delete.remote.action",
                "browse.delete.busy",
                "browse.delete.someFailed");

        private final String title;
        private final String sentence;
        private final String action;
        private final String busy;
        private final String someFailed;

        Deletion(String title, String sentence, String action, String busy, String someFailed) {
            this.title = title;
            this.sentence = sentence;
            this.action = action;
            this.busy = busy;
            this.someFailed = someFailed;
        }
    }

    /** Returns the name of the row below the last of {@code rows}, or else of the nearest one above it that stays. */
    private Set<String> rowAfter(List<Row> rows) {
        List<Row> shown = model.listing.get().shown();
        Set<Row> going = new HashSet<>(rows);
        int last = -1;
        for (int i = 0; i < shown.size(); i++) {
            last = going.contains(shown.get(i)) ? i : last;
        }
        if (last >= 0 && last + 1 < shown.size()) {
            return Set.of(shown.get(last + 1).entry().name());
        }
        for (int i = last - 1; i >= 0; i--) {
            if (!going.contains(shown.get(i))) {
                return Set.of(shown.get(i).entry().name());
            }
        }
        return Set.of();
    }

    private static String what(List<Row> rows) {
        if (rows.size() == 1) {
            return Texts.get("browse.delete.one", rows.getFirst().shownName());
        }
        boolean files = rows.stream().noneMatch(Row::isFolder);
        return Texts.get(files ? "browse.delete.files" : "browse.delete.many", rows.size());
    }

    private String shareName(FileSource<P> source) {
        return source.title(model.trail.get().getFirst());
    }

    private Facts facts(List<Row> rows) {
        Facts facts = new Facts();
        rows.stream().limit(MAX_NAMED).forEach(row -> {
            String date = HumanFormat.date(row.entry().modified(), services.clock());
            facts.row(
                    FileKind.of(row.entry().name(), row.isFolder()).icon(),
                    row.shownName(),
                    row.isFolder()
                            ? Texts.get("browse.delete.folder")
                            : HumanFormat.size(row.entry().size()) + " · " + date);
        });
        if (rows.size() > MAX_NAMED) {
            facts.words(Texts.get("browse.delete.andMore", rows.size() - MAX_NAMED));
        }
        return facts;
    }

    void protect(List<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        String title = rows.size() == 1
                ? Texts.get("browse.protect.titleOne", rows.getFirst().shownName())
                : Texts.get("browse.protect.titleMany", rows.size());
        boolean folders = rows.stream().anyMatch(Row::isFolder);
        ifAllowed(
                FileSource.Right.PROTECT,
                (source, folder) -> services.dialogs()
                        .show(NewPasscode.of(
                                title,
                                Texts.get(folders ? "browse.protect.folders" : "browse.protect.files"),
                                Texts.get("browse.protect.action"),
                                passcode -> change(
                                        folder,
                                        rows,
                                        Set.of(),
                                        "browse.protect.busy",
                                        (entries, before) -> {
                                            try (passcode) {
                                                return source.protect(folder, entries, passcode, before);
                                            }
                                        },
                                        made -> services.toasts().success(Texts.get("browse.protect.done", made)),
                                        "browse.protect.someFailed"))));
    }

    /** Removes the protection of files. The share asks for the passcode if it is not known. */
    void unprotect(List<Row> rows) {
        if (!rows.isEmpty()) {
            ifAllowed(
                    FileSource.Right.UNPROTECT,
                    (source, folder) -> change(
                            folder,
                            rows,
                            Set.of(),
                            "browse.unprotect.busy",
                            (entries, before) -> source.unprotect(folder, entries, before),
                            made -> services.toasts().success(Texts.get("browse.unprotect.done", made)),
                            "browse.unprotect.someFailed"));
        }
    }

    /** Runs {@code action} on the shown folder if there is one and the right is granted; otherwise shows the reason. */
    private void ifAllowed(FileSource.Right right, BiConsumer<FileSource<P>, P> action) {
        P folder = model.folder.get();
        FileSource<P> source = controller.source().orElse(null);
        if (folder == null || source == null) {
            return;
        }
        String refusal = source.rights(folder).refusal(right);
        if (refusal.isEmpty()) {
            action.accept(source, folder);
        } else {
            services.toasts().error(refusal);
        }
    }

    /**
     * Makes a change that can be taken back.
     *
     * @param next the name to select afterwards
     * @param done the change, as a sentence
     * @param before the names to select once it is taken back
     */
    private void change(
            P folder, Background.Action change, String next, String done, Background.Action back, Set<String> before) {
        services.background()
                .run(
                        change,
                        () -> {
                            controller.refresh(folder, Set.of(next));
                            undo.offer(done, back, () -> controller.refresh(folder, before));
                        },
                        e -> services.toasts().error(Texts.problem(e)));
    }

    /** Changes several entries on a worker thread, and reports each before it begins. */
    private interface Work {
        FileSource.Changed run(List<Entry> entries, Consumer<String> before) throws IOException;
    }

    /**
     * @param next the name to select if all changes are made; empty to keep the selection
     * @param done reports the number of changes, if all are made
     */
    private void change(
            P folder, List<Row> rows, Set<String> next, String busy, Work work, IntConsumer done, String someFailed) {
        undo.withdraw();
        List<Entry> entries = rows.stream().map(Row::entry).toList();
        Latest<String> progress = new Latest<>(model.busy::set);
        Background.Work<FileSource.Changed> job =
                cancellation -> work.run(entries, name -> progress.offer(Texts.get(busy, name)));
        services.background()
                .run(
                        job,
                        changed -> {
                            end(progress, folder, changed.failed() == 0 ? next : Set.of());
                            int all = changed.made() + changed.failed();
                            if (changed.sentence() != null) {
                                services.toasts()
                                        .error(
                                                all == 1
                                                        ? changed.sentence()
                                                        : Texts.get(
                                                                someFailed, changed.failed(), all, changed.sentence()));
                            } else {
                                done.accept(changed.made());
                            }
                        },
                        e -> {
                            end(progress, folder, Set.of());
                            services.toasts().error(Texts.problem(e));
                        });
    }

    private void end(Latest<String> progress, P folder, Set<String> next) {
        progress.offer("");
        controller.refresh(folder, next);
    }

    private Optional<String> faultOf(String name) {
        Sentence fault = Names.fault(name);
        if (fault != null) {
            return Optional.of(Texts.get("browse.name.fault", fault));
        }
        if (Names.isReserved(name)) {
            return Optional.of(Texts.get("browse.name.reserved"));
        }
        return isTaken(name) ? Optional.of(Texts.get("browse.name.taken")) : Optional.empty();
    }

    private boolean isTaken(String name) {
        return model.listing.get().all().stream()
                .anyMatch(row -> row.entry().name().equals(name));
    }

    private String freeName(String proposal) {
        String name = proposal;
        for (int i = 2; isTaken(name); i++) {
            name = proposal + " " + i;
        }
        return name;
    }
}
