package quayside.app.core.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import quayside.app.core.share.ShareId;
import quayside.app.core.transfer.TransferSnapshot.State;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.ConflictRules;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.crypto.ServerIdentity;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;

/** A queue with jobs that follow a test's script, and a clock that the test controls. */
final class ScriptedQueue implements AutoCloseable {
    static final TransferReport.Summary ONE_STORED = new TransferReport.Summary(1, 0, 0, List.of(), 10);

    final AtomicLong nanos = new AtomicLong();
    final TransferQueue queue = new TransferQueue(2, id -> Optional.empty(), Optional.empty(), new Transfer.Ticker() {
        @Override
        public long nanos() {
            return nanos.get();
        }

        @Override
        public Instant now() {
            return Instant.parse("2026-11-30T10:58:00Z").plusNanos(nanos.get());
        }
    });
    final List<String> started = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();

    long add(String name, Plan.Try job) {
        return add(name, job, Optional.empty());
    }

    long add(String name, Plan.Try job, Optional<Passcode> secret) {
        return queue.add(job(name), new Plan(name, "there", false, () -> Optional.of(job), secret));
    }

    /** Returns a queue for a transfer alone, which does nothing. */
    static Transfer.Queue none() {
        return new Transfer.Queue() {
            @Override
            public void changed() {}

            @Override
            public void stored() {}

            @Override
            public void connectionChanged() {}

            @Override
            public boolean stepAside() {
                return false;
            }

            @Override
            public void stepBack() {}
        };
    }

    static Job job(String name) {
        Job.ShareRef share =
                new Job.ShareRef(new ShareId(ServerIdentity.generate().fingerprint()), "share", "127.0.0.1:4870");
        return Job.upload(
                share, List.of(Path.of("/" + name)), RemotePath.root(), ConflictRules.all(OnConflict.FAIL), false);
    }

    /** Returns a job that ends once its gate is open, or it is cancelled. */
    Plan.Try gated(String name) {
        CountDownLatch gate = gate(name);
        return (earlier, listener, cancellation) -> {
            started.add(name);
            cancellation.onCancel(gate::countDown);
            pass(gate);
            return ONE_STORED;
        };
    }

    static TransferReport.Summary untilCancelled(Cancellation cancellation, List<Boolean> discarding)
            throws IOException {
        CountDownLatch cut = new CountDownLatch(1);
        cancellation.onCancel(cut::countDown);
        pass(cut);
        discarding.add(cancellation.isDiscarding());
        cancellation.check();
        throw new AssertionError("it was cancelled");
    }

    CountDownLatch gate(String name) {
        return gates.computeIfAbsent(name, key -> new CountDownLatch(1));
    }

    void open(String... names) {
        for (String name : names) {
            gate(name).countDown();
        }
    }

    static void pass(CountDownLatch gate) throws IOException {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    TransferSnapshot only() {
        assertThat(queue.snapshot()).hasSize(1);
        return queue.snapshot().getFirst();
    }

    State state(long id) {
        return queue.snapshot().stream()
                .filter(transfer -> transfer.id() == id)
                .findFirst()
                .orElseThrow()
                .state();
    }

    List<State> states() {
        return queue.snapshot().stream().map(TransferSnapshot::state).toList();
    }

    @Override
    public void close() {
        queue.close();
    }
}
