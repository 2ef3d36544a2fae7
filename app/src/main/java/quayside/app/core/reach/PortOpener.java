package quayside.app.core.reach;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.app.core.publish.Published;
import quayside.app.core.publish.Subscription;
import quayside.app.core.publish.Turns;
import quayside.app.core.reach.Router.Lease;
import quayside.protocol.crypto.ClientSecret;

/**
 * Keeps a port open at the gateway of this computer: by PCP, NAT-PMP or UPnP, whichever the router answers first. It renews
 * the lease before its half, asks every minute whether the router still knows it, and follows a change of the networks.
 * While no port is wanted, it has no socket, and its one thread rests.
 */
public final class PortOpener implements Reach {
    /** The lease that is asked for: the longest time for which a port stays open if this program is killed. */
    public static final Duration LEASE = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(PortOpener.class);

    /** The time between two looks at the networks. */
    private static final Duration EVERY = Duration.ofSeconds(15);

    private static final Duration SOON = Duration.ofMillis(1);
    static final Duration ASK_EVERY = Duration.ofMinutes(1);
    private static final Duration FIRST_WAIT = Duration.ofMillis(250);
    private static final Duration HTTP_TIME = Duration.ofSeconds(2);
    private static final Duration LAST_WORDS = Duration.ofSeconds(3);

    /** The time after which a router that opened nothing is asked again. */
    static final Duration TRY_AGAIN = Duration.ofMinutes(2);

    /** So often a router may be silent before its lease counts as lost. */
    private static final int MAX_SILENCES = 2;

    /** So many routers that may have opened something are remembered, to be asked again and to close it at the end. */
    private static final int MAX_ASKED = 4;

    /** A router that was asked to open a port, and may have. */
    private record Asked(RouterLine at, int port, Router router) {}

    /** Where this computer is: its line to the router, and its addresses of IPv6. */
    record Place(Optional<RouterLine> line, List<String> sixes) {}

    private final Supplier<Place> places;
    private final Function<RouterLine, List<Router>> routers;
    private final InstantSource clock;
    private final Duration every;
    private final Duration lease;
    private final Published<State> state = new Published<>(new State.Off());

    /** The only thread that asks routers. */
    private final Turns turns = new Turns("reach");

    private volatile OptionalInt wanted = OptionalInt.empty();

    // Of the turns, and after their end of the one that closes:
    private int port;
    private int outsidePort;
    private Optional<RouterLine> line = Optional.empty();
    private List<String> sixes = List.of();
    /** The routers that may have opened something, the last asked first: that of the lease, if there is one. */
    private final List<Asked> asked = new ArrayList<>();

    private @Nullable Lease held;
    private Instant renewAt = Instant.MIN;
    private Instant endsAt = Instant.MAX;
    private Instant askAt = Instant.MIN;
    private Instant tryAt = Instant.MIN;
    private int silences;

    /**
     * Asks the gateway of this computer, once a port is wanted.
     *
     * @param lease the time for which a port stays open if this program is killed
     * @param secret of this installation: with it a port can be renewed and closed after this program was killed
     */
    public PortOpener(Duration lease, ClientSecret secret) {
        this(
                () -> new Place(RouterLine.ofSystem(), RouterLine.sixes()),
                line -> ofSystem(line, secret),
                InstantSource.system(),
                EVERY,
                lease);
    }

    /** @param every the time between two rounds */
    PortOpener(
            Supplier<Place> places,
            Function<RouterLine, List<Router>> routers,
            InstantSource clock,
            Duration every,
            Duration lease) {
        this.places = places;
        this.routers = routers;
        this.clock = clock;
        this.every = every;
        this.lease = lease;
    }

    private static List<Router> ofSystem(RouterLine line, ClientSecret secret) {
        return List.of(
                new PortControl(
                        line.here(),
                        new InetSocketAddress(line.gateway(), PortControl.PORT),
                        FIRST_WAIT,
                        InstantSource.system(),
                        secret),
                new Igd(line.here(), line.gateway(), Igd.searched(line.gateway()), HTTP_TIME, new SecureRandom()));
    }

    @Override
    public State state() {
        return state.get();
    }

    @Override
    public Subscription onState(Consumer<State> listener) {
        return state.listen(listener);
    }

    @Override
    public void keepOpen(OptionalInt next) {
        if (wanted.equals(next)) {
            return;
        }
        wanted = next;
        // What the user sees does not wait for a router that is slow to answer.
        publish(next, next.isEmpty() ? new State.Off() : new State.Opening(next.getAsInt()));
        turns.run(() -> {
            OptionalInt now = wanted;
            if (now.isEmpty() || now.getAsInt() != port) {
                giveBack();
                port = now.orElse(0);
                outsidePort = port;
            }
            tryAt = Instant.MIN;
            round();
        });
    }

    /** Publishes what is true of the port {@code of}, unless another one is wanted meanwhile. */
    private void publish(OptionalInt of, State now) {
        boolean _ = state.setIf(() -> wanted.equals(of) && !now.equals(state.get()), now);
    }

    private void publish(State now) {
        publish(OptionalInt.of(port), now);
    }

    /** Does what is due, and plans the next round. */
    private void round() {
        turns.noRound();
        OptionalInt now = wanted;
        if (now.isEmpty() || now.getAsInt() != port) {
            return;
        }
        try {
            followNetworks();
        } finally {
            plan();
        }
    }

    private void followNetworks() {
        Place place = places.get();
        sixes = place.sixes();
        if (!place.line().equals(line)) {
            // Asked from an address that this computer may not have any more. It may get it back.
            giveBack();
            line = place.line();
            tryAt = Instant.MIN;
        }
        Instant time = clock.instant();
        if (line.isEmpty()) {
            publish(new State.Closed(Trouble.NO_ROUTER, port, "", "", sixes));
        } else if (held == null) {
            if (!time.isBefore(tryAt)) {
                open(line.get());
            }
        } else {
            keep(line.get(), held, time);
        }
    }

    private void plan() {
        Duration wait = every;
        if (held != null) {
            Duration untilRenewal = Duration.between(clock.instant(), renewAt);
            wait = untilRenewal.compareTo(wait) < 0 ? untilRenewal : wait;
        }
        turns.nextRound(this::round, wait.compareTo(SOON) < 0 ? SOON : wait);
    }

    private void open(RouterLine at) {
        Trouble trouble = Trouble.SILENT;
        List<Asked> tries = new ArrayList<>();
        // What it opened before may still be there, and then keeps its port, which links contain.
        asked.stream()
                .filter(each -> each.port() == port && each.at().equals(at))
                .forEach(tries::add);
        routers.apply(at).forEach(router -> tries.add(new Asked(at, port, router)));
        for (Asked each : tries) {
            if (wanted.isEmpty() || turns.isEnded()) {
                return;
            }
            asked.remove(each);
            asked.addFirst(each);
            try {
                Lease lent = each.router().open(port, outsidePort, lease);
                if (!RouterLine.isOfInternet(lent.outside())) {
                    // Nobody outside could use it.
                    giveBack();
                    tryAt = clock.instant().plus(TRY_AGAIN);
                    publish(new State.Closed(
                            Trouble.NO_ADDRESS,
                            port,
                            at.here().getHostAddress(),
                            lent.outside().getHostAddress(),
                            sixes));
                    return;
                }
                hold(lent);
                return;
            } catch (Router.RefusedException e) {
                LOG.debug("The router refuses", e);
                trouble = trouble == Trouble.FORBIDDEN ? trouble : e.trouble();
            } catch (IOException e) {
                LOG.debug("The router does not answer", e);
            }
            if (!each.router().mayHold()) {
                asked.remove(each);
            }
        }
        while (asked.size() > MAX_ASKED) {
            asked.removeLast();
        }
        tryAt = clock.instant().plus(TRY_AGAIN);
        publish(new State.Closed(trouble, port, at.here().getHostAddress(), "", sixes));
    }

    private void hold(Lease lent) {
        Instant time = clock.instant();
        held = lent;
        silences = 0;
        // A router that counts on from the first promise ends it sooner, so the half is not waited for.
        renewAt = lent.time().isZero()
                ? Instant.MAX
                : time.plus(lent.time().multipliedBy(2).dividedBy(5));
        endsAt = lent.time().isZero() ? Instant.MAX : time.plus(lent.time());
        askAt = time.plus(ASK_EVERY);
        outsidePort = lent.port();
        show(lent);
    }

    private void show(Lease lent) {
        publish(new State.Open(
                lent.outside().getHostAddress(),
                lent.port(),
                lent.way(),
                lent.time().isZero(),
                sixes));
    }

    /** Renews the lease if it is time, or if the router has forgotten it. */
    private void keep(RouterLine at, Lease lent, Instant time) {
        Router router = asked.getFirst().router();
        try {
            boolean isDue = !time.isBefore(renewAt);
            if (isDue || (!time.isBefore(askAt) && !router.knows())) {
                Lease again = router.open(port, outsidePort, lease);
                if (!RouterLine.isOfInternet(again.outside())) {
                    lose();
                    open(at);
                    return;
                }
                hold(again);
            } else {
                askAt = time.isBefore(askAt) ? askAt : time.plus(ASK_EVERY);
                silences = 0;
                show(lent);
            }
        } catch (IOException e) {
            LOG.debug("The router does not keep the port open", e);
            silences++;
            // Another try in the next round, but not at once.
            renewAt = renewAt.isAfter(time) ? renewAt : time.plus(every);
            if (silences >= MAX_SILENCES || e instanceof Router.RefusedException || !time.isBefore(endsAt)) {
                lose();
                open(at);
            }
        }
    }

    /** Takes the lease for lost; its router is the first that is asked again, and closes the port in the end. */
    private void lose() {
        held = null;
    }

    /** Gives back what routers opened, or may have opened. Who does not answer now is asked again later. */
    private void giveBack() {
        asked.removeIf(each -> each.router().close());
        held = null;
    }

    /** Does a round at once, and returns when it and everything before it is done. */
    void roundNow() throws InterruptedException {
        turns.run(this::round);
        turns.await();
    }

    @Override
    public void close() {
        if (turns.isEnded()) {
            return;
        }
        wanted = OptionalInt.empty();
        // A question that is waiting for its answer ends at once: an interrupt closes the socket of a virtual thread.
        turns.end(true);
        Thread last = Thread.ofVirtual().name("reach-close").start(this::end);
        try {
            if (!last.join(LAST_WORDS)) {
                last.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        state.set(new State.Off());
    }

    private void end() {
        try (var together = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("reach-close-", 0).factory())) {
            if (turns.awaitEnd(LAST_WORDS)) {
                asked.forEach(each -> together.execute(each.router()::close));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
