package quayside.app.ui.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import quayside.app.core.host.LogEntry;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.server.ShareEvent;

class EventLogTest {
    private static String words(ShareEvent event) {
        return LogEntry.of(event).words();
    }

    @Test
    void whatHappenedIsToldInPlainWords() {
        Instant at = Instant.EPOCH;
        assertThat(words(new ShareEvent.GuestJoined(at, "10.0.0.2"))).isEqualTo("A guest from 10.0.0.2 connected");
        assertThat(words(new ShareEvent.Uploaded(at, "10.0.0.2", "a.txt", 1_400_000, false)))
                .isEqualTo("A guest from 10.0.0.2 uploaded “a.txt” (1.4 MB)");
        assertThat(words(new ShareEvent.Uploaded(at, "10.0.0.2", "a.txt", 1_400_000, true)))
                .isEqualTo("A guest from 10.0.0.2 uploaded “a.txt” (1.4 MB), protected by a passcode");
        assertThat(words(new ShareEvent.Refused(at, "10.0.0.2", Sentence.said("wrong access key"))))
                .isEqualTo("10.0.0.2 was refused: wrong access key");
        assertThat(words(new ShareEvent.TransferFailed(at, "10.0.0.2", "a.txt", Fault.CHANGED, "")))
                .isEqualTo("A guest from 10.0.0.2 did not complete the transfer of “a.txt”: the file was changed"
                        + " meanwhile");
        assertThat(words(new ShareEvent.TransferFailed(at, "10.0.0.2", "a.txt", Fault.SERVER_ERROR, "\"{0}\"")))
                .endsWith(": the file could not be read or stored; the guest’s program gave this reason: \"{0}\"");
        assertThat(words(new ShareEvent.FolderTrouble(at, Sentence.said("It is away."))))
                .isEqualTo("It is away.");
        assertThat(LogEntry.of(new ShareEvent.FolderTrouble(at, Sentence.said("It is away.")))
                        .isTrouble())
                .isTrue();
        assertThat(words(new ShareEvent.TransferStopped(at, "Mara (10.0.0.2)", "a.txt")))
                .isEqualTo("Mara (10.0.0.2) stopped the transfer of “a.txt”");
        // Braces in a name are no pattern.
        assertThat(words(new ShareEvent.Downloaded(at, "10.0.0.2", "{0}'s file", 1)))
                .isEqualTo("A guest from 10.0.0.2 downloaded “{0}'s file” (1 B)");
    }

    @Test
    void aGuestThatStopsOrIsLostIsNewsAndNoAlarm() {
        Instant at = Instant.EPOCH;
        assertThat(List.of(
                        new ShareEvent.TransferStopped(at, "10.0.0.2", "a.txt"),
                        new ShareEvent.GuestLeft(at, "10.0.0.2"),
                        new ShareEvent.GuestLost(at, "10.0.0.2"),
                        new ShareEvent.TransferFailed(at, "10.0.0.2", "a.txt", Fault.CONNECTION_LOST, "")))
                .noneMatch(event -> LogEntry.of(event).isTrouble());
        assertThat(LogEntry.of(new ShareEvent.TransferFailed(at, "10.0.0.2", "a.txt", Fault.CORRUPTED, ""))
                        .isTrouble())
                .isTrue();
    }
}
