package quayside.app.ui.files;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.application.Platform;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import quayside.app.core.compare.SyncPlan;
import quayside.app.core.desktop.Opener;
import quayside.app.core.files.FileCopies;
import quayside.app.core.files.LocalFiles;
import quayside.app.core.files.OpenedCopies;
import quayside.app.core.share.ShareId;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Background;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.Toast;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.message.Entry;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.DisplayText;

/**
 * What one does with files besides transferring them: open, preview, properties, search, compare, copy their names. JavaFX
 * thread only; nothing blocks.
 */
public final class FilesFeature {
    private static final int MAX_OPENED = 10;

    private final UiServices services;
    private final Opener opener;
    private final OpenedCopies copies;
    private final Clip clip = new Clip();
    private final List<CancellableWork> underWay = new ArrayList<>();
    private final ReadOnlyObjectWrapper<Cut> cut = new ReadOnlyObjectWrapper<>(Cut.NOTHING);

    /** A file or folder: its path and its entry in the listing. */
    public record Item<P>(P path, Entry entry) {}

    /**
     * The files that are cut until they are pasted, or something else is copied.
     *
     * @param here files of this computer
     * @param server the share of {@code there}; empty if there are none
     */
    public record Cut(Set<Path> here, Optional<ShareId> server, Set<RemotePath> there) {
        static final Cut NOTHING = new Cut(Set.of(), Optional.empty(), Set.of());

        /** Returns those of the share of {@code client}. */
        public Set<RemotePath> on(ShareClient client) {
            return server.filter(ShareId.of(client)::equals).isPresent() ? there : Set.of();
        }
    }

    /** An action on one item, and the words of its button. */
    record Deed<P>(String words, Consumer<Item<P>> action) {}

    /** Synchronises one way: does {@code plan}, onto the share or onto this computer. */
    @FunctionalInterface
    public interface Sync {
        void run(SyncPlan plan, boolean toShare);
    }

    public FilesFeature(UiServices services, Opener opener, OpenedCopies copies) {
        this.services = services;
        this.opener = opener;
        this.copies = copies;
    }

    /**
     * Opens each file or folder of this computer with the program that the system has for it. Asks first if there are
     * more than {@value #MAX_OPENED}, and if one is a program itself, which may have come from a share.
     */
    public void open(List<Path> files) {
        if (files.size() <= MAX_OPENED) {
            openAll(files);
            return;
        }
        services.dialogs()
                .show(DialogBox.of(Texts.get("files.many.title", files.size()))
                        .sentence(Texts.get("files.many"))
                        .safe()
                        .careful(Glyph.FILE, Texts.get("files.many.open"), () -> openAll(files)));
    }

    private void openAll(List<Path> files) {
        services.background()
                .run(
                        cancellation -> files.stream().filter(Opener::isProgram).findFirst(),
                        program -> program.ifPresentOrElse(
                                found -> askToRun(found.toString(), () -> onEach(files, opener::open)),
                                () -> onEach(files, opener::open)),
                        e -> services.toasts().error(Texts.problem(e)));
    }

    private void askToRun(String name, Runnable open) {
        services.dialogs()
                .show(DialogBox.of(Texts.get(
                                "files.program.title",
                                DisplayText.escape(name.substring(name.lastIndexOf(File.separatorChar) + 1))))
                        .sentence(Texts.get("files.program"))
                        .safe()
                        .danger(Texts.get("files.program.open"), open));
    }

    /** Shows each of them in the file manager. */
    public void showInManager(List<Path> files) {
        onEach(files, opener::show);
    }

    private interface Step {
        void to(Path file) throws IOException;
    }

    private void onEach(List<Path> files, Step step) {
        services.background()
                .run(
                        () -> {
                            for (Path file : files) {
                                step.to(file);
                            }
                        },
                        () -> {},
                        e -> services.toasts().error(Texts.problem(e)));
    }

    public void copyNames(List<? extends Item<?>> items) {
        copy(items.stream().map(item -> item.entry().name()).toList());
    }

    /** Copies the whole paths of files of this computer. */
    public void copyLocalPaths(List<Item<Path>> items) {
        copy(items.stream().map(item -> FileSide.local().path(item.path())).toList());
    }

    /** Copies the paths of files in their share. */
    public void copyRemotePaths(ShareClient share, List<Item<RemotePath>> items) {
        copy(items.stream().map(item -> FileSide.of(share).path(item.path())).toList());
    }

    /** Copies links to files and folders of the share. They hold no key. */
    public void copyLinks(ShareClient share, List<Item<RemotePath>> items) {
        copy(items.stream()
                .flatMap(item -> FileSide.of(share).link(item.path()).stream())
                .toList());
        services.toasts().success(Texts.get("files.link.copied", items.size()));
    }

    private void copy(List<String> lines) {
        Clipboard.getSystemClipboard()
                .setContent(Map.of(DataFormat.PLAIN_TEXT, lines.stream().collect(Collectors.joining("\n"))));
        cut.set(Cut.NOTHING);
    }

    public void localProperties(List<Item<Path>> items) {
        Properties.show(services, FileSide.local(), items);
    }

    public void remoteProperties(ShareClient share, List<Item<RemotePath>> items) {
        Properties.show(services, FileSide.of(share), items);
    }

    /** Previews the file {@code items[at]} of this computer; the arrow keys lead to the others. */
    public void previewLocal(List<Item<Path>> items, int at) {
        Preview.show(
                services,
                FileSide.local(),
                items,
                at,
                new Deed<>(Texts.get("files.preview.open"), item -> open(List.of(item.path()))),
                Optional.empty());
    }

    /**
     * Previews a file of the share, which is only read into memory.
     *
     * @param upload see {@link #openCopy}
     */
    public void previewRemote(
            ShareClient share,
            List<Item<RemotePath>> items,
            int at,
            Consumer<Item<RemotePath>> download,
            Upload upload) {
        Preview.show(
                services,
                FileSide.of(share),
                items,
                at,
                new Deed<>(Texts.get("files.preview.download"), download),
                Optional.of(new Deed<>(Texts.get("files.copy.open"), item -> openCopy(share, item.path(), upload))));
    }

    /** Uploads a changed copy. */
    @FunctionalInterface
    public interface Upload {
        /**
         * Uploads it.
         *
         * @param known the original if it is still as it was, so that the copy replaces it without a question
         */
        void run(Path copy, RemotePath into, Optional<Entry> known);
    }

    /**
     * Opens a private copy of a file of the share with the system's program. Whenever the copy has been changed, offers
     * to upload it.
     */
    public void openCopy(ShareClient share, RemotePath file, Upload upload) {
        if (Opener.isProgramName(file.name())) {
            askToRun(file.name(), () -> openAnyCopy(share, file, upload));
        } else {
            openAnyCopy(share, file, upload);
        }
    }

    private void openAnyCopy(ShareClient share, RemotePath file, Upload upload) {
        services.background()
                .run(
                        cancellation -> copies.open(share, file, cancellation),
                        copy -> openWatched(share, copy, upload),
                        e -> services.toasts().error(Texts.problem(e)));
    }

    private void openWatched(ShareClient share, OpenedCopies.Copy copy, Upload upload) {
        ObjectProperty<SimpleBooleanProperty> offered = new SimpleObjectProperty<>(new SimpleBooleanProperty());
        services.background()
                .whileOpen(copy.onChange(() -> Platform.runLater(() -> offer(share, copy, upload, offered))));
        services.background()
                .run(
                        () -> opener.open(copy.file()),
                        () -> services.toasts()
                                .success(Texts.get(
                                        "files.copy.opened",
                                        DisplayText.escape(copy.origin().name()))),
                        e -> services.toasts().error(Texts.problem(e)));
    }

    private void offer(
            ShareClient share, OpenedCopies.Copy copy, Upload upload, ObjectProperty<SimpleBooleanProperty> offered) {
        // One offer at a time for each copy, however often it is saved.
        offered.get().set(true);
        offered.set(new SimpleBooleanProperty());
        services.toasts()
                .show(Toast.news(
                                Texts.get(
                                        "files.copy.changed",
                                        DisplayText.escape(copy.origin().name())),
                                Texts.get(
                                        "files.copy.of",
                                        DisplayText.escape(share.share().name())))
                        .action(
                                Texts.get("files.copy.upload"),
                                () -> services.background()
                                        .run(
                                                cancellation -> copy.uploading(share.stat(copy.origin())),
                                                known -> upload.run(
                                                        copy.file(),
                                                        copy.origin().parent(),
                                                        known),
                                                e -> services.toasts().error(Texts.problem(e))))
                        .until(offered.get())
                        .kept());
    }

    /**
     * Searches below a folder of this computer.
     *
     * @param open gets the folder and the name of what the user has chosen
     */
    public void searchLocal(Path top, String title, boolean showHidden, BiConsumer<Path, String> open) {
        SearchBox.show(services, FileSide.local(), top, title, showHidden, open);
    }

    public void searchRemote(
            ShareClient share, RemotePath top, String title, boolean showHidden, BiConsumer<RemotePath, String> open) {
        SearchBox.show(services, FileSide.of(share), top, title, showHidden, open);
    }

    /** The names of a folder of this computer and of one of a share, as their panes show them. */
    public record Titles(String here, String there) {}

    /**
     * Compares a folder of this computer with one of the share, and offers to synchronise them.
     *
     * @param toShare whether the share is to be changed at first; otherwise this computer
     */
    public void compare(Path local, ShareClient share, RemotePath remote, Titles titles, boolean toShare, Sync run) {
        CompareBox.show(
                services,
                local,
                FileSide.of(share),
                remote,
                titles,
                toShare,
                share.share().mayUpload(),
                sync -> run.run(sync.plan(), sync.toShare()));
    }

    /** Shows the checksum of a file on each side. */
    public void checksums(String shownName, List<Checksums.Side> sides) {
        new Checksums(services).show(shownName, sides);
    }

    /** Puts files of this computer on the clipboard. */
    public void copyLocal(List<Path> paths, boolean cutOut) {
        clip.put(new Clip.Local(paths, cutOut));
        cut.set(cutOut ? new Cut(Set.copyOf(paths), Optional.empty(), Set.of()) : Cut.NOTHING);
    }

    /** Returns whether there are files on the clipboard. */
    public boolean hasPaste() {
        return !(clip.content() instanceof Clip.Nothing);
    }

    /** Puts files of a share on the clipboard, to be pasted in this window. */
    public void copyRemote(ShareClient share, List<Item<RemotePath>> items, boolean cutOut) {
        clip.put(new Clip.Remote(ShareId.of(share), items, cutOut));
        cut.set(
                cutOut
                        ? new Cut(
                                Set.of(),
                                Optional.of(ShareId.of(share)),
                                items.stream().map(Item::path).collect(Collectors.toSet()))
                        : Cut.NOTHING);
    }

    /** Returns the files that are cut. */
    public ReadOnlyObjectProperty<Cut> cutProperty() {
        return cut.getReadOnlyProperty();
    }

    /** Notices that another program has put something on the clipboard, so that nothing is cut any more. */
    public void windowActivated() {
        boolean still = switch (clip.content()) {
            case Clip.Local local -> local.cut();
            case Clip.Remote remote -> remote.cut();
            case Clip.Nothing _ -> false;
        };
        if (!still) {
            cut.set(Cut.NOTHING);
        }
    }

    /** Makes work that {@link #isBusy} knows from its start to its end; see {@link CancellableWork}. */
    CancellableWork work(Optional<ShareId> server, Consumer<String> busy) {
        return new CancellableWork(services, underWay, server, busy);
    }

    /** Returns whether files are being copied or moved, on a server or, if none is named, anywhere. */
    public boolean isBusy(Optional<ShareId> server) {
        return underWay.stream().anyMatch(work -> work.isOn(server));
    }

    /** Cancels what is being copied or moved there. */
    public void stop(Optional<ShareId> server) {
        List.copyOf(underWay).stream().filter(work -> work.isOn(server)).forEach(CancellableWork::drop);
    }

    private void pasted() {
        clip.clear();
        cut.set(Cut.NOTHING);
    }

    /**
     * Pastes into a folder of this computer: copies or moves files of this computer, downloads files of a share.
     *
     * @param shown the share that is shown; files of another one are not downloaded
     * @param download downloads into that folder
     * @param changed is called after a change
     * @param offerBack gets what was moved, as a sentence, and what moves it back on a worker thread
     */
    public void pasteHere(
            Path into,
            Optional<ShareClient> shown,
            BiConsumer<ShareClient, List<Item<RemotePath>>> download,
            Runnable changed,
            BiConsumer<String, Background.Action> offerBack) {
        switch (clip.content()) {
            case Clip.Remote remote ->
                shown.filter(share -> ShareId.of(share).equals(remote.server()))
                        .ifPresentOrElse(
                                share -> download.accept(share, remote.items()),
                                () -> services.toasts().error(Texts.get("files.clip.notShown")));
            case Clip.Local local -> copyHere(local, into, changed, offerBack);
            case Clip.Nothing _ -> services.toasts().show(Toast.news(Texts.get("files.clip.nothing"), ""));
        }
    }

    private void copyHere(
            Clip.Local files, Path into, Runnable changed, BiConsumer<String, Background.Action> offerBack) {
        int all = files.files().size();
        Map<Path, Path> moved = new LinkedHashMap<>();
        work(Optional.empty(), words -> {})
                .start(
                        Texts.get(files.cut() ? "files.clip.moving" : "files.clip.copying", all),
                        cancellation -> {
                            for (Path file : files.files()) {
                                if (files.cut()) {
                                    moved.put(file, FileCopies.move(file, into, cancellation));
                                } else {
                                    var _ = FileCopies.copy(file, into, cancellation);
                                }
                            }
                            return all;
                        },
                        count -> {
                            changed.run();
                            if (files.cut()) {
                                pasted();
                                Path name = into.getFileName();
                                offerBack.accept(
                                        moved(count, String.valueOf(name == null ? into : name)), () -> back(moved));
                            } else {
                                services.toasts().success(Texts.get("files.clip.copied", count));
                            }
                        },
                        e -> {
                            changed.run();
                            services.toasts().error(Texts.problem(e));
                        },
                        changed);
    }

    private static String moved(int count, String folder) {
        return Texts.get("files.clip.moved", count, DisplayText.escape(folder));
    }

    /** Moves files of this computer back to where they were; blocks on the disk. Replaces nothing. */
    private static void back(Map<Path, Path> moved) throws IOException {
        for (Map.Entry<Path, Path> each : moved.entrySet()) {
            Path was = each.getKey();
            Path folder = was.getParent();
            Path name = was.getFileName();
            if (folder != null && name != null && !was.equals(each.getValue())) {
                Path now = FileCopies.move(each.getValue(), folder, new Cancellation());
                if (!name.equals(now.getFileName())) {
                    new LocalFiles().rename(now, name.toString());
                }
            }
        }
    }

    /** The pane that shows a share in which files are copied or moved. */
    public interface SharePane {
        void refresh();

        /** Shows what is being done; empty once nothing is. */
        void busy(String words);

        /** Reports copies, which are to be selected unless the user has selected something since. */
        void copied(RemotePath folder, Set<String> names, Instant since);

        /**
         * Reports that something was done, and offers to take it back.
         *
         * @param back takes it back, on a worker thread
         */
        void offerBack(String done, Background.Action back);
    }

    /**
     * Pastes into a folder of the share: uploads files of this computer, moves cut files and copies other files of the
     * same share.
     */
    public void pasteThere(ShareClient share, RemotePath into, Consumer<List<Path>> upload, SharePane pane) {
        switch (clip.content()) {
            case Clip.Local local -> upload.accept(local.files());
            case Clip.Remote remote
            when !remote.server().equals(ShareId.of(share)) ->
                services.toasts().error(Texts.get("files.clip.otherShare"));
            case Clip.Remote remote when !remote.cut() -> copy(share, remote.items(), into, pane);
            case Clip.Remote remote ->
                move(share, remote.items().stream().map(Item::path).toList(), into, pane, this::pasted);
            case Clip.Nothing _ -> services.toasts().show(Toast.news(Texts.get("files.clip.nothing"), ""));
        }
    }

    /** Copies files and folders within the share. What comes under a taken name gets a number. */
    public void copy(ShareClient share, List<Item<RemotePath>> items, RemotePath into, SharePane pane) {
        Optional<String> refusal =
                betweenFolders(share, items.stream().map(Item::path).toList(), into);
        if (refusal.isPresent()) {
            services.toasts().error(refusal.get());
            return;
        }
        ShareCopying.start(services, () -> work(Optional.of(ShareId.of(share)), pane::busy), share, items, into, pane);
    }

    /** Returns why nothing can be copied or moved, if a host shares several folders and it would leave its own. */
    private static Optional<String> betweenFolders(ShareClient share, List<RemotePath> paths, RemotePath into) {
        if (!share.share().hasFolders()) {
            return Optional.empty();
        }
        if (into.isRoot() || paths.stream().anyMatch(path -> path.names().size() < 2)) {
            return Optional.of(Texts.get("files.clip.top"));
        }
        return paths.stream()
                .map(path -> path.names().getFirst())
                .filter(top -> !top.equals(into.names().getFirst()))
                .findFirst()
                .map(top -> Texts.get(
                        "files.clip.otherFolder",
                        DisplayText.escape(top),
                        DisplayText.escape(into.names().getFirst())));
    }

    /** Moves files and folders within the share; never replaces. */
    public void move(ShareClient share, List<RemotePath> paths, RemotePath into, SharePane pane) {
        move(share, paths, into, pane, () -> {});
    }

    /** @param ended runs once nothing more is moved, whatever was */
    private void move(ShareClient share, List<RemotePath> paths, RemotePath into, SharePane pane, Runnable ended) {
        List<RemotePath> elsewhere =
                paths.stream().filter(path -> !path.parent().equals(into)).toList();
        if (elsewhere.isEmpty()) {
            ended.run();
            return;
        }
        Optional<String> refusal = betweenFolders(share, elsewhere, into);
        if (refusal.isPresent()) {
            // What is cut stays cut, for a folder where it can be pasted.
            services.toasts().error(refusal.get());
            return;
        }
        Runnable changed = () -> {
            ended.run();
            pane.refresh();
        };
        CancellableWork work = work(Optional.of(ShareId.of(share)), pane::busy);
        work.start(
                Texts.get("files.clip.moving", elsewhere.size()),
                cancellation -> {
                    int number = 0;
                    for (RemotePath path : elsewhere) {
                        cancellation.check();
                        number++;
                        work.next(Texts.get(
                                "files.clip.movingOne", number, elsewhere.size(), DisplayText.escape(path.toString())));
                        share.move(path, into.child(path.name()));
                    }
                    return number;
                },
                count -> {
                    changed.run();
                    String name = into.isRoot() ? share.share().name() : into.name();
                    pane.offerBack(moved(count, name), () -> {
                        for (RemotePath path : elsewhere.reversed()) {
                            share.move(into.child(path.name()), path);
                        }
                    });
                },
                e -> {
                    changed.run();
                    services.toasts().error(Texts.problem(e));
                },
                () -> {
                    changed.run();
                    services.toasts().show(Toast.news(Texts.get("files.clip.moveStopped"), ""));
                });
    }
}
