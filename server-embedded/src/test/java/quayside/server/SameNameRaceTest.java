package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static quayside.server.TestHost.path;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import quayside.protocol.message.Message;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;
import quayside.server.storage.WatchedShares;

/** Tests two guests that upload to one name at the same time, repeatedly, alternating between small and large files. */
@Timeout(120)
class SameNameRaceTest {
    private static final int ROUNDS = 200;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"FAIL", "RENAME", "OVERWRITE"})
    void ofTwoEachIsToldWhatBecameOfItsFileAndFilesAreWhole(OnConflict onConflict) throws Exception {
        try (TestHost host = new TestHost(folder)) {
            host.opening = () -> WatchedShares.openHurried(folder);
            host.start();
            try (RawGuest first = host.guest();
                    RawGuest second = host.guest();
                    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                CyclicBarrier start = new CyclicBarrier(2);
                for (int round = 0; round < ROUNDS; round++) {
                    String name = "file" + round + ".bin";
                    int size = round % 4 == 3 ? 300_000 : 3_000;
                    Future<Message> one = threads.submit(() -> upload(first, start, onConflict, name, size, 1));
                    Future<Message> two = threads.submit(() -> upload(second, start, onConflict, name, size, 2));
                    assertOutcome(onConflict, name, size, one.get(), two.get());
                }
            }
        }
    }

    private static Message upload(
            RawGuest guest, CyclicBarrier start, OnConflict onConflict, String name, int size, int filling)
            throws Exception {
        boolean await = size > 100_000;
        start.await(30, TimeUnit.SECONDS);
        guest.send(new Request.Post(
                path(name),
                size,
                Instant.EPOCH,
                onConflict,
                await,
                Optional.empty(),
                false,
                await ? Optional.of("source-" + filling) : Optional.empty()));
        if (await) {
            Message answer = guest.receiveAnswer();
            if (!(answer instanceof Response.Proceed)) {
                return answer;
            }
        }
        guest.sendBody(content(size, filling), 0);
        return guest.receiveAnswer();
    }

    private static byte[] content(int size, int filling) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) filling);
        return bytes;
    }

    private void assertOutcome(OnConflict onConflict, String name, int size, Message one, Message two)
            throws IOException {
        Path file = folder.resolve(name);
        byte[] found = Files.readAllBytes(file);
        assertThat(found).isIn(content(size, 1), content(size, 2));
        switch (onConflict) {
            case FAIL -> {
                Message winner = found[0] == 1 ? one : two;
                Message loser = found[0] == 1 ? two : one;
                assertThat(winner).isInstanceOf(Response.Stored.class);
                assertThat(loser)
                        .isInstanceOfSatisfying(
                                Response.Failed.class,
                                failed -> assertThat(failed.fault()).isEqualTo(Fault.EXISTS));
            }
            case RENAME -> {
                for (Message each : List.of(one, two)) {
                    Response.Stored stored = (Response.Stored) each;
                    assertThat(folder.resolve(stored.entry().name()))
                            .hasBinaryContent(content(size, each.equals(one) ? 1 : 2));
                }
                assertThat(one).isNotEqualTo(two);
            }
            case OVERWRITE -> assertThat(List.of(one, two)).allMatch(Response.Stored.class::isInstance);
            case NEWER, SKIP -> throw new IllegalArgumentException();
        }
        try (Stream<Path> staged = Files.list(folder.resolve(".quayside/staging"))) {
            // The part of a large file that lost waits for another rule.
            assertThat(staged.toList()).allMatch(left -> left.toString().matches(".*\\.(part|resume)"));
        }
    }
}
