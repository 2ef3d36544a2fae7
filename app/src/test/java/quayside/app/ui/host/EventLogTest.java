package quayside.app.ui.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import quayside.server.ShareEvent;

class EventTextTest {
    @Test
    void whatHappenedIsToldInPlainWords() {
        Instant at = Instant.EPOCH;
        assertThat(EventText.of(new ShareEvent.GuestJoined(at, "10.0.0.2"))).isEqualTo("10.0.0.2 came");
        assertThat(EventText.of(new ShareEvent.Uploaded(at, "10.0.0.2", "a.txt", 1_400_000, false)))
                .isEqualTo("10.0.0.2 uploaded a.txt, 1.4 MB");
        assertThat(EventText.of(new ShareEvent.Uploaded(at, "10.0.0.2", "a.txt", 1_400_000, true)))
                .isEqualTo("10.0.0.2 uploaded a.txt, 1.4 MB, protected by a passcode");
        assertThat(EventText.of(new ShareEvent.Refused(at, "10.0.0.2", "wrong access key")))
                .isEqualTo("10.0.0.2 was refused: wrong access key");
        assertThat(EventText.of(new ShareEvent.FolderTrouble(at, "It is away.")))
                .isEqualTo("It is away.");
        assertThat(EventText.isTrouble(new ShareEvent.FolderTrouble(at, "It is away.")))
                .isTrue();
        // Braces in a name are no pattern.
        assertThat(EventText.of(new ShareEvent.Downloaded(at, "10.0.0.2", "{0}'s file", 1)))
                .isEqualTo("10.0.0.2 downloaded {0}'s file, 1 B");
    }
}
