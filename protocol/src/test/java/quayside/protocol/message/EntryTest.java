package quayside.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class EntryTest {
    @Test
    void aFileIsNoFolder() {
        assertThat(new Entry("a", Entry.Kind.FOLDER, 0, Instant.EPOCH).isFolder())
                .isTrue();
        assertThat(new Entry("a", Entry.Kind.FILE, 0, Instant.EPOCH).isFolder()).isFalse();
    }
}
