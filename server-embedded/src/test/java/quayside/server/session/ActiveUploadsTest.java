package quayside.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;

@Timeout(15)
final class ActiveUploadsTest {
    private final ActiveUploads sendings = new ActiveUploads();
    private final AtomicInteger ended = new AtomicInteger();

    private static Request.Post post(Optional<String> source) throws Exception {
        return new Request.Post(
                RemotePath.parse("a"), 1, Instant.EPOCH, OnConflict.FAIL, true, Optional.empty(), false, source);
    }

    private ActiveUploads.Sending begin(String id) throws Exception {
        return sendings.begin(post(Optional.of("v")).as(id), ended::incrementAndGet);
    }

    @Test
    void aSecondSendingOfOneUploadEndsTheFirstAndBeginsOnceNothingIsLeftOfIt() throws Exception {
        ActiveUploads.Sending first = begin("i");
        AtomicReference<ActiveUploads.Sending> second = new AtomicReference<>();
        Thread again = Thread.ofVirtual().start(() -> {
            try {
                second.set(begin("i"));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        await().until(() -> ended.get() == 1 && again.getState() == Thread.State.TIMED_WAITING);
        assertThat(second.get()).isNull();
        first.close();
        again.join();
        second.get().close();
        begin("i").close();
        assertThat(ended).hasValue(1);
    }

    @Test
    void otherUploadsAreLeftAlone() throws Exception {
        try (ActiveUploads.Sending _ = begin("i");
                ActiveUploads.Sending _ = begin("j")) {
            assertThat(ended).hasValue(0);
        }
    }

    @Test
    void whatNamesNoUploadOrNoSourceIsASendingOfItsOwn() throws Exception {
        for (int i = 0; i < 2; i++) {
            assertThat(sendings.begin(post(Optional.of("v")), ended::incrementAndGet))
                    .isNotNull();
            assertThat(sendings.begin(post(Optional.empty()).as("i"), ended::incrementAndGet))
                    .isNotNull();
        }
        assertThat(ended).hasValue(0);
    }
}
