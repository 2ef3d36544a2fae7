package quayside.server.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import quayside.server.chaos.WireFault.Kind;

/** Draws a plan; the same one from the same seed, scenario and map. Places are anywhere, or at an edge or a byte beside it. */
final class Planner {
    /** In shares of their sum. */
    private static final Map<Kind, Integer> WEIGHTS = new TreeMap<>(Map.ofEntries(
            Map.entry(Kind.CUT, 200),
            Map.entry(Kind.RESET, 120),
            Map.entry(Kind.HALF_CLOSE, 80),
            Map.entry(Kind.STALL, 50),
            Map.entry(Kind.STALL_THEN_CUT, 50),
            Map.entry(Kind.STALL_FOR_GOOD, 3),
            Map.entry(Kind.DELAY, 60),
            Map.entry(Kind.SPLIT, 100),
            Map.entry(Kind.DUPLICATE, 120),
            Map.entry(Kind.FLIP, 160),
            Map.entry(Kind.DROP, 80)));

    private static final int MOST_FAULTS = 5;
    private static final int LATER_CONNECTIONS = 3;
    private static final int MOST_MUTATED_BYTES = 64;

    /** Of the handshake in either direction. */
    private static final int EDGES_OF_HANDSHAKE = 6;

    /** Of the handshake, the introduction of the client, and the question that every client begins with; or their answers. */
    private static final int EDGES_OF_CONNECTING = 10;

    private final long seed;
    private final Random random;
    private final Scenario scenario;
    private final WireMap map;
    private final boolean lossesOnly;

    private Planner(long seed, Scenario scenario, WireMap map, boolean lossesOnly) {
        this.seed = seed;
        this.random = new Random(seed);
        this.scenario = scenario;
        this.map = map;
        this.lossesOnly = lossesOnly;
    }

    /** Anything, at any time. */
    static Plan plan(long seed, Scenario scenario, WireMap map) {
        return new Planner(seed, scenario, map, false).draw();
    }

    /** Connections are lost, but not before they are secured: a client that was not let in must not try again by itself. */
    static Plan losses(long seed, Scenario scenario, WireMap map) {
        return new Planner(seed, scenario, map, true).draw();
    }

    private Plan draw() {
        Optional<WireFault> firstCut = Optional.empty();
        if (scenario.resumes()) {
            Leg busiest = busiest();
            firstCut = Optional.of(new WireFault(Kind.CUT, place(map.like(busiest), 0), 0));
        }
        Map<Leg, List<WireFault>> faults = new TreeMap<>();
        int count = random.nextInt(100) < 60 ? 1 : 2 + random.nextInt(MOST_FAULTS - 1);
        for (int i = 0; i < count; i++) {
            // The first one meets a connection that will surely come.
            int connection = random.nextInt(i == 0 ? map.connections() : map.connections() + LATER_CONNECTIONS);
            Leg.Way bodies = scenario.direction().bodies();
            Leg leg = new Leg(connection, random.nextInt(100) < 60 ? bodies : bodies.opposite());
            faults.computeIfAbsent(leg, _ -> new ArrayList<>()).add(fault(leg));
        }
        faults.values().forEach(own -> own.sort(Comparator.comparingLong(WireFault::at)));
        return new Plan(seed, scenario, lossesOnly, firstCut, faults);
    }

    private Leg busiest() {
        return map.streams().entrySet().stream()
                .filter(each -> each.getKey().way() == scenario.direction().bodies())
                .max(Comparator.comparingLong(each -> each.getValue().length()))
                .orElseThrow()
                .getKey();
    }

    private WireFault fault(Leg leg) {
        WireMap.Stream stream = map.like(leg);
        Kind kind = kind();
        long at = place(stream, lossesOnly ? secured(leg, stream) : 0);
        int amount = switch (kind) {
            case CUT, RESET, HALF_CLOSE, STALL_FOR_GOOD -> 0;
            case STALL -> 1300 + random.nextInt(500);
            case STALL_THEN_CUT -> 1000 + random.nextInt(800);
            case DELAY -> 5 + random.nextInt(60);
            case SPLIT -> 8 + random.nextInt(250);
            case DUPLICATE -> span(at, stream.edges().headSet(at, false).descendingSet());
            case FLIP -> random.nextInt(8);
            case DROP -> span(at, stream.edges().tailSet(at, false));
        };
        return new WireFault(kind, at, amount);
    }

    private static long secured(Leg leg, WireMap.Stream stream) {
        return stream.edges().stream()
                .skip(leg.connection() == 0 ? EDGES_OF_CONNECTING : EDGES_OF_HANDSHAKE)
                .findFirst()
                .orElse(stream.length());
    }

    private Kind kind() {
        List<Kind> drawn = new ArrayList<>();
        WEIGHTS.forEach((kind, weight) -> {
            if (!lossesOnly || kind.isLoss()) {
                drawn.addAll(Collections.nCopies(weight, kind));
            }
        });
        return drawn.get(random.nextInt(drawn.size()));
    }

    private long place(WireMap.Stream stream, long least) {
        if (random.nextBoolean()) {
            return random.nextLong(least, Math.max(least + 1, stream.length()));
        }
        List<Long> edges = List.copyOf(stream.edges().tailSet(least));
        return Math.max(least, edges.get(random.nextInt(edges.size())) - 1 + random.nextInt(3));
    }

    /** Some bytes, or all up to one of the next edges: whole frames are repeated and lost. */
    private int span(long at, NavigableSet<Long> edges) {
        if (random.nextBoolean()) {
            long edge = edges.stream().skip(random.nextInt(3)).findFirst().orElse(at);
            long distance = Math.abs(edge - at);
            if (distance > 0 && distance <= Relay.MEMORY_BYTES) {
                return (int) distance;
            }
        }
        return 1 + random.nextInt(MOST_MUTATED_BYTES);
    }
}
