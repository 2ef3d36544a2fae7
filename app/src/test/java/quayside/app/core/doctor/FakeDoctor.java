package quayside.app.core.doctor;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.text.Sentence;

/** A doctor that finds what the test wants, once it wants it, and notes what it was asked. */
public final class FakeDoctor implements Doctor {
    public final List<Visit> visits = new CopyOnWriteArrayList<>();
    public final List<Hosting> hostings = new CopyOnWriteArrayList<>();

    /** Whether an examination was given up. */
    public final CompletableFuture<Boolean> ended = new CompletableFuture<>();

    /** The end of the examinations. */
    public final CompletableFuture<Diagnosis> end = new CompletableFuture<>();

    /** Returns a diagnosis with one check. */
    public static Diagnosis finding(Sentence verdict, Optional<String> command, Optional<ShareLink> there) {
        return new Diagnosis(
                (Finding) verdict.key(),
                verdict,
                Sentence.of(NextStep.OPEN_IT),
                command,
                there,
                List.of(new Check(Topic.LINK, Check.Mark.GOOD, Sentence.of(Found.LINK_WHOLE))));
    }

    @Override
    public Diagnosis examine(Visit visit, Consumer<Check> done, Cancellation cancellation) throws IOException {
        visits.add(visit);
        return examine(done, cancellation);
    }

    @Override
    public Diagnosis examine(Hosting hosting, Consumer<Check> done, Cancellation cancellation) throws IOException {
        hostings.add(hosting);
        return examine(done, cancellation);
    }

    private Diagnosis examine(Consumer<Check> done, Cancellation cancellation) throws IOException {
        done.accept(new Check(Topic.PORT, Check.Mark.UNKNOWN, Sentence.of(Found.PORT_SILENT, "4870")));
        try (Cancellation.Registration _ = cancellation.onCancel(() -> ended.complete(true))) {
            CompletableFuture.anyOf(end, ended).join();
            cancellation.check();
            return end.join();
        }
    }
}
