package quayside.app.core.nearby;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.app.core.publish.Published;
import quayside.app.core.publish.Subscription;
import quayside.app.core.publish.Turns;

/**
 * Shares nearby by DNS-SD over multicast DNS (RFC 6762, RFC 6763). It has a station at each address of this computer, and
 * looks every five seconds whether addresses came or went. While nothing is announced or looked for, it has no thread
 * and no socket.
 */
public final class DnsSd implements Nearby {
    private static final Logger LOG = LoggerFactory.getLogger(DnsSd.class);
    private static final Duration EVERY = Duration.ofSeconds(5);

    /** The time between two questions. Who has gone without a goodbye is missed after two of them. */
    static final Duration ASK_EVERY = Duration.ofMinutes(1);

    /** The time within which what was heard is published together. */
    private static final Duration TOGETHER = Duration.ofMillis(200);

    /** The time for which an address that refused is left alone. */
    static final Duration REST = Duration.ofSeconds(30);

    private static final Duration LONGEST_ROUND = Duration.ofMinutes(1);
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    /** Enough for every real network of a computer, and a bound for one with hundreds of virtual ones. */
    static final int MAX_STATIONS = 16;

    private final Network network;
    private final InstantSource clock;
    private final Duration every;
    private final Published<State> state = new Published<>(State.OFF);
    private final Directory directory = new Directory();
    private final AtomicBoolean isDue = new AtomicBoolean();

    /** The only thread that opens and drops stations. */
    private final Turns turns = new Turns("nearby");

    /** Closes stations, which may take some time. */
    private final ExecutorService closers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("nearby-close-", 0).factory());

    // Of the turns:
    private final Map<InetAddress, Network.Station> stations = new HashMap<>();
    private Optional<Announcement> announced = Optional.empty();
    /** Addresses at which nothing could be opened or said, and until when they are left alone. */
    private final Map<InetAddress, Instant> resting = new HashMap<>();

    private Instant lastAsked = Instant.MIN;

    private volatile boolean isLooking;

    /** Speaks on the networks of this computer, once there is something to do. */
    public DnsSd() {
        this(JmdnsNetwork.ofSystem(), InstantSource.system(), EVERY);
    }

    /** @param every the time between two looks at the networks */
    DnsSd(Network network, InstantSource clock, Duration every) {
        this.network = network;
        this.clock = clock;
        this.every = every;
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
    public void announce(Optional<Announcement> share) {
        turns.run(() -> {
            if (!announced.equals(share)) {
                announced = share;
                stations.values().forEach(this::end);
                stations.clear();
                round();
            }
        });
    }

    @Override
    public void look(boolean on) {
        turns.run(() -> {
            if (isLooking != on) {
                isLooking = on;
                lastAsked = Instant.MIN;
                directory.clear();
                round();
            }
        });
    }

    /** Does what is due, and plans the next round while there is something to do. */
    private void round() {
        turns.noRound();
        try {
            followNetworks();
        } finally {
            if (isLooking || announced.isPresent()) {
                turns.nextRound(this::round, every);
            }
        }
    }

    /** Follows the addresses of this computer, asks if it is time, and publishes what is known. */
    private void followNetworks() {
        List<InetAddress> present = isLooking || announced.isPresent() ? present() : List.of();
        Instant now = clock.instant();
        stations.entrySet().removeIf(each -> {
            boolean isCut = !each.getValue().isAlive();
            boolean goes = isCut || !present.contains(each.getKey());
            if (isCut) {
                resting.put(each.getKey(), now.plus(REST));
            }
            if (goes) {
                end(each.getValue());
            }
            return goes;
        });
        resting.entrySet()
                .removeIf(each ->
                        !present.contains(each.getKey()) || !each.getValue().isAfter(now));
        List<Network.Station> opened = new ArrayList<>();
        for (InetAddress address : present) {
            if (stations.size() < MAX_STATIONS
                    && !stations.containsKey(address)
                    && !resting.containsKey(address)
                    && isNeeded(address)) {
                open(address)
                        .ifPresentOrElse(
                                station -> {
                                    stations.put(address, station);
                                    opened.add(station);
                                },
                                () -> resting.put(address, now.plus(REST)));
            }
        }
        if (isLooking) {
            boolean isTime = !lastAsked.plus(ASK_EVERY).isAfter(now);
            (isTime ? stations.values() : opened).forEach(Network.Station::ask);
            lastAsked = isTime ? now : lastAsked;
        }
        if (stations.isEmpty()) {
            // Nothing that was heard can be reached any more.
            directory.clear();
        }
        publish();
    }

    private boolean isNeeded(InetAddress address) {
        return isLooking || announced.filter(share -> share.isAt(address)).isPresent();
    }

    private List<InetAddress> present() {
        try {
            return network.addresses();
        } catch (IOException e) {
            LOG.debug("The networks of this computer are not known", e);
            return List.of();
        }
    }

    private Optional<Network.Station> open(InetAddress address) {
        try {
            return Optional.of(network.open(address, announced.filter(share -> share.isAt(address)), this::heard));
        } catch (IOException | RuntimeException e) {
            // It is tried again in the next round, and is no news for the user.
            LOG.debug("No shares nearby at {}", address, e);
            return Optional.empty();
        }
    }

    private void end(Network.Station station) {
        closers.execute(station::close);
    }

    private void heard(Network.Heard heard) {
        if (!isLooking) {
            return;
        }
        directory.hear(heard, clock.instant());
        if (isDue.compareAndSet(false, true)) {
            turns.later(this::publish, TOGETHER);
        }
    }

    private void publish() {
        isDue.set(false);
        List<NearbyShare> shares = isLooking ? directory.list(clock.instant()) : List.of();
        State next = isLooking || announced.isPresent() ? new State(isLooking, stations.isEmpty(), shares) : State.OFF;
        if (!next.equals(state.get())) {
            state.set(next);
        }
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
        isLooking = false;
        // A round that runs ends first.
        turns.end(false);
        closers.execute(this::endAll);
        try {
            boolean _ = closers.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void endAll() {
        try {
            if (turns.awaitEnd(LONGEST_ROUND)) {
                stations.values().forEach(this::end);
                stations.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closers.shutdown();
        }
    }
}
