package quayside.app.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of either side at any moment of an upload or a download over an older version.
 *
 * <p>{@code -Dquayside.kills=200} for a long run, {@code -Dquayside.seed=N} for other moments.
 */
class KillTest {
    private static final int KILLS = Integer.getInteger("quayside.kills", 6);
    private static final long SEED = Long.getLong("quayside.seed", 4870);

    @TempDir
    private Path home;

    private final Random random = new Random(SEED);

    @Test
    void aKilledUploadLeavesTheOldFileOrTheNewOneAndGoesOn() throws IOException {
        killOver(new Scene(home, true, SEED));
    }

    @Test
    void aKilledDownloadLeavesTheOldFileOrTheNewOneAndGoesOn() throws IOException {
        killOver(new Scene(home, false, SEED + 1));
    }

    /** Half of the kills, by turns of the client and the server. */
    private void killOver(Scene made) throws IOException {
        try (Scene scene = made) {
            scene.versions.next();
            Program first = scene.transferred();
            assertThat(first.awaitEnd()).as(first.messages()).isZero();
            for (int kill = 0; kill < Math.max(3, KILLS / 2); kill++) {
                long bytes = scene.versions.next();
                long moment = 1 + random.nextLong(bytes - 1);
                String when = "seed %d, kill %d: the %s at %,d of %,d bytes"
                        .formatted(SEED, kill, kill % 2 == 0 ? "client" : "server", moment, bytes);
                if (kill % 2 == 0) {
                    killClient(scene, bytes, moment, when);
                } else {
                    killServer(scene, moment, when);
                }
                scene.versions.mustBeNew(scene.copy, when);
                if (kill % 10 == 2) {
                    nothingIsLeftToDo(scene, when);
                }
            }
        }
    }

    private static void killClient(Scene scene, long bytes, long moment, String when) throws IOException {
        try (Program client = scene.transfer()) {
            scene.relay.after(moment, client::kill);
            assertThat(client.awaitEnd())
                    .as("%s: it was killed. %s", when, client.messages())
                    .isNotZero();
        }
        scene.versions.mustBeOldOrNew(scene.copy, when);
        long arrived = scene.arrived();
        scene.relay.after(Long.MAX_VALUE, () -> {});
        Program rerun = scene.transferred();
        assertThat(rerun.awaitEnd())
                .as("%s: the rerun. %s", when, rerun.messages())
                .isZero();
        assertThat(scene.relay.passed())
                .as("%s: bytes of the rerun, with %,d on the disk before", when, arrived)
                .isLessThan(bytes - arrived + Scene.SENT_AGAIN_AT_MOST);
    }

    /** The client waits for the server, and ends well by itself; unless it lost a handshake, after which its user tries again. */
    private static void killServer(Scene scene, long moment, String when) throws IOException {
        try (Program client = scene.transfer()) {
            scene.relay.after(moment, () -> scene.server().kill());
            scene.server().awaitEnd();
            scene.versions.mustBeOldOrNew(scene.copy, when);
            scene.serve();
            client.awaitEnd();
            Program last = Scene.lostHandshake(client) ? scene.transferred() : client;
            assertThat(last.awaitEnd())
                    .as("%s: the client. %s", when, last.messages())
                    .isZero();
        }
    }

    private static void nothingIsLeftToDo(Scene scene, String when) throws IOException {
        scene.relay.after(Long.MAX_VALUE, () -> {});
        Program again = scene.transferred();
        assertThat(again.awaitEnd())
                .as("%s: once more. %s", when, again.messages())
                .isZero();
        assertThat(again.messages()).contains("0 files, 152 already there.");
        assertThat(scene.relay.passed()).as("%s: bytes of doing nothing", when).isLessThan(1 << 20);
    }
}
