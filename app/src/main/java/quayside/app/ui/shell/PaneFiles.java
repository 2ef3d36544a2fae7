package quayside.app.ui.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import quayside.app.core.AppCore;
import quayside.app.core.compare.SyncPlan;
import quayside.app.core.compare.TreeComparison;
import quayside.app.core.compare.TreeComparison.Difference;
import quayside.app.core.files.Trash;
import quayside.app.core.files.Tree;
import quayside.app.core.settings.Settings;
import quayside.app.core.text.Texts;
import quayside.app.core.transfer.RemoteItem;
import quayside.app.ui.browse.BrowsePane;
import quayside.app.ui.browse.FileSource.Item;
import quayside.app.ui.browse.PaneAction;
import quayside.app.ui.files.Checksums;
import quayside.app.ui.files.DownloadTo;
import quayside.app.ui.files.FilesFeature;
import quayside.app.ui.kit.Background;
import quayside.app.ui.kit.Chooser;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.Facts;
import quayside.app.ui.kit.FileKind;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.client.Change;
import quayside.protocol.client.Changes;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.message.Entry;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.DisplayText;
import quayside.protocol.wire.ProtocolException;

/**
 * Fills the menus of the panes with what one does with files. JavaFX thread only.
 *
 * @param shown returns the shown share
 */
record PaneFiles(
        AppCore core,
        UiServices services,
        FilesFeature files,
        DownloadTo downloadTo,
        Chooser chooser,
        BrowsePane<Path> local,
        Supplier<Optional<SharePage>> shown,
        TransferDesk desk) {
    private static final int MAX_NAMED = 6;

    /** Sets the actions of the pane of this computer. */
    void fillLocal() {
        both(local);
        local.onAction(PaneAction.OPEN, items -> {
            if (transfersFiles()) {
                local.transfer();
            } else {
                files.open(paths(items));
            }
        });
        local.onAction(PaneAction.PREVIEW, items -> preview(local, items, files::previewLocal));
        local.onAction(PaneAction.SHOW_IN_MANAGER, items -> files.showInManager(paths(items)));
        local.onAction(PaneAction.CUT, items -> files.copyLocal(paths(items), true));
        local.onAction(PaneAction.COPY, items -> files.copyLocal(paths(items), false));
        local.onAction(
                PaneAction.PASTE,
                files::hasPaste,
                items -> inLocal(into -> files.pasteHere(
                        into,
                        shown.get().flatMap(SharePage::client),
                        (share, pasted) -> desk.download(share, itemsOf(pasted), into),
                        local::refresh,
                        local::offerBack)));
        local.onAction(PaneAction.COPY_PATH, items -> files.copyLocalPaths(converted(items)));
        local.onAction(PaneAction.PROPERTIES, items -> files.localProperties(converted(items)));
        local.onAction(
                PaneAction.SEARCH,
                items -> inLocal(top -> files.searchLocal(
                        top, local.folderTitle(), showsHidden(), (folder, name) -> find(local, folder, name))));
    }

    /** Sets the actions of the pane of a share. */
    void fillRemote(SharePage page) {
        BrowsePane<RemotePath> remote = page.remote();
        both(remote);
        remote.onChooseFiles(() -> chooseFiles(page));
        remote.onAction(PaneAction.OPEN, items -> {
            if (transfersFiles()) {
                remote.transfer();
            } else {
                previewRemote(page, items);
            }
        });
        remote.onAction(PaneAction.PREVIEW, items -> previewRemote(page, items));
        remote.onAction(
                PaneAction.EDIT,
                items -> inShare(
                        page,
                        (now, top) -> files.openCopy(
                                now,
                                items.getFirst().path(),
                                (copy, into, known) -> uploadCopy(now, copy, into, known))));
        remote.onAction(
                PaneAction.DOWNLOAD_TO,
                items -> inShare(
                        page, (now, top) -> downloadTo.ask(items.size(), folder -> desk.download(now, items, folder))));
        remote.onAction(
                PaneAction.CUT, items -> inShare(page, (now, top) -> files.copyRemote(now, converted(items), true)));
        remote.onAction(
                PaneAction.COPY, items -> inShare(page, (now, top) -> files.copyRemote(now, converted(items), false)));
        remote.onAction(
                PaneAction.PASTE,
                files::hasPaste,
                items -> inShare(
                        page,
                        (now, into) -> files.pasteThere(
                                now, into, pasted -> desk.upload(now, pasted, into), changes(remote))));
        remote.onAction(
                PaneAction.COPY_PATH,
                items -> inShare(page, (now, top) -> files.copyRemotePaths(now, converted(items))));
        remote.onAction(
                PaneAction.COPY_LINK, items -> inShare(page, (now, top) -> files.copyLinks(now, converted(items))));
        remote.onAction(
                PaneAction.PROPERTIES,
                items -> inShare(page, (now, top) -> files.remoteProperties(now, converted(items))));
        remote.onAction(
                PaneAction.SEARCH,
                items -> inShare(
                        page,
                        (now, top) -> files.searchRemote(
                                now,
                                top,
                                remote.folderTitle(),
                                showsHidden(),
                                (folder, name) -> find(remote, folder, name))));
    }

    private <P> void both(BrowsePane<P> pane) {
        pane.onShowHidden(this::showsHidden, this::showHidden);
        pane.onAction(PaneAction.COPY_NAME, items -> files.copyNames(converted(items)));
        pane.onAction(
                PaneAction.CHECKSUM,
                items -> compareChecksums(items.getFirst().entry().name()));
        pane.onAction(
                PaneAction.COMPARE,
                () -> shown.get().flatMap(SharePage::client).isPresent(),
                items -> compare(pane == local));
    }

    private boolean transfersFiles() {
        return core.settings().settings().local().openFile() == Settings.OpenFile.TRANSFER;
    }

    private boolean showsHidden() {
        return core.settings().settings().local().showHidden();
    }

    private void showHidden(boolean wanted) {
        Cancellation _ = services.background()
                .run(
                        () -> core.settings()
                                .update(now -> now.withLocal(now.local().withShowHidden(wanted))),
                        () -> {},
                        e -> services.toasts().error(Texts.problem(e)));
    }

    private void inLocal(Consumer<Path> action) {
        Optional.ofNullable(local.folder().get()).ifPresent(action);
    }

    /** Acts on the open share of a page, in the folder that is shown there. */
    private static void inShare(SharePage page, BiConsumer<ShareClient, RemotePath> action) {
        RemotePath folder = page.remote().folder().get();
        if (folder != null) {
            page.client().ifPresent(now -> action.accept(now, folder));
        }
    }

    private static List<Path> paths(List<Item<Path>> items) {
        return items.stream().map(Item::path).toList();
    }

    private static <P> List<FilesFeature.Item<P>> converted(List<Item<P>> items) {
        return items.stream()
                .map(item -> new FilesFeature.Item<>(item.path(), item.entry()))
                .toList();
    }

    private static <P> List<Item<P>> itemsOf(List<FilesFeature.Item<P>> items) {
        return items.stream().map(item -> new Item<>(item.path(), item.entry())).toList();
    }

    /** Moves what was dragged onto a folder of the same share. */
    void moveOnShare(List<Item<RemotePath>> items, RemotePath into) {
        shown.get()
                .ifPresent(page -> inShare(
                        page,
                        (now, folder) -> files.move(
                                now, items.stream().map(Item::path).toList(), into, changes(page.remote()))));
    }

    /** Copies what was dragged onto a folder of the same share. */
    void copyOnShare(List<Item<RemotePath>> items, RemotePath into) {
        shown.get()
                .ifPresent(page -> inShare(
                        page, (now, folder) -> files.copy(now, converted(items), into, changes(page.remote()))));
    }

    private static FilesFeature.SharePane changes(BrowsePane<RemotePath> pane) {
        return new FilesFeature.SharePane() {
            @Override
            public void refresh() {
                pane.refresh();
            }

            @Override
            public void busy(String words) {
                pane.busy(words);
            }

            @Override
            public void copied(RemotePath folder, Set<String> names, Instant since) {
                pane.arrived(folder, names, since);
            }

            @Override
            public void offerBack(String done, Background.Action back) {
                pane.offerBack(done, back);
            }
        };
    }

    /** Previews the selected files; a single one together with the others of its folder. */
    private static <P> void preview(
            BrowsePane<P> pane, List<Item<P>> selected, BiConsumer<List<FilesFeature.Item<P>>, Integer> show) {
        List<Item<P>> chosen =
                selected.stream().filter(item -> !item.entry().isFolder()).toList();
        if (chosen.size() == 1) {
            List<Item<P>> all = pane.files();
            show.accept(converted(all), Math.max(0, all.indexOf(chosen.getFirst())));
        } else if (!chosen.isEmpty()) {
            show.accept(converted(chosen), 0);
        }
    }

    private void chooseFiles(SharePage page) {
        List<Path> chosen = chooser.choose(
                Chooser.Wanted.files(Texts.get("shell.chooseFiles.title")),
                Optional.ofNullable(local.folder().get()));
        if (!chosen.isEmpty()) {
            desk.upload(chosen, page.folder());
        }
    }

    private void previewRemote(SharePage page, List<Item<RemotePath>> items) {
        inShare(
                page,
                (now, folder) -> preview(
                        page.remote(),
                        items,
                        (all, at) -> files.previewRemote(
                                now,
                                all,
                                at,
                                item -> inLocal(into -> desk.download(now, itemsOf(List.of(item)), into)),
                                (copy, into, known) -> uploadCopy(now, copy, into, known))));
    }

    /** Uploads to the share that the copy is of, whichever share is shown now. */
    private void uploadCopy(ShareClient share, Path copy, RemotePath into, Optional<Entry> known) {
        known.ifPresentOrElse(
                original -> desk.replace(share, copy, into, original), () -> desk.upload(share, List.of(copy), into));
    }

    private static <P> void find(BrowsePane<P> pane, P folder, String name) {
        pane.open(folder);
        pane.select(Set.of(name));
        pane.focus();
    }

    /** Compares a file of one pane with the file of the same name in the other pane's folder. */
    private void compareChecksums(String name) {
        files.checksums(
                DisplayText.escape(name),
                Stream.concat(
                                shown.get().stream().flatMap(page -> side(page.remote(), "files.checksum.share", name)),
                                side(local, "files.checksum.local", name))
                        .toList());
    }

    private static Stream<Checksums.Side> side(BrowsePane<?> pane, String place, String name) {
        return pane.digest(name).stream()
                .map(digest -> new Checksums.Side(Texts.get(place, pane.folderTitle()), digest::sha256));
    }

    /** @param fromHere whether the pane of this computer asks: synchronising changes the other side of who asks */
    private void compare(boolean fromHere) {
        if (shown.get().flatMap(SharePage::client).isEmpty()) {
            services.toasts().error(Texts.get("shell.notConnected"));
        }
        shown.get()
                .ifPresent(page -> inShare(
                        page,
                        (now, right) -> inLocal(left -> {
                            Compared folders = new Compared(left, now, right, page.remote());
                            files.compare(
                                    left,
                                    now,
                                    right,
                                    new FilesFeature.Titles(
                                            local.folderTitle(), page.remote().folderTitle()),
                                    fromHere,
                                    (plan, toShare) -> synchronise(plan, toShare, folders));
                        })));
    }

    /** Two compared folders: {@code left} of this computer, and {@code right} of a share. */
    private record Compared(Path left, ShareClient share, RemotePath right, BrowsePane<RemotePath> pane) {}

    /** Asks about deletions, if there are any, and then does everything. */
    private void synchronise(SyncPlan plan, boolean toShare, Compared folders) {
        int deletions = plan.deletions().size();
        if (deletions == 0) {
            transfer(plan, toShare, folders, whole -> {});
            return;
        }
        services.background()
                .run(
                        cancellation -> !toShare && core.files().trash().isFor(folders.left()),
                        (Boolean trash) -> ask(plan, toShare, trash, folders),
                        e -> services.toasts().error(Texts.problem(e)));
    }

    private void ask(SyncPlan plan, boolean toShare, boolean trash, Compared folders) {
        int deletions = plan.deletions().size();
        Facts named = new Facts();
        plan.deletions().stream().limit(MAX_NAMED).forEach(deletion -> {
            boolean folder = deletion.either().isFolder();
            named.row(
                    FileKind.of(deletion.path(), folder).icon(),
                    DisplayText.escape(deletion.path()),
                    folder
                            ? Texts.get("browse.delete.folder")
                            : HumanFormat.size(deletion.either().size()));
        });
        if (deletions > MAX_NAMED) {
            named.words(Texts.get("browse.delete.andMore", deletions - MAX_NAMED));
        }
        services.dialogs()
                .show(DialogBox.of(Texts.get(
                                toShare
                                        ? "files.sync.askShare"
                                        : trash ? "files.sync.askTrash" : "files.sync.askComputer",
                                deletions))
                        .facts(named)
                        .safe()
                        .danger(Texts.get(trash ? "files.sync.actionTrash" : "files.sync.action"), () -> {
                            // What is deleted may have been moved: its new place is transferred first.
                            transfer(plan, toShare, folders, whole -> {
                                if (whole) {
                                    delete(plan, toShare, folders);
                                } else {
                                    services.toasts().error(Texts.get("files.sync.notDeleted"));
                                }
                            });
                        }));
    }

    /**
     * Queues the copies and replacements as one transfer.
     *
     * @param ended gets whether everything was transferred
     */
    private void transfer(SyncPlan plan, boolean toShare, Compared folders, Consumer<Boolean> ended) {
        if (plan.sources().isEmpty()) {
            ended.accept(true);
            return;
        }
        if (toShare) {
            desk.update(
                    folders.share(),
                    plan.sources().stream().map(folders.left()::resolve).toList(),
                    folders.right(),
                    ended);
        } else {
            Set<String> files = Stream.concat(plan.copies().stream(), plan.replacements().stream())
                    .filter(difference -> !difference.either().isFolder())
                    .map(Difference::path)
                    .collect(Collectors.toSet());
            List<RemoteItem> sources = plan.sources().stream()
                    .map(name -> new RemoteItem(below(folders.right(), name), !files.contains(name)))
                    .toList();
            desk.update(folders.share(), sources, folders.left(), ended);
        }
    }

    /** Deletes what a second comparison confirms. The transfer before may have waited for hours. */
    private void delete(SyncPlan plan, boolean onShare, Compared folders) {
        services.background()
                .run(
                        cancellation -> {
                            List<Difference> now = new ArrayList<>();
                            var _ = TreeComparison.of(
                                    Tree.local(),
                                    folders.left(),
                                    Tree.of(folders.share()),
                                    folders.right(),
                                    now::addAll,
                                    cancellation);
                            List<Difference> deletions = plan.confirmed(now, onShare);
                            List<Trash.Trashed> trashed = new ArrayList<>();
                            List<String> failures = onShare
                                    ? deleteOnShare(folders.share(), folders.right(), deletions, cancellation)
                                    : deleteHere(folders.left(), deletions, trashed);
                            return new Deleted(plan.deletions().size(), deletions.size(), failures, trashed);
                        },
                        deleted -> {
                            local.refresh();
                            folders.pane().refresh();
                            report(deleted);
                        },
                        e -> services.toasts().error(Texts.problem(e)));
    }

    /** What became of {@code planned} deletions, of which {@code tried} were confirmed. */
    private record Deleted(int planned, int tried, List<String> failures, List<Trash.Trashed> trashed) {}

    /** Returns a path below a folder that was made of listed names, so it is one. */
    private static RemotePath below(RemotePath folder, String place) {
        try {
            RemotePath path = folder;
            for (String name : place.split("/", -1)) {
                path = path.child(name);
            }
            return path;
        } catch (ProtocolException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static List<String> deleteOnShare(
            ShareClient client, RemotePath folder, List<Difference> deletions, Cancellation cancellation)
            throws IOException {
        List<Change.Delete> changes = deletions.stream()
                .map(deletion -> new Change.Delete(
                        below(folder, deletion.path()), deletion.either().isFolder()))
                .toList();
        Changes.Result result = client.change(changes, Optional.empty(), Changes.Listener.NONE, cancellation);
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < result.failed(); i++) {
            failures.add(Optional.ofNullable(result.first()).map(Texts::problem).orElse(""));
        }
        return failures;
    }

    /** @param trashed gets what is now in the trash */
    private List<String> deleteHere(Path folder, List<Difference> deletions, List<Trash.Trashed> trashed) {
        List<String> failures = new ArrayList<>();
        for (Difference deletion : deletions) {
            Path path = folder.resolve(deletion.path());
            try {
                Path parent = path.getParent();
                if (parent != null && core.files().trash().isFor(parent)) {
                    trashed.add(core.files().trash().put(path));
                } else {
                    core.files().delete(path);
                }
            } catch (IOException e) {
                failures.add(Texts.problem(e));
            }
        }
        return failures;
    }

    private void report(Deleted deleted) {
        int changed = deleted.planned() - deleted.tried();
        if (!deleted.failures().isEmpty()) {
            services.toasts()
                    .error(Texts.get(
                            "files.sync.deletedPart",
                            deleted.failures().size() + changed,
                            deleted.planned(),
                            deleted.failures().getFirst()));
        } else if (changed > 0) {
            services.toasts()
                    .error(Texts.get(
                            "files.sync.deletedPart", changed, deleted.planned(), Texts.get("files.sync.changed")));
        } else if (deleted.trashed().size() == deleted.planned()) {
            local.trashed(
                    Texts.get("browse.undo.trashed", deleted.planned()),
                    () -> core.files().trash().restoreAll(deleted.trashed()));
        } else {
            services.toasts().success(Texts.get("files.sync.deleted", deleted.planned()));
        }
    }
}
