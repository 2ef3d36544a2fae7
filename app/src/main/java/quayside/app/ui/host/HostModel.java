package quayside.app.ui.host;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.LongProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleLongProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import quayside.app.core.host.HostService;
import quayside.app.core.host.HostState;
import quayside.app.core.host.LogEntry;
import quayside.app.core.host.SharedFolder;
import quayside.app.core.host.SharedProtection;
import quayside.app.core.reach.Reach;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.HumanFormat;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.text.DisplayText;
import quayside.server.AwayGuest;
import quayside.server.BlockedGuest;
import quayside.server.Guest;
import quayside.server.ShareEvent;
import quayside.server.ShareOptions;
import quayside.server.Who;
import quayside.server.session.Invitation;
import quayside.server.storage.NamedFolder;

/** The state that the views of this feature show; the controllers change it. JavaFX thread only. */
final class HostModel {
    /** The possible remedies for a share that did not start. */
    enum Remedy {
        OTHER_FOLDER,
        OTHER_PORT
    }

    final ObjectProperty<HostState> state = new SimpleObjectProperty<>(new HostState.Off());

    /** The folder that is or will be shared. */
    final ObjectProperty<Optional<Path>> folder = new SimpleObjectProperty<>(Optional.empty());

    /**
     * The folders that are or will be shared under one link, {@link #folder} first; empty if it is one. One
     * that is left of several has its name until the share ends.
     */
    final ObservableList<NamedFolder> several = FXCollections.observableArrayList();

    /** The folders shared last, the newest first. */
    final ObservableList<Path> folders = FXCollections.observableArrayList();

    /** A warning about sharing a folder, which may not be {@link #folder} yet. */
    record Warning(Path folder, String sentence) {}

    /** The warning that the user has to answer. */
    final ObjectProperty<Optional<Warning>> warning = new SimpleObjectProperty<>(Optional.empty());

    /** The remedy for a share that failed to start. */
    final ObjectProperty<Optional<Remedy>> remedy = new SimpleObjectProperty<>(Optional.empty());

    /** The files of the running share; empty until they are counted. */
    final ObjectProperty<Optional<HostService.Contents>> contents = new SimpleObjectProperty<>(Optional.empty());

    /** Whether guests of the next share see hidden files. */
    final BooleanProperty showHidden = new SimpleBooleanProperty();

    final ObjectProperty<ShareOptions.Permissions> permissions =
            new SimpleObjectProperty<>(ShareOptions.Permissions.ALL);

    /** The address of this computer that the link contains; empty while nothing is shared. */
    final StringProperty address = new SimpleStringProperty("");

    /** The port that was wanted and is taken, so that the share has another one. */
    final ObjectProperty<Optional<Integer>> takenPort = new SimpleObjectProperty<>(Optional.empty());

    /** Where the guests are for whom the link is. */
    enum LinkFor {
        HERE,
        INTERNET
    }

    /** For whom the shown link is; without a way from the internet, it is for this network all the same. */
    final ObjectProperty<LinkFor> linkFor = new SimpleObjectProperty<>(LinkFor.HERE);

    /** Whether the user wants the share to be reachable from the internet. */
    final BooleanProperty reachable = new SimpleBooleanProperty();

    /** Whether it is. */
    final ObjectProperty<Reach.State> reach = new SimpleObjectProperty<>(new Reach.State.Off());

    /** The link that was copied last, with its key; empty before. Only in memory. */
    final ObjectProperty<Optional<String>> copiedLink = new SimpleObjectProperty<>(Optional.empty());

    final BooleanProperty keyRevealed = new SimpleBooleanProperty();
    final ObservableList<Guest> guests = FXCollections.observableArrayList();

    /** Whether the rows of the guests keep their places, because the user is about to choose one. */
    final BooleanProperty guestsHeld = new SimpleBooleanProperty();

    /** Guests that the host does not admit, by what their programs name. */
    final ObservableList<BlockedGuest> blockedGuests = FXCollections.observableArrayList();

    /** Guests that the host has paused or limited, and that are away. */
    final ObservableList<AwayGuest> away = FXCollections.observableArrayList();

    /** The limit of each guest, in bytes per second; 0 for none. */
    final LongProperty limitOfEach = new SimpleLongProperty();

    /** The invitations to the shared folder, those that have ended last. */
    final ObservableList<Invitation> invitations = FXCollections.observableArrayList();

    /** The time for which the words about the invitations hold. */
    final ObjectProperty<Instant> invitationsAt = new SimpleObjectProperty<>(Instant.EPOCH);

    /** Why the invitations are not kept, or are not all there, as a sentence; empty if all is well. */
    final StringProperty invitationsNotice = new SimpleStringProperty("");

    /** Addresses and networks that the host does not admit. */
    final ObservableList<String> blocked = FXCollections.observableArrayList();

    /** The protected files of the running share. */
    final ObjectProperty<SharedProtection> protection = new SimpleObjectProperty<>(SharedProtection.NONE);

    /** The damage to the running share's list of protected files, as a sentence; empty if there is none. */
    final StringProperty damage = new SimpleStringProperty("");

    /** The log, the newest entries first. */
    final ObservableList<LogEntry> entries = FXCollections.observableArrayList();

    /** The newest events of this run of the program first. */
    final ObservableList<ShareEvent> log = FXCollections.observableArrayList();

    /** The state as text, such as "Sharing “Pictures”". */
    final StringBinding words = Bindings.createStringBinding(this::inWords, state, guests, folder, several);

    /** Returns the running share. */
    Optional<HostState.On> on() {
        return state.get() instanceof HostState.On on ? Optional.of(on) : Optional.empty();
    }

    /** Returns the link for guests in this network; empty while nothing is shared. */
    Optional<String> linkHere() {
        return on().filter(now -> !address.get().isEmpty()).map(now -> now.linkTo(address.get()));
    }

    /** Returns the link for guests in the internet, if there is a way from there. */
    Optional<String> linkOutside() {
        return on().flatMap(now -> reach.get() instanceof Reach.State.Open open
                ? Optional.of(now.linkTo(open.host(), open.port()))
                : reach.get().sixes().stream().findFirst().map(now::linkTo));
    }

    /** Returns the link with the key of an invitation, for the guests that {@link #linkFor} says; empty if nothing is shared. */
    String link(AccessKey invited) {
        Optional<String> outside = linkFor.get() == LinkFor.INTERNET ? linkOutside() : Optional.empty();
        return outside.or(this::linkHere)
                .map(own -> ShareLink.parse(own).withKey(invited))
                .orElse("");
    }

    /** Returns the folder that could not be shared, whether another one is shared or none. */
    Optional<HostState.Failed> failed() {
        return switch (state.get()) {
            case HostState.Failed failed -> Optional.of(failed);
            case HostState.On on -> on.failed();
            case HostState.Off _, HostState.Starting _, HostState.Stopping _ -> Optional.empty();
        };
    }

    /** Returns whether the switch is on, because the share is running or starting. */
    boolean isOn() {
        return switch (state.get()) {
            case HostState.Starting _, HostState.On _ -> true;
            case HostState.Off _, HostState.Stopping _, HostState.Failed _ -> false;
        };
    }

    /** Returns whether nothing can be changed at the moment. */
    boolean isBusy() {
        return state.get() instanceof HostState.Starting || state.get() instanceof HostState.Stopping;
    }

    private String inWords() {
        return switch (state.get()) {
            case HostState.Off _ ->
                folder.get()
                        .map(chosen ->
                                Texts.get("host.off.folder", DisplayText.escape(SharedFolder.titleOf(chosen, several))))
                        .orElseGet(() -> Texts.get("host.off"));
            case HostState.Starting(Path of) -> Texts.get("host.starting", name(of));
            case HostState.On on ->
                on.isEnding()
                        ? Texts.get("host.on.ending", on.shareName(), guests.size())
                        : Texts.get("host.on", on.shareName());
            case HostState.Stopping(Path of) -> Texts.get("host.stopping", name(of));
            case HostState.Failed failed -> Texts.get("host.failed", name(failed.folder()));
        };
    }

    /** Returns the name of a guest's computer, if there is one, and its address. */
    static String who(Guest guest) {
        return who(guest.name(), guest.address());
    }

    /** Returns the name of the computer of a guest who may be away, if there is one, and its address. */
    static String who(Who guest) {
        return who(guest.name(), guest.address());
    }

    private static String who(String name, String address) {
        return name.isEmpty() ? address : Texts.get("host.guests.named", name, address);
    }

    /** Returns what a guest does or has done, as words that stand alone. */
    static String activity(Guest guest) {
        Guest.Totals totals = guest.details().totals();
        if (guest.details().orders().paused()) {
            return Texts.get("host.guests.paused");
        }
        if (!guest.isTransferring() && totals.filesDown() + totals.filesUp() > 0) {
            return totals(totals);
        }
        String words = Texts.words(guest.activity());
        return words.substring(0, 1).toUpperCase(Texts.language()) + words.substring(1);
    }

    /** Returns what a guest has transferred since it joined. */
    static String totals(Guest.Totals totals) {
        String down = Texts.get("host.guests.totals.down", totals.filesDown(), HumanFormat.size(totals.down()));
        String up = Texts.get("host.guests.totals.up", totals.filesUp(), HumanFormat.size(totals.up()));
        return totals.filesUp() == 0
                ? down
                : totals.filesDown() == 0 ? up : Texts.get("host.guests.totals.both", down, up);
    }

    /** Returns the name of the file that a guest transfers, escaped for display; empty if it transfers none. */
    static String file(Guest guest) {
        return guest.activity().arguments().isEmpty()
                ? ""
                : DisplayText.escape(guest.activity().arguments().getFirst().toString());
    }

    /** Returns a folder's name, escaped for display. */
    static String name(Path folder) {
        return DisplayText.escape(SharedFolder.nameOf(folder));
    }
}
