package quayside.app.ui.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import quayside.app.core.host.FolderWarning;
import quayside.app.core.host.HostService;
import quayside.app.core.host.HostState;
import quayside.app.core.host.SharedFolder;
import quayside.app.core.settings.Settings;
import quayside.app.core.settings.SettingsStore;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Chooser;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.NewestOnly;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.text.DisplayText;
import quayside.server.ShareOptions;
import quayside.server.storage.NamedFolder;

/**
 * Chooses what is shared: a folder, or several, which are added, renamed and removed while the share runs or before. It
 * says what is wrong with a folder, and asks before more people can open one than the user may expect, and before guests
 * lose one. JavaFX thread only.
 */
final class FoldersController {
    private static final int ANY_PORT = 0;

    private final HostModel model;
    private final HostService host;
    private final SettingsStore settings;
    private final UiServices services;
    private final Chooser chooser;
    private final StopQuestion stopQuestion;
    private final NewestOnly checks;
    private final NewestOnly lookups;

    /** What is shared once the user has answered {@link HostModel#warning}. */
    private Wanted warned = new Wanted(Path.of(""), List.of(), false);

    /** What was to be shared last. */
    private Wanted tried = warned;

    /** What the folders of the running share are to be, until they are; empty if no change is left to try. */
    private List<NamedFolder> triedHere = List.of();

    /**
     * What the user wants to share.
     *
     * @param several several folders, {@code folder} first; empty for one
     */
    private record Wanted(Path folder, List<NamedFolder> several, boolean onAnyPort) {
        List<Path> places() {
            return SharedFolder.placesOf(folder, several);
        }

        String title() {
            return DisplayText.escape(SharedFolder.titleOf(folder, several));
        }
    }

    FoldersController(HostModel model, HostService host, SettingsStore settings, UiServices services, Chooser chooser) {
        this.model = model;
        this.host = host;
        this.settings = settings;
        this.services = services;
        this.chooser = chooser;
        this.stopQuestion = new StopQuestion(model, services.dialogs());
        this.checks = new NewestOnly(services.background());
        this.lookups = new NewestOnly(services.background());
    }

    /** Shares what was shared last, if the settings say so. Its warning was answered when it was shared before. */
    void shareAtStart() {
        Settings.Background kept = settings.settings().background();
        if (kept.shareAtStart() && model.state.get() instanceof HostState.Off) {
            settings.settings().host().folder().ifPresent(folder -> {
                Wanted wanted = new Wanted(folder, settings.settings().host().together(), false);
                use(wanted.folder(), wanted.several());
                start(wanted, false);
            });
        }
    }

    /**
     * Shares {@code folder}, or one that the user chooses, after a warning and a question about the key. If several
     * folders were shared last, {@code folder} being the first, all of them are shared again. If another folder is
     * shared, it asks before the guests of that one lose a transfer.
     */
    void share(Optional<Path> folder) {
        if (folder.isEmpty()) {
            choose(chosen -> share(Optional.of(chosen)));
        } else if (!folder.equals(model.on().map(HostState.On::folder))) {
            Wanted wanted = new Wanted(folder.get(), knownWith(folder.get()), false);
            use(wanted.folder(), wanted.several());
            start(wanted);
        }
    }

    /** Returns the folders that {@code first} is the first of: those that are shown, or else those shared last. */
    private List<NamedFolder> knownWith(Path first) {
        Settings.Hosting last = settings.settings().host();
        if (model.on().isEmpty() && model.folder.get().equals(Optional.of(first))) {
            return List.copyOf(model.several);
        }
        return last.folder().equals(Optional.of(first)) ? last.together() : List.of();
    }

    /**
     * Shows {@code folder}, or several, as what is shared next, without what was said about an earlier one. A running
     * share stays.
     */
    private void use(Path folder, List<NamedFolder> several) {
        checks.cancel();
        if (model.on().isEmpty()) {
            model.several.setAll(several);
            model.folder.set(Optional.of(folder));
        }
        model.warning.set(Optional.empty());
        model.remedy.set(Optional.empty());
        forgetFailure();
    }

    /** Forgets that a folder could not be shared. */
    void forgetFailure() {
        if (model.failed().isPresent()) {
            host.forgetFailure();
        }
    }

    /** Asks for a folder, and shares it instead of the present one, or prepares to share it if there is none. */
    void chooseFolder() {
        choose(this::take);
    }

    /** Shares {@code folder} instead of the present one, or prepares to share it if there is none. */
    void take(Path folder) {
        if (model.on().isPresent()) {
            share(Optional.of(folder));
        } else {
            use(folder, List.of());
        }
    }

    private void choose(Consumer<Path> then) {
        lookups.cancel();
        Optional<Path> at = model.folder.get();
        if (at.isEmpty()) {
            choose(at, then);
            return;
        }
        // The dialog accepts only an existing folder, and a disk or a network may be slow to respond.
        lookups.run(
                cancellation -> at.filter(Files::isDirectory),
                found -> choose(found, then),
                failed -> choose(Optional.empty(), then));
    }

    private void choose(Optional<Path> at, Consumer<Path> then) {
        chooser.choose(Chooser.Wanted.folder(Texts.get("host.folder.title")), at).stream()
                .findFirst()
                .ifPresent(then);
    }

    /** Shares what is wanted, or shows a warning first if there is one. */
    private void start(Wanted wanted) {
        checks.run(
                cancellation -> warning(wanted.places()),
                warning -> {
                    warned = wanted;
                    model.warning.set(warning.map(sentence -> new HostModel.Warning(wanted.folder(), sentence)));
                    if (warning.isEmpty()) {
                        startAsked(wanted);
                    }
                },
                failed -> services.toasts().error(Texts.problem(failed)));
    }

    /** Returns what has to be said about sharing these folders. Of several, each is named. Blocks on the disk. */
    private static Optional<String> warning(List<Path> folders) {
        if (folders.size() == 1) {
            return FolderWarning.of(folders.getFirst());
        }
        String all = folders.stream()
                .flatMap(
                        each -> FolderWarning.of(each)
                                .map(sentence -> Texts.get("host.warning.of", HostModel.name(each), sentence))
                                .stream())
                .collect(Collectors.joining(" "));
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }

    /** Shares the folder despite the warning. */
    void startAnyway() {
        model.warning.get().ifPresent(warning -> {
            model.warning.set(Optional.empty());
            startAsked(warned);
        });
    }

    /** Returns whether what could not be shared was to be shared beside what is shared now. */
    boolean wasBeside() {
        return !triedHere.isEmpty()
                || model.on()
                        .map(HostState.On::folder)
                        .filter(tried.places()::contains)
                        .isPresent();
    }

    /** Notes that exactly these folders are shared now, so that no change of them is left to try again. */
    void changed(List<NamedFolder> now) {
        if (now.equals(triedHere)) {
            triedHere = List.of();
        }
    }

    /** Forgets what the folders of a share were to be, because it has ended; one that is left is alone from now on. */
    void ended() {
        triedHere = List.of();
        if (model.several.size() == 1) {
            // Guests found it under its name while others were beside it. The next share has its content.
            model.several.clear();
        }
    }

    /** Shares what could not be shared. */
    void startAgain() {
        if (!triedHere.isEmpty()) {
            host.folders(triedHere);
            return;
        }
        model.failed().ifPresent(failed -> {
            Wanted wanted = failed(failed, false);
            use(wanted.folder(), wanted.several());
            start(wanted);
        });
    }

    /** Returns what could not be shared: what is shown, or else what was to be shared instead of it. */
    private Wanted failed(HostState.Failed failed, boolean onAnyPort) {
        return model.on().isPresent() && tried.places().contains(failed.folder())
                ? new Wanted(tried.folder(), tried.several(), onAnyPort)
                : new Wanted(failed.folder(), knownWith(failed.folder()), onAnyPort);
    }

    /** Does not share the folder, because of the warning. */
    void cancelStart() {
        checks.cancel();
        model.warning.set(Optional.empty());
    }

    /** Shares the folder on any free port, after the usual one failed. */
    void startOnFreePort() {
        model.failed().ifPresent(failed -> startAsked(failed(failed, true)));
    }

    /** Shares what is wanted, after the question about the key if somebody may have it for less. */
    private void startAsked(Wanted wanted) {
        Settings.Hosting kept = settings.settings().host();
        Optional<Path> last = kept.folder();
        List<Path> known = Stream.concat(last.stream(), kept.together().stream().map(NamedFolder::folder))
                .toList();
        if (last.isEmpty() || known.containsAll(wanted.places())) {
            start(wanted, false);
        } else {
            askForKey(last.get(), wanted.title(), withNewKey -> start(wanted, withNewKey));
        }
    }

    private void start(Wanted wanted, boolean withNewKey) {
        tried = wanted;
        triedHere = List.of();
        stopQuestion.ask(
                () -> host.start(shared(wanted), withNewKey, false),
                () -> host.start(shared(wanted), withNewKey, true));
    }

    /** Returns the folder with what guests may do now, and with the settings that hold when it is asked. */
    private Supplier<SharedFolder> shared(Wanted wanted) {
        ShareOptions.Permissions permissions = model.permissions.get();
        return () -> {
            Settings.Hosting kept = settings.settings().host();
            return new SharedFolder(
                    wanted.folder(),
                    wanted.several(),
                    wanted.onAnyPort() ? ANY_PORT : kept.port(),
                    permissions,
                    kept.showHidden());
        };
    }

    /** Asks whether the people who have the key for the last folder may open another one with it. */
    private void askForKey(Path last, String name, Consumer<Boolean> withNewKey) {
        services.dialogs()
                .show(DialogBox.of(Texts.get("host.other.title", name))
                        .sentence(Texts.get(
                                model.on().isPresent() ? "host.other.instead" : "host.other.sentence",
                                HostModel.name(last),
                                name))
                        .aside(Texts.get("host.other.sameKey"), () -> withNewKey.accept(false))
                        .safe()
                        .deed(Texts.get("host.other.newKey"), () -> withNewKey.accept(true)));
    }

    /** Finds out what helps if a folder could not be shared. */
    void findRemedy(HostState.Failed failed) {
        if (!triedHere.isEmpty()) {
            // The other folders are on the network. The user tries again, or leaves this one out.
            model.remedy.set(Optional.empty());
            return;
        }
        switch (failed.reason().orElse(null)) {
            // The folder is on the network already, and no port changes that.
            case ALREADY_SHARED,
                    FOLDER_TWICE,
                    FOLDER_INSIDE,
                    FOLDER_NAME_TAKEN,
                    FOLDER_NAME_INVALID,
                    TOO_MANY_FOLDERS -> model.remedy.set(Optional.empty());
            case PORT_TAKEN, LISTENING_DENIED -> model.remedy.set(Optional.of(HostModel.Remedy.OTHER_PORT));
            case FOLDER_MISSING, FOLDER_UNREADABLE, SETTINGS_FOLDER, SETTINGS_INSIDE -> model.remedy.set(otherFolder());
            case null, default -> findRemedy(failed(failed, false).places());
        }
    }

    private void findRemedy(List<Path> folders) {
        checks.run(
                cancellation -> folders.stream().allMatch(each -> Files.isDirectory(each) && Files.isReadable(each)),
                readable -> model.remedy.set(readable ? Optional.of(HostModel.Remedy.OTHER_PORT) : otherFolder()),
                failed -> model.remedy.set(otherFolder()));
    }

    /** Of several folders, the user removes the one that cannot be shared. */
    private Optional<HostModel.Remedy> otherFolder() {
        return model.several.size() > 1 ? Optional.empty() : Optional.of(HostModel.Remedy.OTHER_FOLDER);
    }

    /** Ends what has not been answered about folders yet. */
    void forgetChecks() {
        checks.cancel();
    }

    /** Asks for a further folder. */
    void chooseAnother() {
        choose(chosen -> add(List.of(chosen)));
    }

    /** Shares these folders, too; the first one alone if nothing is chosen yet. */
    void add(List<Path> chosen) {
        List<Path> added = new ArrayList<>(chosen);
        if (model.folder.get().isEmpty()) {
            take(added.removeFirst());
        }
        if (added.isEmpty() || model.isBusy()) {
            return;
        }
        List<NamedFolder> before = present();
        List<NamedFolder> next = new ArrayList<>(before);
        for (Path each : added) {
            next.add(NamedFolder.of(each, names(next)));
        }
        checks.run(
                cancellation -> {
                    NamedFolder.check(next);
                    return warning(added);
                },
                warning -> {
                    if (!present().equals(before)) {
                        add(added);
                    } else if (model.on().isPresent()) {
                        ask(next, next.subList(before.size(), next.size()), warning);
                    } else {
                        // What has to be said about the folders is said when they are shared.
                        use(next);
                    }
                },
                failed -> services.toasts().error(Texts.problem(failed)));
    }

    /** Returns the folders that are or will be shared, with names, also the only one. */
    private List<NamedFolder> present() {
        return model.several.isEmpty()
                ? model.folder.get().stream()
                        .map(each -> NamedFolder.of(each, List.of()))
                        .toList()
                : List.copyOf(model.several);
    }

    private static List<String> names(List<NamedFolder> folders) {
        return folders.stream().map(NamedFolder::name).toList();
    }

    /** Returns whether invitations open all folders. Those to the only folder do not open what is added beside it. */
    private boolean isInvitedToAll() {
        return !model.several.isEmpty()
                && model.invitations.stream()
                        .anyMatch(each -> each.folder().isRoot()
                                && each.endAt(model.invitationsAt.get()).isEmpty());
    }

    private void ask(List<NamedFolder> next, List<NamedFolder> more, Optional<String> warning) {
        String added = more.stream()
                .map(each -> Texts.get("host.folders.quoted", DisplayText.escape(each.name())))
                .collect(Collectors.joining(", "));
        DialogBox box = DialogBox.of(Texts.get("host.folders.add.title", added, more.size()))
                .sentence(Texts.get(
                        isInvitedToAll() ? "host.folders.add.invited" : "host.folders.add.sentence", more.size()));
        if (model.several.isEmpty()) {
            box.sentence(Texts.get(
                    "host.folders.add.first", DisplayText.escape(next.getFirst().name()), more.size()));
        }
        warning.ifPresent(box::sentence);
        services.dialogs().show(box.safe().deed(Texts.get("host.folders.add.deed", more.size()), () -> {
            if (model.on().isEmpty() || !present().equals(next.subList(0, next.size() - more.size()))) {
                // The share ended or changed while the question was open, so the answer is to another one.
                return;
            }
            if (model.several.isEmpty()) {
                start(new Wanted(next.getFirst().folder(), next, false), false);
            } else {
                use(next);
            }
        }));
    }

    /** Shares these instead of the present ones, if that share runs, and shows them. */
    private void use(List<NamedFolder> next) {
        if (model.on().isPresent()) {
            triedHere = next;
            host.folders(next);
        } else {
            use(next.getFirst().folder(), next.size() > 1 ? next : List.of());
            narrow(next);
        }
    }

    /** Removes and renames folders that were shared last as in {@code next}, so that they are not shared as before. */
    private void narrow(List<NamedFolder> next) {
        services.background()
                .run(
                        () -> settings.update(now -> now.withHost(narrowed(now.host(), next))),
                        () -> {},
                        failed -> services.toasts().error(Texts.problem(failed)));
    }

    private static Settings.Hosting narrowed(Settings.Hosting kept, List<NamedFolder> next) {
        List<Path> last = kept.together().stream().map(NamedFolder::folder).toList();
        List<NamedFolder> left =
                next.stream().filter(each -> last.contains(each.folder())).toList();
        return left.isEmpty() || left.equals(kept.together())
                ? kept
                : kept.withFolders(left.getFirst().folder(), left.size() > 1 ? left : List.of());
    }

    /** Asks for another name. */
    void rename(NamedFolder folder) {
        TextField field = new TextField(folder.name());
        field.setId("host-folder-name");
        field.setAccessibleText(Texts.get("host.folders.name"));
        Label fault = Nodes.paragraph("", "small-text", "field-fault");
        fault.setId("host-folder-fault");
        // Room for two lines, so that the box does not grow while the user types.
        fault.setMinHeight(36);
        field.textProperty().addListener((text, before, now) -> fault.setText(faultOf(folder, now)));
        DialogBox box = DialogBox.of(Texts.get("host.folders.rename.title", DisplayText.escape(folder.name())))
                .sentence(Texts.get("host.folders.rename.sentence"))
                .content(new VBox(8, field, fault))
                .safe()
                .focusOn(field)
                .check(Texts.get("host.folders.rename.deed"), () -> {
                    String name = field.getText().strip();
                    fault.setText(faultOf(folder, name));
                    if (!fault.getText().isEmpty()) {
                        return false;
                    }
                    use(model.several.stream()
                            .map(each -> each.equals(folder) ? new NamedFolder(name, each.folder()) : each)
                            .toList());
                    return true;
                });
        services.dialogs().show(box);
        field.selectAll();
    }

    private String faultOf(NamedFolder folder, String name) {
        List<NamedFolder> others =
                model.several.stream().filter(each -> !each.equals(folder)).toList();
        return NamedFolder.fault(name.strip(), names(others)).map(Texts::words).orElse("");
    }

    /** Ends the sharing of one of several folders; asks first if there are guests. */
    void remove(NamedFolder folder) {
        List<NamedFolder> left =
                model.several.stream().filter(each -> !each.equals(folder)).toList();
        if (left.isEmpty()) {
            return;
        }
        if (model.on().isEmpty() || model.guests.isEmpty()) {
            use(left);
            return;
        }
        String name = DisplayText.escape(folder.name());
        services.dialogs()
                .show(DialogBox.of(Texts.get("host.folders.remove.title", name))
                        .sentence(Texts.get("host.folders.remove.sentence"))
                        .safe()
                        .danger(Texts.get("host.folders.remove.deed"), () -> use(left)));
    }
}
