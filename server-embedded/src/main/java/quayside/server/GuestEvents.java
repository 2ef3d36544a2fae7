package quayside.server;

import java.net.InetAddress;
import java.time.Instant;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.server.guard.Admission;
import quayside.server.guard.Source;
import quayside.server.session.Session;
import quayside.server.text.ServerPhrase;

/** Publishes the activity of one connection as events of its guest. */
final class GuestEvents implements Session.Listener {
    private final Environment environment;
    private final GuestList guests;
    private final EventQueue events;
    private final RefusalReports refusals;
    private final GuestReports reports;
    private final Source source;
    private final String address;
    private final Admission.Place place;

    GuestEvents(
            Environment environment,
            GuestList guests,
            EventQueue events,
            RefusalReports refusals,
            GuestReports reports,
            InetAddress address,
            Admission.Place place) {
        this.environment = environment;
        this.guests = guests;
        this.events = events;
        this.refusals = refusals;
        this.reports = reports;
        this.source = Source.of(address);
        this.address = address.getHostAddress();
        this.place = place;
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

    @Override
    public void joined(Session session) {
        if (!place.admitted(session)) {
            refused(Sentence.of(ServerPhrase.SERVER_FULL));
            session.end(ServerPhrase.AS_MANY_AS_ADMITTED);
            return;
        }
        // The list and the events change in one step; otherwise two connections could report in the wrong order.
        synchronized (guests) {
            if (guests.join(session, now(), environment.nanos().getAsLong())) {
                reports.report(source, new ShareEvent.GuestJoined(now(), address));
            }
        }
    }

    @Override
    public void left(Session session, boolean goodbye) {
        synchronized (guests) {
            if (guests.leave(session)) {
                reports.report(
                        source,
                        goodbye ? new ShareEvent.GuestLeft(now(), address) : new ShareEvent.GuestLost(now(), address));
            }
        }
    }

    @Override
    public void downloaded(String path, long bytes) {
        reports.report(source, new ShareEvent.Downloaded(now(), address, path, bytes));
    }

    @Override
    public void uploaded(String path, long bytes, boolean isProtected) {
        reports.report(source, new ShareEvent.Uploaded(now(), address, path, bytes, isProtected));
    }

    @Override
    public void changed(Sentence what) {
        reports.report(source, new ShareEvent.Changed(now(), address, what));
    }

    @Override
    public void wrongPasscode(String path) {
        events.publish(new ShareEvent.WrongPasscode(now(), address, path));
    }

    @Override
    public void transferFailed(String path, Fault why, String words) {
        reports.report(source, new ShareEvent.TransferFailed(now(), address, path, why, words));
    }
}
