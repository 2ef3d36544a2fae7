package quayside.server.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.RetryPolicy;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.crypto.ServerIdentity;
import quayside.protocol.wire.ProtocolException;
import quayside.server.chaos.WireFault.Kind;

/** Carries one plan out, and claims of its end what holds whatever the wire does. */
final class ChaosRun {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** With the one stall that only a client's own limit ends, of 30 s. */
    private static final Duration LIMIT_OF_STALLS = Duration.ofSeconds(60);

    private final Plan plan;
    private final Path root;
    private final LoggedErrors errors;

    /** The same throughout: what is left of a download is gone on with only at the server it came from. */
    private final ServerIdentity identity = ServerIdentity.generate();

    /** How a transfer ended for its caller. */
    private sealed interface End {
        record Returned(List<TransferReport.Failure> failures) implements End {}

        record Failed(ProtocolException fault) implements End {}
    }

    /** A client, where it came to have a connection, and how its transfer ended. */
    private record Attempt(@Nullable ShareClient client, End end) {}

    /**
     * How a plan ended.
     *
     * @param word for statistics
     * @param fired how many faults happened
     */
    record Outcome(String word, int fired, Duration time) {}

    ChaosRun(Plan plan, Path root, LoggedErrors errors) {
        this.plan = plan;
        this.root = root;
        this.errors = errors;
    }

    /** @throws AssertionError where a claim does not hold */
    Outcome run() throws Exception {
        Work work = new Work(plan.scenario(), root);
        errors.take();
        long sockets = Leftovers.sockets();
        Outcome outcome;
        // A machine that is slow must not look like a wire that is.
        try (ChaosHost host = plan.isHarmless()
                ? ChaosHost.patient(work.share(), identity)
                : ChaosHost.hurried(work.share(), identity)) {
            if (plan.firstCut().isPresent()) {
                try (ChaosProxy proxy = new ChaosProxy(host.port(), plan::firstFaults)) {
                    transfer(work, host, proxy, RetryPolicy.never(), false);
                }
            }
            try (ChaosProxy proxy = new ChaosProxy(host.port(), plan::faults)) {
                outcome = transfer(work, host, proxy, ChaosHost.AGAIN, plan.mustArrive());
            }
            awaitUse("the server", () -> host.connect().close());
        }
        Leftovers.assertNoThreads();
        Leftovers.assertSockets(sockets);
        assertCleanRunCompletes(work);
        assertThat(errors.take()).as("errors logged").isEmpty();
        return outcome;
    }

    /** Transfers through {@code proxy}, and sees how that ends and what is left. */
    private Outcome transfer(Work work, ChaosHost host, ChaosProxy proxy, RetryPolicy retry, boolean mustArrive)
            throws Exception {
        long begun = System.nanoTime();
        Duration limit = plan.has(Kind.STALL_FOR_GOOD) ? LIMIT_OF_STALLS : LIMIT;
        Attempt attempt = Watchdog.within(limit, () -> attempt(work, () -> host.connect(proxy.port(), retry)));
        Duration time = Duration.ofNanos(System.nanoTime() - begun);
        proxy.calm();
        if (attempt.client() != null) {
            try (ShareClient client = attempt.client()) {
                awaitUse("the client", client::ping);
            }
        }
        Leftovers.assertNoConnections();
        String word = judged(work, attempt.end(), mustArrive);
        Leftovers.assertOnlyParts(work.strangers());
        return new Outcome(word, proxy.fired().size(), time);
    }

    private static Attempt attempt(Work work, Callable<ShareClient> connecting) throws Exception {
        ShareClient client = null;
        try {
            client = connecting.call();
            return new Attempt(client, new End.Returned(work.transfer(client)));
        } catch (ProtocolException e) {
            return new Attempt(client, new End.Failed(e));
        }
    }

    private static String judged(Work work, End end, boolean mustArrive) throws IOException {
        return switch (end) {
            case End.Returned(var failures) -> {
                work.assertArrived(failures);
                failures.forEach(each -> assertPlain(each.sentence().toString()));
                assertThat(failures.isEmpty() || !mustArrive)
                        .as("failed without a reason: %s", failures)
                        .isTrue();
                yield failures.isEmpty() ? "done" : "done in part";
            }
            case End.Failed(var fault) -> {
                work.assertOldOrNew();
                assertPlain(fault.sentence().toString());
                if (mustArrive) {
                    throw new AssertionError("failed without a reason", fault);
                }
                yield fault.fault().name();
            }
        };
    }

    /** Every sentence is for people. */
    private static void assertPlain(String sentence) {
        assertThat(sentence).matches("(?s)[A-Z“0-9].*[.]").doesNotContain("Exception", "java.", "null", "\n");
    }

    @FunctionalInterface
    private interface Use {
        void run() throws IOException;
    }

    /** Connections that were kept may be lost, each at the cost of one call; then there is a new one. */
    private static void awaitUse(String of, Use use) {
        await(of + " goes on")
                .atMost(Duration.ofSeconds(60))
                .pollDelay(Duration.ZERO)
                .ignoreExceptionsInstanceOf(ProtocolException.class)
                .until(() -> {
                    use.run();
                    return true;
                });
    }

    private void assertCleanRunCompletes(Work work) throws Exception {
        try (ChaosHost host = ChaosHost.patient(work.share(), identity);
                ShareClient client = host.connect()) {
            assertThat(Watchdog.within(LIMIT, () -> work.transfer(client)))
                    .as("failures of a clean run")
                    .isEmpty();
            work.assertArrived(List.of());
        }
        assertThat(work.strangers()).as("what a clean run leaves").isEmpty();
        Leftovers.assertNoThreads();
    }
}
