package quayside.app.core.doctor;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import quayside.app.core.nearby.Nearby;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.text.Sentence;

/**
 * Finds out why a share does not open, or why nobody reaches one. Thread-safe. Blocks for at most 15 seconds: what is not
 * answered by then is in the diagnosis as not finished.
 */
public interface Doctor {
    /** How long an examination may take. */
    Duration LIMIT = Duration.ofSeconds(14);

    /**
     * A share that does not open.
     *
     * @param link where it should be
     * @param key the key to try, once; empty to try none
     * @param known the identity that the server had at an earlier visit
     * @param told what the server said before about the key or the guest, so that it is not asked again
     */
    record Visit(ShareLink link, Optional<AccessKey> key, Optional<Fingerprint> known, Optional<Finding> told) {
        /** A key is part of the record, so none of it is printed. */
        @Override
        public String toString() {
            return "Visit";
        }
    }

    /**
     * A share of this computer that nobody reaches.
     *
     * @param isOn whether this program shares a folder; otherwise another program may
     * @param port the port at which it listens, or should
     * @param id the identity of its server; empty if this user has none yet
     * @param link the link that guests were given, if it is known; it may have an earlier address, port or key
     * @param isEarlierKey whether the key was changed since the link was given away
     * @param blocked whom the host blocked: addresses, and guests by their names
     * @param wrongKeys how many wrong keys were tried lately
     */
    record Hosting(
            boolean isOn,
            int port,
            Optional<Fingerprint> id,
            Optional<ShareLink> link,
            boolean isEarlierKey,
            List<String> blocked,
            long wrongKeys) {}

    /**
     * Examines a share that does not open. No key is tried, except the given one, once.
     *
     * @param done gets each check on the calling thread, as it is done
     * @throws IOException if it is cancelled
     */
    Diagnosis examine(Visit visit, Consumer<Check> done, Cancellation cancellation) throws IOException;

    /**
     * Examines a share of this computer.
     *
     * @param done gets each check on the calling thread, as it is done
     * @throws IOException if it is cancelled
     */
    Diagnosis examine(Hosting hosting, Consumer<Check> done, Cancellation cancellation) throws IOException;

    /**
     * Makes a doctor for a computer.
     *
     * @param around returns what is announced on its networks
     */
    static Doctor of(Computer computer, Supplier<Nearby.State> around) {
        return of(computer, around, LIMIT);
    }

    /**
     * Makes a doctor for a computer.
     *
     * @param time after which an examination ends, with what was found until then
     */
    static Doctor of(Computer computer, Supplier<Nearby.State> around, Duration time) {
        return new Doctor() {
            @Override
            public Diagnosis examine(Visit visit, Consumer<Check> done, Cancellation cancellation) throws IOException {
                return within(
                        time,
                        cancellation,
                        limit -> new GuestDoctor(new Hurried(computer, limit), around, visit, done, limit).examine());
            }

            @Override
            public Diagnosis examine(Hosting hosting, Consumer<Check> done, Cancellation cancellation)
                    throws IOException {
                return within(
                        time,
                        cancellation,
                        limit -> new HostDoctor(new Hurried(computer, limit), hosting, done, limit).examine());
            }
        };
    }

    /** Returns the verdict on a text that is no link, for the reason {@code why}. */
    static Diagnosis brokenLink(Sentence why) {
        return new Diagnosis(
                Finding.LINK_BROKEN,
                Sentence.of(Finding.LINK_BROKEN),
                Sentence.of(NextStep.ASK_LINK),
                Optional.empty(),
                Optional.empty(),
                List.of(new Check(Topic.LINK, Check.Mark.BAD, why)));
    }

    /** Work that reaches nobody any more once {@code limit} is cancelled. */
    private static Diagnosis within(Duration time, Cancellation cancellation, Limited work) throws IOException {
        Cancellation limit = new Cancellation();
        // The clock of the JVM keeps only this small object until then.
        CompletableFuture<Void> late = CompletableFuture.runAsync(
                limit::cancel, CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS));
        try (Cancellation.Registration _ = cancellation.onCancel(limit::cancel)) {
            cancellation.check();
            Diagnosis diagnosis = work.run(limit);
            cancellation.check();
            return diagnosis;
        } finally {
            late.cancel(false);
        }
    }

    /** What is done within the limit. */
    @FunctionalInterface
    interface Limited {
        Diagnosis run(Cancellation limit) throws IOException;
    }
}
