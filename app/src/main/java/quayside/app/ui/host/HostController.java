package quayside.app.ui.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.collections.ObservableList;
import javafx.scene.control.TextField;
import javafx.scene.control.TextFormatter;
import quayside.app.core.doctor.Doctor;
import quayside.app.core.host.HostService;
import quayside.app.core.host.HostState;
import quayside.app.core.reach.Reach;
import quayside.app.core.settings.Settings;
import quayside.app.core.settings.SettingsStore;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.Latest;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.wire.Limits;
import quayside.server.AwayGuest;
import quayside.server.BlockedGuest;
import quayside.server.Guest;
import quayside.server.ShareOptions;

/** Starts and ends the share as the user asks, and keeps the model up to date with it. JavaFX thread only. */
final class HostController {
    private static final int ANY_PORT = 0;

    private final HostModel model;
    private final HostService host;
    private final Reach reach;
    private final SettingsStore settings;
    private final UiServices services;
    private final FoldersController folders;
    private final StopQuestion stopQuestion;
    private final FolderCounter counter;
    Optional<Doctor> doctor = Optional.empty();

    /** Whether the link was made one for the internet since the user asked for an open port. */
    private boolean wasForInternet;

    HostController(
            HostModel model,
            HostService host,
            Reach reach,
            SettingsStore settings,
            UiServices services,
            FoldersController folders) {
        this.model = model;
        this.host = host;
        this.reach = reach;
        this.settings = settings;
        this.services = services;
        this.folders = folders;
        this.counter = new FolderCounter(model, host, services);
        this.stopQuestion = new StopQuestion(model, services.dialogs());
    }

    /** Begins to follow the share. */
    void begin() {
        model.folder.set(settings.settings().host().folder());
        model.several.setAll(settings.settings().host().together());
        model.showHidden.set(settings.settings().host().showHidden());
        model.permissions.set(settings.settings().background().permissions());
        Latest<Settings> kept = new Latest<>(now -> {
            model.showHidden.set(now.host().showHidden());
            model.reachable.set(now.host().reachable());
            wasForInternet &= now.host().reachable();
            model.folders.setAll(now.host().folders());
        });
        services.background().whileOpen(settings.onChange(kept::offer));
        Latest<Reach.State> ways = new Latest<>(this::reached);
        services.background().whileOpen(reach.onState(ways::offer));
        Latest<HostState> states = new Latest<>(this::changed);
        services.background().whileOpen(host.onState(states::offer));
        model.guestsHeld.addListener((held, before, now) -> model.on().ifPresent(on -> show(on.guests())));
        // The list is read when it is shown. So however fast events come, it is copied at most 30 times a second.
        Latest<HostService> events = new Latest<>(newest -> {
            showLog();
            counter.changed();
        });
        services.background().whileOpen(host.onEvent(event -> events.offer(host)));
        showLog();
    }

    private void changed(HostState state) {
        // The states between two shares may come too fast to be seen.
        Optional<HostState.On> before = model.on();
        Optional<HostState.Failed> failedBefore = model.failed();
        model.state.set(state);
        switch (state) {
            case HostState.On on -> {
                if (before.isEmpty() || !isSameShare(before.get(), on)) {
                    model.keyRevealed.set(false);
                }
                if (before.isEmpty()
                        || !before.get().folder().equals(on.folder())
                        || !before.get().folders().equals(on.folders())) {
                    model.folder.set(Optional.of(on.folder()));
                    model.several.setAll(on.folders());
                    int wanted = settings.settings().host().port();
                    model.takenPort.set(
                            wanted == ANY_PORT || wanted == on.port() ? Optional.empty() : Optional.of(wanted));
                    save(on);
                    counter.begin(on.places());
                }
                if (!on.addresses().contains(model.address.get())) {
                    model.address.set(on.addresses().getFirst());
                }
                show(on.guests());
                showAway();
                folders.changed(on.folders());
                if (!on.failed().equals(failedBefore)) {
                    on.failed().ifPresentOrElse(folders::findRemedy, () -> model.remedy.set(Optional.empty()));
                }
            }
            case HostState.Starting(Path folder) -> {
                model.folder.set(Optional.of(folder));
                ended();
            }
            case HostState.Stopping _, HostState.Off _ -> ended();
            case HostState.Failed failed -> {
                ended();
                model.folder.set(Optional.of(failed.folder()));
                folders.findRemedy(failed);
            }
        }
        showLog();
    }

    /** Returns whether folders were only added to the share, renamed or removed. */
    private static boolean isSameShare(HostState.On before, HostState.On now) {
        return before.key().equals(now.key()) && now.places().contains(before.folder());
    }

    private void reached(Reach.State state) {
        model.reach.set(state);
        if (state instanceof Reach.State.Open && !wasForInternet) {
            // The user asked for it. Who wants a link for this network has a choice beside it, which stays.
            wasForInternet = true;
            model.linkFor.set(HostModel.LinkFor.INTERNET);
        }
    }

    private void ended() {
        counter.end();
        folders.ended();
        model.guests.clear();
        model.keyRevealed.set(false);
        model.address.set("");
        model.takenPort.set(Optional.empty());
        model.remedy.set(Optional.empty());
    }

    /**
     * Changes only the rows that changed. Guests that move something are above the others, but no row moves while the
     * mouse is over the list or the menu of a row is open.
     */
    private void show(List<Guest> all) {
        Map<String, Integer> places = HashMap.newHashMap(model.guests.size());
        model.guests.forEach(guest -> places.put(guest.id(), places.size()));
        List<Guest> guests = all.stream()
                .sorted(Comparator.comparing((Guest guest) -> !guest.isTransferring() && guest.bytesPerSecond() == 0)
                        // Those that are shown keep their order, so that as few as possible move.
                        .thenComparing(guest -> places.getOrDefault(guest.id(), Integer.MAX_VALUE)))
                .toList();
        ListCard.update(model.guests, guests, Guest::id, !model.guestsHeld.get());
    }

    private void showLog() {
        show(host.events(), model.log);
        show(host.log(), model.entries);
        List<String> blocked = host.blocked();
        if (!model.blocked.equals(blocked)) {
            model.blocked.setAll(blocked);
        }
        List<BlockedGuest> guests = host.blockedGuests();
        if (!model.blockedGuests.equals(guests)) {
            model.blockedGuests.setAll(guests);
        }
        showAway();
    }

    /** Shows what happened, the last first. Nothing is put in between, so the number and the ends tell what is shown. */
    private static <T> void show(List<T> happened, ObservableList<T> shown) {
        boolean isShown = happened.size() == shown.size()
                && (happened.isEmpty()
                        || (happened.getLast().equals(shown.getFirst())
                                && happened.getFirst().equals(shown.getLast())));
        if (!isShown) {
            shown.setAll(happened.reversed());
        }
    }

    private void showAway() {
        List<AwayGuest> away = host.away();
        if (!model.away.equals(away)) {
            model.away.setAll(away);
        }
    }

    /**
     * Asks if guests would lose a transfer, before the window closes; see {@link StopQuestion#ask}. {@code close} runs
     * once no guest would lose one, or the user does not mind.
     */
    void beforeClosing(Runnable close) {
        stopQuestion.ask(close, () -> {
            host.stopWhenIdle();
            whenOff(close);
        });
    }

    /** Runs {@code action} once the share has ended, but not if it was started anew while it was ending. */
    private void whenOff(Runnable action) {
        model.state.subscribe(new Consumer<HostState>() {
            private boolean wasEnding;
            private boolean isDone;

            @Override
            public void accept(HostState state) {
                if (isDone) {
                    return;
                }
                switch (state) {
                    case HostState.Off _ -> {
                        isDone = true;
                        action.run();
                    }
                    case HostState.On on -> {
                        isDone = wasEnding && !on.isEnding();
                        wasEnding = on.isEnding();
                    }
                    case HostState.Starting _, HostState.Failed _ -> isDone = true;
                    case HostState.Stopping _ -> {}
                }
            }
        });
    }

    /** Starts or ends the share; asks for a folder first if there is none. */
    void setSharing(boolean on) {
        if (!on) {
            folders.forgetChecks();
            stopQuestion.ask(host::stop, host::stopWhenIdle);
        } else {
            folders.share(model.folder.get());
        }
    }

    void permit(ShareOptions.Permissions permissions) {
        model.permissions.set(permissions);
        host.permissions(permissions);
        keep(now -> now.withBackground(now.background().withPermissions(permissions)));
    }

    /** Finds out why nobody reaches the share; {@code clipboard} receives what is copied. */
    void findOutWhy(Consumer<String> clipboard) {
        doctor.ifPresent(new HostExamination(model, host, services, clipboard, () -> setSharing(true))::show);
    }

    /** Disconnects all guests, who may connect again. */
    void disconnectAll() {
        model.guests.forEach(guest -> host.disconnect(guest.id()));
    }

    /** Limits each guest that has no limit of its own. */
    void limitEach(long bytesPerSecond) {
        model.limitOfEach.set(bytesPerSecond);
        host.limitEach(bytesPerSecond);
    }

    /** Asks what is to be done to a guest, and for the words that it is to read with it. */
    void askWithMessage(Guest guest) {
        TextField words = words();
        String id = guest.id();
        boolean paused = guest.details().orders().paused();
        services.dialogs()
                .show(DialogBox.of(Texts.get("host.guests.message.title", HostModel.who(guest)))
                        .sentence(Texts.get("host.guests.message.sentence"))
                        .content(words)
                        .safe()
                        .choice(
                                Texts.get(paused ? "host.guests.resume" : "host.guests.pause"),
                                () -> host.pause(id, !paused, words.getText().strip()))
                        .deed(
                                Texts.get("host.guests.disconnect"),
                                () -> host.disconnect(id, words.getText().strip())));
    }

    /** Says what blocking a guest can and cannot do, and blocks it or its address. */
    void askToBlock(Guest guest) {
        TextField words = words();
        boolean known = guest.details().isRecognized();
        DialogBox box = DialogBox.of(Texts.get("host.guests.blockGuest.title", HostModel.who(guest)))
                .sentence(Texts.get(known ? "host.guests.blockGuest.sentence" : "host.guests.blockGuest.unknown"))
                .content(words)
                .safe();
        if (known) {
            box.choice(Texts.get("host.guests.block"), () -> host.block(guest.address()));
        }
        services.dialogs()
                .show(box.deed(
                        Texts.get(known ? "host.guests.blockGuest.deed" : "host.guests.block"),
                        () -> host.blockGuest(guest.id(), words.getText().strip())));
    }

    private static TextField words() {
        TextField words = new TextField();
        words.setId("host-guest-message");
        words.setPromptText(Texts.get("host.guests.message.prompt"));
        words.setAccessibleText(Texts.get("host.guests.message.prompt"));
        words.setTextFormatter(new TextFormatter<>(
                change -> change.getControlNewText().length() > Limits.MAX_NOTE_LENGTH ? null : change));
        return words;
    }

    /** Asks, and removes all entries of the log. */
    void clearLog() {
        services.dialogs()
                .show(DialogBox.of(Texts.get("host.log.clear.title"))
                        .sentence(Texts.get("host.log.clear.sentence"))
                        .safe()
                        .danger(Texts.get("host.log.clear.deed"), () -> {
                            host.clearLog();
                            showLog();
                        }));
    }

    /** Lets the guests of the next share see hidden files, or not. */
    void shareHidden(boolean shown) {
        save(kept -> kept.withShowHidden(shown));
    }

    /** Has the router asked to open the port, or to close it. */
    void reachable(boolean wanted) {
        save(kept -> kept.withReachable(wanted));
    }

    private void save(HostState.On on) {
        save(kept -> kept.withFolders(on.folder(), on.folders().size() > 1 ? on.folders() : List.of()));
    }

    private void save(UnaryOperator<Settings.Hosting> change) {
        keep(kept -> kept.withHost(change.apply(kept.host())));
    }

    private void keep(UnaryOperator<Settings> change) {
        services.background().run(() -> settings.update(change), () -> {}, failed -> {
            if (failed instanceof IOException) {
                services.toasts().error(Texts.problem(failed));
            }
        });
    }
}
