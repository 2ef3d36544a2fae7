package quayside.protocol.client.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import quayside.protocol.message.Entry;

final class RemoteNamesTest {
    private static final Instant TIME = Instant.parse("1950-11-22T10:00:00.123456789Z");

    @Test
    void everyNameIsFoundWithWhatItStandsFor() {
        RemoteNames names = new RemoteNames();
        for (int i = 0; i < 100_000; i++) {
            names.add(new Entry("name " + i, Entry.Kind.FILE, i, TIME.plusSeconds(i)));
        }
        for (int i = 0; i < 100_000; i++) {
            RemoteNames.Known known = Objects.requireNonNull(names.find("name " + i));
            assertThat(known)
                    .isEqualTo(
                            new RemoteNames.Known(false, i, TIME.plusSeconds(i).minusNanos(789), Optional.empty()));
        }
        assertThat(names.find("name 100000")).isNull();
        assertThat(names.find("")).isNull();
    }

    @Test
    void aFolderIsToldFromAFileAndTheLastOfTwoCounts() {
        RemoteNames names = new RemoteNames();
        names.add(new Entry("x", Entry.Kind.FILE, 5, TIME));
        names.add(new Entry("x", Entry.Kind.FOLDER, 0, TIME));
        assertThat(Objects.requireNonNull(names.find("x")).folder()).isTrue();
    }
}
