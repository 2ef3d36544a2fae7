package quayside.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
    /** Every screen, dialog and state that the gallery draws. */
    private static final List<String> SCENES = """
        checksum
        compare
        conflicts
        copying-cancelled
        copying-done
        copying-under-way
        delete-here
        delete-on-the-share
        doctor-changed-identity
        doctor-firewall-of-the-host
        doctor-host-firewall
        doctor-host-ready
        doctor-moved
        doctor-running
        doctor-unfinished
        fingerprint
        first-screen
        first-screen-large-text
        first-screen-multicast-shut-off
        first-screen-none-nearby
        first-screen-three-nearby
        first-screen-with-a-copied-link
        first-screen-wrong-link
        first-start
        guest-disconnected
        guest-limited
        guest-paused
        help
        host-0-guests-0-invitations
        host-1-guests-4-invitations
        host-12-guests-30-invitations
        host-12-guests-4-invitations
        host-200-guests-30-invitations
        host-advanced
        host-another-folder
        host-blocked-guests
        host-change-key
        host-failed-other
        host-failed-start
        host-internet-forbidden
        host-internet-no-address
        host-internet-no-router-answers
        host-internet-open
        host-internet-opening
        host-invitations
        host-keep-question
        host-log-filtered
        host-new-invitation
        host-new-invitation-without-a-name
        host-not-sharing
        host-other-port
        host-revoke-question
        host-several-folders
        host-sharing
        host-stop-question
        host-twelve-folders
        host-with-guests
        host-with-guests-large-text
        new-folder
        panes
        panes-emoji
        panes-empty
        panes-filter-without-a-hit
        panes-first-visit
        panes-hundred-thousand-files
        panes-large-text
        panes-long-names
        panes-right-to-left
        panes-selected
        passcode
        preview-of-a-picture
        preview-of-a-text
        properties
        protect
        rename
        search
        settings-about
        settings-files
        settings-hosting
        settings-look
        settings-notices
        settings-transfers
        share-asks-for-its-key
        share-blocked
        share-changed-key
        share-invitation-ended
        share-invitation-revoked
        share-lost
        share-lost-while-transfers-wait
        share-offline
        share-stopped
        share-that-is-read-only-with-a-message
        share-to-send-only
        share-to-send-only-sent
        share-unknown-host
        share-wrong-key
        tabs-and-connecting
        transfers-all-done
        transfers-failed
        transfers-failed-details
        transfers-history
        transfers-none
        transfers-under-way
        transfers-waiting-for-a-lost-share
        """.lines().toList();

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @TempDir
    Path pictures;

    @Test
    void theWholeWayIsRightAndDrawnLightAndDarkAndEveryScreenOnce() throws IOException {
        assertThat(run(pictures.resolve("new"))).as(said::toString).isZero();
        try (Stream<Path> drawn = Files.list(pictures.resolve("new"))) {
            assertThat(drawn.map(path -> path.getFileName().toString())
                            .filter(name -> name.matches("\\d-.*"))
                            .toList())
                    .containsExactlyInAnyOrder(
                            "1-first-screen-dark.png",
                            "1-first-screen-light.png",
                            "2-two-panes-dark.png",
                            "2-two-panes-light.png",
                            "3-transfer-under-way-dark.png",
                            "3-transfer-under-way-light.png",
                            "4-hosting-a-guest-dark.png",
                            "4-hosting-a-guest-light.png",
                            "5-waiting-for-the-connection-dark.png",
                            "5-waiting-for-the-connection-light.png",
                            "6-passcode-asked-for-dark.png",
                            "7-protected-files-light.png");
        }
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("Every byte is right");
        try (Stream<Path> drawn = Files.list(pictures.resolve("new"))) {
            assertThat(drawn.map(path -> path.getFileName().toString())
                            .filter(name -> name.matches("\\D.*[.]png"))
                            .map(name -> name.replaceFirst("-(light|dark)-1[05]0-(en|de)-\\d+x\\d+[.]png$", ""))
                            .toList())
                    .containsExactlyInAnyOrderElementsOf(SCENES);
        }
        assertThat(pictures.resolve("new/index.html")).content().contains(SCENES);
    }

    private int run(Path folder) {
        return new Demo().run(Optional.of(folder), true, new PrintWriter(said, false, StandardCharsets.UTF_8));
    }
}
