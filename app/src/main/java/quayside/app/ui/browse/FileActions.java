package quayside.app.ui.browse;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Kit;
import quayside.app.ui.kit.Latest;
import quayside.app.ui.kit.Sentences;
import quayside.app.ui.kit.Texts;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Names;

/** Changes what a folder holds: new folder, rename, delete. Asks first, works in the background, then shows the result. */
final class FileActions<P> {
    private static final int NAMED_AT_MOST = 6;

    private final BrowseModel<P> model;
    private final BrowseController<P> controller;
    private final Kit kit;

    FileActions(BrowseModel<P> model, BrowseController<P> controller, Kit kit) {
        this.model = model;
        this.controller = controller;
        this.kit = kit;
    }

    void newFolder() {
        P folder = model.folder().get();
        FileSource<P> source = controller.source().orElse(null);
        if (folder == null || source == null || isRefused(Refusals.ofAdd(source.rights()))) {
            return;
        }
        String proposal = freeName(Texts.get("browse.newFolder.proposal"));
        kit.dialogs()
                .ask(
                        Texts.get("browse.newFolder.title"),
                        Texts.get("browse.newFolder.label"),
                        proposal,
                        proposal.length(),
                        Texts.get("browse.newFolder.action"),
                        this::faultOf,
                        name -> change(folder, () -> source.makeFolder(folder, name), Set.of(name)));
    }

    void rename(Row row) {
        P folder = model.folder().get();
        FileSource<P> source = controller.source().orElse(null);
        if (folder == null || source == null || isRefused(Refusals.ofRename(source.rights()))) {
            return;
        }
        String old = row.entry().name();
        // What people change is the part before the extension.
        int dot = row.isFolder() ? -1 : old.lastIndexOf('.');
        kit.dialogs()
                .ask(
                        Texts.get("browse.rename.title", row.shownName()),
                        Texts.get("browse.rename.label"),
                        old,
                        dot > 0 ? dot : old.length(),
                        Texts.get("browse.rename.action"),
                        name -> name.equals(old) ? Optional.empty() : faultOf(name),
                        name -> {
                            if (!name.equals(old)) {
                                change(folder, () -> source.rename(folder, row.entry(), name), Set.of(name));
                            }
                        });
    }

    void delete(List<Row> rows) {
        P folder = model.folder().get();
        FileSource<P> source = controller.source().orElse(null);
        if (rows.isEmpty() || folder == null || source == null || isRefused(Refusals.ofDelete(source.rights()))) {
            return;
        }
        List<Entry> entries = rows.stream().map(Row::entry).toList();
        kit.dialogs()
                .confirm(
                        rows.size() == 1
                                ? Texts.get(
                                        "browse.delete.titleOne",
                                        rows.getFirst().shownName())
                                : Texts.get("browse.delete.titleMany", rows.size()),
                        deleteQuestion(rows),
                        Texts.get("browse.delete.action"),
                        DialogBox.Emphasis.DANGER,
                        () -> deleteNow(source, folder, entries));
    }

    private static String deleteQuestion(List<Row> rows) {
        StringBuilder question = new StringBuilder();
        if (rows.size() > 1) {
            rows.stream()
                    .limit(NAMED_AT_MOST)
                    .forEach(row -> question.append("• ")
                            .append(row.shownName())
                            .append(row.isFolder() ? Texts.get("browse.delete.isFolder") : "")
                            .append('\n'));
            if (rows.size() > NAMED_AT_MOST) {
                question.append(Texts.get("browse.delete.andMore", rows.size() - NAMED_AT_MOST))
                        .append('\n');
            }
            question.append('\n');
        }
        Listing.Counts counts = Listing.Counts.of(rows);
        question.append(
                counts.folders() > 0
                        ? Texts.get("browse.delete.withFolders")
                        : Texts.get("browse.delete.files", HumanFormat.size(counts.bytes())));
        return question.toString();
    }

    private void deleteNow(FileSource<P> source, P folder, List<Entry> entries) {
        Latest<String> progress = new Latest<>(model::show);
        kit.background()
                .run(
                        cancellation -> source.delete(
                                folder, entries, name -> progress.offer(Texts.get("browse.delete.busy", name))),
                        result -> {
                            progress.offer("");
                            if (result.sentence() != null) {
                                kit.toasts()
                                        .error(
                                                entries.size() == 1
                                                        ? result.sentence()
                                                        : Texts.get(
                                                                "browse.delete.someFailed",
                                                                result.failed(),
                                                                entries.size(),
                                                                result.sentence()));
                            }
                            controller.refresh(folder, Set.of());
                        },
                        e -> {
                            progress.offer("");
                            failed(e);
                            controller.refresh(folder, Set.of());
                        });
    }

    @FunctionalInterface
    private interface Change {
        void run() throws IOException;
    }

    private void change(P folder, Change change, Set<String> selectAfterwards) {
        kit.background().run(change::run, () -> controller.refresh(folder, selectAfterwards), this::failed);
    }

    private boolean isRefused(String why) {
        if (!why.isEmpty()) {
            kit.toasts().error(why);
        }
        return !why.isEmpty();
    }

    private void failed(Exception e) {
        kit.toasts().error(Sentences.of(e));
    }

    private Optional<String> faultOf(String name) {
        String fault = Names.fault(name);
        if (fault != null) {
            return Optional.of(Texts.get("browse.name.fault", fault));
        }
        if (Names.isReserved(name)) {
            return Optional.of(Texts.get("browse.name.reserved"));
        }
        return isTaken(name) ? Optional.of(Texts.get("browse.name.taken")) : Optional.empty();
    }

    private boolean isTaken(String name) {
        return model.listing().get().all().stream()
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
