package quayside.server.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.InvitationId;
import quayside.protocol.message.RemotePath;

/**
 * The invitations of a share, those that have ended too. They may be changed at any time; a running server asks for them
 * at each request. Thread-safe.
 */
public final class Invitations {
    /** The number of invitations that a share may have. Each handshake tries all of them. */
    public static final int MAX = 256;

    /** How long a download that was counted and then cut may go on without being counted again. */
    static final Duration RESUMABLE = Duration.ofHours(1);

    /** The part of a file that may be sent before its download counts: a tenth. */
    private static final int UNCOUNTED_PART = 10;

    /** How many downloads that were cut are remembered for an invitation. */
    private static final int MAX_CUT = 64;

    private final InstantSource clock;
    private final Store store;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** The downloads under way that were not counted yet. The monitor guards this field and each change of {@link #all}. */
    private final Map<InvitationId, Integer> begun = new HashMap<>();

    /**
     * The downloads that were counted and are not at their end, the oldest first. Its own monitor guards it, which is
     * never held during work on the disk.
     */
    private final List<Counted> counted = new ArrayList<>();

    private volatile List<Invitation> all;

    /** Keeps invitations. Other programs may change what it holds. */
    @FunctionalInterface
    public interface Store {
        /** Applies {@code change} to what is kept, as one step, keeps the result and returns it. Blocks on the disk. */
        List<Invitation> change(UnaryOperator<List<Invitation>> change);
    }

    public Invitations(Store store, InstantSource clock) {
        this.clock = clock;
        this.store = store;
        this.all = store.change(this::remembered);
    }

    /** Returns the invitations of a share that has none so far, and forgets them when the program ends. */
    public static Invitations none() {
        return new Invitations(inMemory(), InstantSource.system());
    }

    /** Returns a store that lasts as long as the program. */
    public static Store inMemory() {
        AtomicReference<List<Invitation>> kept = new AtomicReference<>(List.of());
        return kept::updateAndGet;
    }

    /**
     * Returns those that still matter. An end that has come is noted, so that it stays when the clock is set back. One
     * whose downloads are used up ends once none of them may go on. Of more than {@link #MAX}, those that ended first are forgotten, and then the newest.
     */
    private List<Invitation> remembered(List<Invitation> some) {
        Instant now = clock.instant();
        List<Invitation> known = some.stream()
                .filter(each -> !each.isForgottenAt(now))
                .map(each -> endAt(each, now).map(each::ended).orElse(each))
                .toList();
        return known.size() <= MAX ? known : atMost(MAX, known);
    }

    private Optional<Invitation.End> endAt(Invitation each, Instant now) {
        return each.endAt(now)
                .or(() -> each.isUsedUp() && !mayFinish(each.id())
                        ? Optional.of(new Invitation.End(Invitation.Why.USED_UP, now))
                        : Optional.empty());
    }

    private static List<Invitation> atMost(int max, List<Invitation> known) {
        Set<InvitationId> kept = known.stream()
                .sorted(Comparator.comparing(
                        each -> each.ended().map(Invitation.End::at).orElse(Instant.MAX), Comparator.reverseOrder()))
                .limit(max)
                .map(Invitation::id)
                .collect(Collectors.toSet());
        return known.stream().filter(each -> kept.contains(each.id())).toList();
    }

    /** Returns all that are known, in the order in which they were made. */
    public List<Invitation> all() {
        return all;
    }

    List<AccessKey> keys() {
        return all.stream().map(Invitation::key).toList();
    }

    /** Returns the invitation; empty if it was deleted. */
    Optional<Invitation> find(InvitationId id) {
        return all.stream().filter(each -> each.id().equals(id)).findFirst();
    }

    /** Returns whether there are {@link #MAX} valid ones, so that no further one can be added. */
    public boolean isFull() {
        return isFull(all);
    }

    private boolean isFull(List<Invitation> some) {
        return some.stream()
                        .filter(each -> each.endAt(clock.instant()).isEmpty())
                        .count()
                >= MAX;
    }

    /**
     * Adds an invitation.
     *
     * @throws IllegalArgumentException if another one that is valid has this name, or there are {@link #MAX} valid ones
     */
    public synchronized void add(Invitation invitation) {
        become(kept -> {
            if (valid(kept, invitation.name()).isPresent() || isFull(kept)) {
                throw new IllegalArgumentException("the name is taken, or there are too many invitations");
            }
            return Stream.concat(atMost(MAX - 1, kept).stream(), Stream.of(invitation))
                    .toList();
        });
    }

    /** Returns the valid invitation of this name. */
    public Optional<Invitation> valid(String name) {
        return valid(all, name);
    }

    private Optional<Invitation> valid(List<Invitation> some, String name) {
        return some.stream()
                .filter(each ->
                        each.name().equals(name) && each.endAt(clock.instant()).isEmpty())
                .findFirst();
    }

    /** Changes the valid invitation of this name; returns false if there is none. */
    public synchronized boolean change(String name, UnaryOperator<Invitation> change) {
        boolean[] found = {false};
        become(kept -> {
            Optional<Invitation> valid = valid(kept, name);
            found[0] = valid.isPresent();
            return kept.stream()
                    .map(each ->
                            valid.isPresent() && each.id().equals(valid.get().id()) ? change.apply(each) : each)
                    .toList();
        });
        return found[0];
    }

    /** Takes over what other programs have changed in the store. */
    public synchronized void refresh() {
        become(kept -> kept);
    }

    /** Ends the valid invitation of this name, and the sessions of its guests at once; returns false if there is none. */
    public boolean revoke(String name) {
        return change(name, valid -> valid.ended(new Invitation.End(Invitation.Why.REVOKED, clock.instant())));
    }

    /** Ends this invitation as {@link #revoke(String)} does; returns false if it has ended already. */
    public synchronized boolean revoke(InvitationId id) {
        Optional<Invitation> valid =
                find(id).filter(each -> each.endAt(clock.instant()).isEmpty());
        if (valid.isPresent()) {
            Invitation.End end = new Invitation.End(Invitation.Why.REVOKED, clock.instant());
            become(kept -> kept.stream()
                    .map(each -> each.id().equals(id) && each.ended().isEmpty() ? each.ended(end) : each)
                    .toList());
        }
        return valid.isPresent();
    }

    /** Forgets an invitation that has ended: from now on its link is like a wrong one. A valid one stays. */
    public synchronized void remove(InvitationId id) {
        become(kept -> kept.stream()
                .filter(each ->
                        !each.id().equals(id) || each.endAt(clock.instant()).isEmpty())
                .toList());
    }

    private void become(UnaryOperator<List<Invitation>> change) {
        all = store.change(kept -> change.apply(remembered(kept)));
        listeners.forEach(Runnable::run);
    }

    /** Calls {@code listener} after each change, until the returned one is run; it must return at once. */
    public Runnable onChange(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /**
     * Returns why the invitation has ended; a deleted one counts as revoked. An end that has come is noted in the store.
     * One whose downloads are used up has not ended as long as one of them may go on, whatever another program noted.
     */
    Optional<Invitation.Why> end(InvitationId id) {
        Optional<Invitation> found = find(id);
        if (found.isPresent()
                && found.get().ended().isEmpty()
                && endAt(found.get(), clock.instant()).isPresent()) {
            noteEnds();
            found = find(id);
        }
        return found.isEmpty()
                ? Optional.of(Invitation.Why.REVOKED)
                : endAt(found.get(), clock.instant())
                        .map(Invitation.End::why)
                        .filter(why -> why != Invitation.Why.USED_UP || !mayFinish(id));
    }

    /** Nobody is told: each session asks by itself, because ends come with the time. */
    private synchronized void noteEnds() {
        all = store.change(this::remembered);
    }

    /** One file in one state, sent to guests of an invitation. */
    private record Sending(InvitationId invitation, RemotePath file, String version) {}

    /** A download that was counted and is not at its end. */
    private static final class Counted {
        private final Sending sending;
        private final long size;
        private long sent;
        private boolean isOpen = true;

        /** When it was cut; empty if it never was. It is a later cut only if much was sent in between. */
        private Optional<Instant> cut = Optional.empty();

        private long sentAtCut;

        Counted(Sending sending, long size) {
            this.sending = sending;
            this.size = size;
        }

        boolean isLive(Instant now) {
            return isOpen
                    || (sent < 2 * size && cut.orElseThrow().plus(RESUMABLE).isAfter(now));
        }

        void cutAt(Instant now) {
            isOpen = false;
            if (cut.isEmpty() || sent - sentAtCut > size / UNCOUNTED_PART) {
                cut = Optional.of(now);
                sentAtCut = sent;
            }
        }
    }

    /** A download of a file, until it is closed. For one thread. */
    interface Download extends AutoCloseable {
        /** Returns whether it matters to anybody that all of the file has left this computer. */
        default boolean isCounted() {
            return true;
        }

        /** Reports bytes that were sent; {@code position} is the place in the file after them. May block on the disk. */
        void sent(long bytes, long position);

        /** Reports that all of the file has left this computer. May block on the disk. */
        void complete();

        @Override
        void close();
    }

    /** A download that nobody counts. */
    static final Download UNCOUNTED = new Download() {
        @Override
        public boolean isCounted() {
            return false;
        }

        @Override
        public void sent(long bytes, long position) {}

        @Override
        public void complete() {}

        @Override
        public void close() {}
    };

    /**
     * Begins a download, which counts once more than a tenth of the file was sent. If it is cut after that, what follows
     * is the same download, for {@link #RESUMABLE}, which begin again whenever a further tenth was sent, and unless twice
     * the file's size was sent before. Only one connection at a time goes on with it.
     *
     * @param version the state of the file, which is {@code size} bytes long
     * @return empty if those under way may be the last ones
     */
    synchronized Optional<Download> begin(InvitationId id, RemotePath file, String version, long size) {
        Optional<Invitation> found = find(id);
        if (found.isEmpty() || found.get().downloads().isEmpty()) {
            return Optional.of(UNCOUNTED);
        }
        Sending sending = new Sending(id, file, version);
        Optional<Counted> before = reopened(sending);
        if (before.isPresent()) {
            return Optional.of(new Limited(sending, size, before.get()));
        }
        if (begun.getOrDefault(id, 0) >= found.get().downloads().getAsLong()) {
            return Optional.empty();
        }
        begun.merge(id, 1, Integer::sum);
        return Optional.of(new Limited(sending, size, null));
    }

    /** Returns the download that this one continues. */
    private Optional<Counted> reopened(Sending sending) {
        Instant now = clock.instant();
        synchronized (counted) {
            counted.removeIf(each -> !each.isLive(now));
            Optional<Counted> before = counted.stream()
                    .filter(each -> !each.isOpen && each.sending.equals(sending))
                    .findFirst();
            before.ifPresent(each -> each.isOpen = true);
            return before;
        }
    }

    /** Returns whether a download that has been counted may still go on. */
    private boolean mayFinish(InvitationId id) {
        Instant now = clock.instant();
        synchronized (counted) {
            return counted.stream().anyMatch(each -> each.sending.invitation().equals(id) && each.isLive(now));
        }
    }

    private final class Limited implements Download {
        private final Sending sending;
        private final long size;
        private @Nullable Counted mine;

        Limited(Sending sending, long size, @Nullable Counted mine) {
            this.sending = sending;
            this.size = size;
            this.mine = mine;
        }

        @Override
        public void sent(long bytes, long position) {
            if (mine == null && position > size / UNCOUNTED_PART) {
                count();
            }
            Counted now = mine;
            if (now != null) {
                synchronized (counted) {
                    now.sent += bytes;
                }
            }
        }

        private Counted count() {
            Counted now = new Counted(sending, size);
            mine = now;
            synchronized (Invitations.this) {
                synchronized (counted) {
                    counted.add(now);
                }
                release();
                become(kept -> kept.stream()
                        .map(each -> each.id().equals(sending.invitation()) ? each.downloaded() : each)
                        .toList());
            }
            return now;
        }

        private void release() {
            begun.merge(sending.invitation(), -1, (old, less) -> old + less == 0 ? null : old + less);
        }

        @Override
        public void complete() {
            Counted done = mine == null ? count() : mine;
            synchronized (counted) {
                counted.remove(done);
            }
            if (find(sending.invitation()).filter(Invitation::isUsedUp).isPresent()) {
                // It may have been the last one.
                refresh();
            }
        }

        @Override
        public void close() {
            Counted now = mine;
            if (now == null) {
                synchronized (Invitations.this) {
                    release();
                }
            } else {
                synchronized (counted) {
                    now.cutAt(clock.instant());
                    List<Counted> cut = counted.stream()
                            .filter(each ->
                                    !each.isOpen && each.sending.invitation().equals(sending.invitation()))
                            .toList();
                    if (cut.size() > MAX_CUT) {
                        counted.remove(cut.getFirst());
                    }
                }
            }
        }
    }
}
