package quayside.server;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import quayside.protocol.text.DisplayText;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.server.guard.Admission;
import quayside.server.guard.Deadlines;
import quayside.server.guard.Source;
import quayside.server.session.Session;
import quayside.server.text.ServerPhrase;

/**
 * Publishes the activity of one connection as events of its guest. The guest is announced once its program has
 * introduced itself, so that the host reads its name, or as soon as it does anything else.
 */
final class GuestEvents implements Session.Listener {
    /** The time that a guest's program has to introduce itself before the guest is announced without a name. */
    private static final Duration INTRODUCTION = Duration.ofMillis(500);

    private final Environment environment;
    private final GuestList guests;
    private final Departures departures;
    private final Deadlines deadlines;
    private final EventQueue events;
    private final RefusalReports refusals;
    private final GuestReports reports;
    private final Source source;
    private final String address;
    private final Admission.Place place;
    private final Predicate<String> blocked;

    /** Whether the guest is new and not announced yet. The monitor of the list guards this field. */
    private boolean isUnannounced;

    /** Whether the host has blocked the guest, and it was not announced before. The monitor of the list guards this field. */
    private boolean isNeverAnnounced;

    private volatile @Nullable Session session;

    /** @param blocked returns whether the host has blocked the guest of an installation */
    GuestEvents(
            Environment environment,
            GuestList guests,
            Departures departures,
            Deadlines deadlines,
            EventQueue events,
            RefusalReports refusals,
            GuestReports reports,
            InetAddress address,
            Admission.Place place,
            Predicate<String> blocked) {
        this.environment = environment;
        this.guests = guests;
        this.departures = departures;
        this.deadlines = deadlines;
        this.events = events;
        this.refusals = refusals;
        this.reports = reports;
        this.source = Source.of(address);
        this.address = address.getHostAddress();
        this.place = place;
        this.blocked = blocked;
    }

    private Instant now() {
        return environment.clock().instant();
    }

    @Override
    public void refused(Sentence reason) {
        refusals.report(address, reason);
    }

    @Override
    public void guessedWrong(Sentence reason) {
        // The limiter lets few of these happen, and each is worth reporting.
        events.publish(new ShareEvent.Refused(now(), address, reason));
    }

    private Who who() {
        Session joined = session;
        return joined == null ? new Who(address) : guests.who(joined);
    }

    @Override
    public void joined(Session joined) {
        if (!place.admitted(joined)) {
            refused(Sentence.of(ServerPhrase.SERVER_FULL));
            joined.end(ServerPhrase.AS_MANY_AS_ADMITTED);
            return;
        }
        session = joined;
        // The list and the events change in one step; otherwise two connections could report in the wrong order.
        synchronized (guests) {
            isUnannounced = guests.join(joined, now(), environment.nanos().getAsLong());
            if (isUnannounced) {
                deadlines.after(INTRODUCTION, this::announce);
            }
        }
    }

    @Override
    public void introduced(Optional<String> computer, Optional<String> installation) {
        Session joined = session;
        if (joined == null) {
            return;
        }
        if (isBlocked(installation)) {
            refuseBlocked(joined);
            return;
        }
        synchronized (guests) {
            Optional<GuestList.Key> before = guests.key(joined);
            boolean isNew = guests.introduce(
                    joined,
                    computer.map(DisplayText::escape).orElse(""),
                    installation.orElse(""),
                    now(),
                    environment.nanos().getAsLong());
            boolean hasMoved = !before.equals(guests.key(joined));
            isUnannounced = hasMoved ? isNew && (isUnannounced || isSecondHere(before)) : isUnannounced;
            // A block that came meanwhile did not find this session among those of the guest.
            if (isBlocked(installation)) {
                refuseBlocked(joined);
                return;
            }
            announce();
        }
    }

    private boolean isBlocked(Optional<String> installation) {
        return installation.filter(blocked).isPresent();
    }

    /** Ends the session of a guest that the host has blocked. Unless it did something before, it has never been announced. */
    private void refuseBlocked(Session joined) {
        synchronized (guests) {
            isNeverAnnounced = isUnannounced;
            isUnannounced = false;
        }
        refusals.report(address, Sentence.of(ServerPhrase.BLOCKED_GUEST));
        joined.end(ServerPhrase.HOST_BLOCKED_YOU);
    }

    /** Returns whether the guest that this session was counted for remains without it. */
    private boolean isSecondHere(Optional<GuestList.Key> before) {
        return before.isPresent() && guests.isPresent(before.get());
    }

    private void announce() {
        Session joined = session;
        synchronized (guests) {
            if (!isUnannounced || joined == null) {
                return;
            }
            isUnannounced = false;
            Optional<GuestList.Key> key = guests.key(joined);
            if (key.isPresent() && !departures.isReturn(key.get())) {
                reports.report(source, new ShareEvent.GuestJoined(now(), guests.who(joined)));
            }
        }
    }

    @Override
    public void left(Session leaving, boolean goodbye) {
        synchronized (guests) {
            announce();
            Optional<GuestList.Key> key = guests.key(leaving);
            Who who = who();
            boolean last = guests.leave(leaving);
            if (key.isEmpty() || (last && isNeverAnnounced)) {
                return;
            }
            if (goodbye) {
                departures.farewell(key.get());
            }
            if (last && goodbye) {
                reports.report(source, new ShareEvent.GuestLeft(now(), who));
            } else if (last) {
                departures.lastCut(key.get(), (isPresent, saidGoodbye) -> {
                    if (!isPresent) {
                        reports.report(
                                source,
                                saidGoodbye
                                        ? new ShareEvent.GuestLeft(now(), who)
                                        : new ShareEvent.GuestLost(now(), who));
                    }
                });
            }
        }
    }

    @Override
    public void downloaded(String path, long bytes) {
        announce();
        count(false, bytes);
        reports.report(source, new ShareEvent.Downloaded(now(), who(), path, bytes));
    }

    @Override
    public void uploaded(String path, long bytes, boolean isProtected) {
        announce();
        count(true, bytes);
        reports.report(source, new ShareEvent.Uploaded(now(), who(), path, bytes, isProtected));
    }

    private void count(boolean isUpload, long bytes) {
        Session joined = session;
        if (joined != null) {
            guests.count(joined, isUpload, bytes);
        }
    }

    @Override
    public void changed(Sentence what) {
        announce();
        reports.report(source, new ShareEvent.Changed(now(), who(), what));
    }

    @Override
    public void wrongPasscode(String path) {
        announce();
        events.publish(new ShareEvent.WrongPasscode(now(), who(), path));
    }

    @Override
    public void transferFailed(String path, Fault why, String words) {
        announce();
        Session joined = session;
        if (joined != null && joined.isPausedHere()) {
            reports.report(source, new ShareEvent.TransferStopped(now(), who(), path));
            return;
        }
        if (why != Fault.CONNECTION_LOST || !words.isEmpty() || joined == null || joined.isCutHere()) {
            reports.report(source, new ShareEvent.TransferFailed(now(), who(), path, why, words));
            return;
        }
        synchronized (guests) {
            Who who = who();
            guests.key(joined)
                    .ifPresent(key -> departures.transferCut(key, (isPresent, saidGoodbye) -> {
                        ShareEvent event = isPresent || saidGoodbye
                                ? new ShareEvent.TransferStopped(now(), who, path)
                                : new ShareEvent.TransferFailed(now(), who, path, why, words);
                        reports.report(source, event);
                    }));
        }
    }
}
