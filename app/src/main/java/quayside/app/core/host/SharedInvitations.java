package quayside.app.core.host;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import quayside.app.core.publish.Published;
import quayside.app.core.publish.Subscription;
import quayside.app.core.text.AppReason;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.InvitationId;
import quayside.protocol.wire.ProtocolException;
import quayside.server.session.Invitation;
import quayside.server.session.Invitations;
import quayside.server.storage.NamedFolder;

/**
 * The invitations to the folder that is shared now, if one is. Those to a folder that was shared before stay open until the
 * program ends, so that what could not be saved is not forgotten with the share. Thread-safe.
 */
public final class SharedInvitations {
    private final Path configFolder;
    private final SecureRandom random;
    private final InstantSource clock;
    private final Published<State> state = new Published<>(State.NONE);

    /** The monitor guards this field. */
    private final Map<Place, Open> open = new HashMap<>();

    /** The ends that a store could not save, which count whatever is shared next. */
    private final Map<InvitationId, Invitation.End> unsavedEnds = new ConcurrentHashMap<>();

    private volatile @Nullable Open shared;

    /**
     * What was shared.
     *
     * @param first the real path of the folder, or of the first one
     */
    private record Place(Path first, boolean isSeveral) {}

    /** The invitations to one share and where they are kept. */
    private record Open(KeptInvitations store, Invitations all) {
        State state() {
            return new State(all.all(), store.notice());
        }
    }

    /**
     * What the host sees.
     *
     * @param all in the order in which they were made; those that have ended, too
     * @param notice a sentence if they cannot be saved, or were damaged
     */
    public record State(List<Invitation> all, Optional<String> notice) {
        static final State NONE = new State(List.of(), Optional.empty());
    }

    /** @param clock tells when invitations end */
    public SharedInvitations(Path configFolder, SecureRandom random, InstantSource clock) {
        this.configFolder = configFolder;
        this.random = random;
        this.clock = clock;
    }

    /** Returns the newest state; nothing while no folder is shared. */
    public State state() {
        return state.get();
    }

    /** Adds a listener, which gets the present state at once and each new one on worker threads. */
    public Subscription onState(Consumer<State> listener) {
        return state.listen(listener);
    }

    /** Returns the invitations to a share, whose folders must exist. Blocks on the disk. */
    public synchronized Invitations open(SharedFolder wanted) throws IOException {
        Place place = new Place(wanted.folder().toRealPath(), !wanted.folders().isEmpty());
        Open known = open.get(place);
        if (known == null) {
            KeptInvitations store = new KeptInvitations(configFolder, wanted, unsavedEnds);
            Open made = new Open(store, new Invitations(store, clock));
            // Guests change invitations too: with the last download one has ended.
            made.all().onChange(() -> changed(made));
            known = made;
            open.put(place, made);
        } else {
            if (place.isSeveral()) {
                known.store().open(wanted.folders());
            }
            known.all().refresh();
        }
        return known.all();
    }

    /** Shows the invitations that {@link #open} has returned; null for those of no folder. */
    public synchronized void show(@Nullable Invitations next) {
        Optional<Open> found =
                open.values().stream().filter(each -> each.all().equals(next)).findFirst();
        shared = found.orElse(null);
        state.set(found.map(Open::state).orElse(State.NONE));
    }

    /** Uses the paths that invitations have among {@code folders} from now on. Blocks on the disk. */
    void folders(List<NamedFolder> folders) throws IOException {
        Open now = shared;
        if (now != null) {
            now.store().share(folders);
            now.all().refresh();
        }
    }

    private void changed(Open which) {
        state.setIf(() -> which.equals(shared), which.state());
    }

    /** Takes over what other programs have changed. Blocks on the disk. */
    public void look() {
        Open now = shared;
        if (now != null && now.store().isChanged()) {
            now.all().refresh();
        }
    }

    private Open required() throws ProtocolException {
        Open now = shared;
        if (now == null) {
            throw new ProtocolException(AppReason.NOTHING_SHARED);
        }
        return now;
    }

    /**
     * Makes an invitation to the shared folder. Blocks on the disk; {@link State#notice} says whether it is saved.
     *
     * @param made gets a new key
     * @throws IOException with a plain sentence if nothing is shared, the name is taken, or there are too many
     */
    public Invitation make(Function<AccessKey, Invitation> made) throws IOException {
        Open now = required();
        Invitation invitation = made.apply(AccessKey.generate(random).through(InvitationId.generate(random)));
        try {
            now.all().add(invitation);
        } catch (IllegalArgumentException e) {
            throw now.all().valid(invitation.name()).isPresent()
                    ? new ProtocolException(AppReason.INVITATION_NAMED_TWICE, e)
                    : new ProtocolException(AppReason.MANY_INVITATIONS, e, Invitations.MAX);
        }
        return invitation;
    }

    /** Ends an invitation, and the sessions of its guests at once. Blocks on the disk. */
    public void revoke(Invitation invitation) throws IOException {
        Open now = required();
        now.all().revoke(invitation.id());
    }

    /** Forgets an invitation that has ended. Blocks on the disk. */
    public void remove(Invitation invitation) throws IOException {
        Open now = required();
        now.all().remove(invitation.id());
    }
}
