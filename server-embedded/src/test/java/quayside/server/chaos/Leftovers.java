package quayside.server.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import quayside.server.ServerThreads;

/** What must not be there any more after a run: threads, sockets, files. */
final class Leftovers {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** All threads of server and client but those that every running server has. */
    static final Pattern OF_CONNECTIONS = Pattern.compile("quayside-(?!accept|events|timer)[-a-z0-9]+");

    /** PROTOCOL.md section 8.4: a server's and a client's. */
    private static final Pattern PART =
            Pattern.compile("(\\.quayside/staging/[0-9a-f]{32}|(.*/)?\\.quayside-[0-9a-f]{16})\\.part");

    private Leftovers() {}

    /** Neither client nor server has a connection left, though the server runs. */
    static void assertNoConnections() {
        assertGone(OF_CONNECTIONS);
    }

    /** No server runs and no client is open. */
    static void assertNoThreads() {
        assertGone(Pattern.compile("quayside-[-a-z0-9]+"));
    }

    private static void assertGone(Pattern threads) {
        await("threads of connections that are over")
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .untilAsserted(() -> assertThat(ServerThreads.matching(threads)).isEmpty());
    }

    /** This process has no more sockets than before. */
    static void assertSockets(long before) {
        await("sockets of connections that are over")
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .untilAsserted(() -> assertThat(sockets()).isLessThanOrEqualTo(before));
    }

    /** The sockets of this process, where the system tells; otherwise 0. */
    static long sockets() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return 0;
        }
        try (Stream<Path> all = Files.list(descriptors)) {
            return all.filter(Leftovers::isSocket).count();
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            // Closed meanwhile, such as the one for listing them.
            return false;
        }
    }

    /** Of files that nobody asked for only those are there by which a later try goes on, in pairs. */
    static void assertOnlyParts(Set<String> strangers) {
        List<String> unexpected = strangers.stream()
                .filter(path -> !PART.matcher(partOf(path)).matches() || !strangers.contains(otherOf(path)))
                .toList();
        assertThat(unexpected).as("files that nobody will come back for").isEmpty();
    }

    private static String partOf(String path) {
        return path.endsWith(".resume") ? otherOf(path) : path;
    }

    private static String otherOf(String path) {
        String stem = path.replaceFirst("\\.(part|resume)$", "");
        return path.endsWith(".part") ? stem + ".resume" : stem + ".part";
    }
}
