package quayside.app.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;

/** {@code kill -9} of a program whose queue is full: after the next start every transfer goes on by itself. */
class KeptQueueKillTest {
    private static final int RUNNING = 3;
    private static final int QUEUED = 50;
    private static final int LARGE_BYTES = 5 << 20;

    /**
     * A transfer is skipped if its file is there already. That is so if a connection was lost after the file had arrived
     * and before the answer did, and the queue tried again: on a busy machine it happens. The bytes are compared anyway.
     */
    private static final List<String> ARRIVED = List.of("DONE", "SKIPPED");

    private static final String MAIN = QueueProgram.class.getName();

    @TempDir
    private Path home;

    @ParameterizedTest
    @ValueSource(strings = {"up", "down"})
    void afterAKillAllTransfersOfTheQueueFinishAndTheFilesAreTheSame(String direction) throws IOException {
        Path shared = Files.createDirectories(home.resolve("shared"));
        Path local = Files.createDirectories(home.resolve("local"));
        Path source = direction.equals("up") ? local : shared;
        List<String> names = write(source);
        Path keyFile = Files.writeString(
                home.resolve("key"), AccessKey.generate(new SecureRandom()).reveal());
        Path client = home.resolve("client");
        String all = String.valueOf(names.size());
        try (Relay relay = new Relay();
                Program server = serve(shared, keyFile)) {
            ShareLink direct = ShareLink.parse(server.awaitLine("listening ").substring("listening ".length()));
            relay.leadsTo(direct.port());
            String link = ShareLink.of("127.0.0.1", relay.port(), direct.id().orElseThrow())
                    .toString();
            List<String> first = new ArrayList<>(List.of(link, keyFile.toString(), all, direction, local.toString()));
            first.addAll(names);
            try (Program program = Program.startMain(client, MAIN, first.toArray(String[]::new))) {
                // None of the three that run can have passed by then.
                relay.after(LARGE_BYTES / 2, program::kill);
                program.awaitLine("queued");
                assertThat(program.awaitEnd()).as(program.messages()).isNotZero();
            }
            assertThat(kept(client)).hasSize(names.size()).allMatch(job -> job.contains("\"state\":\"QUEUED\""));
            assertThat(arrived(source.equals(local) ? shared : local)).isEmpty();
            relay.after(Long.MAX_VALUE, () -> {});
            try (Program program = Program.startMain(client, MAIN, link, keyFile.toString(), all)) {
                assertThat(program.awaitEnd()).as(program.messages()).isZero();
                assertThat(program.output().lines()).hasSize(names.size()).isSubsetOf(ARRIVED);
            }
        }
        assertThat(arrived(source.equals(local) ? shared : local)).containsExactlyInAnyOrderElementsOf(names);
        for (String name : names) {
            assertThat(shared.resolve(name)).hasSameBinaryContentAs(local.resolve(name));
        }
        assertThat(kept(client))
                .hasSize(names.size())
                .allMatch(job -> ARRIVED.stream().anyMatch(state -> job.contains("\"state\":\"" + state + "\"")));
    }

    private Program serve(Path shared, Path keyFile) throws IOException {
        return Program.start(
                home.resolve("server"),
                "serve",
                shared.toString(),
                "--bind",
                "127.0.0.1",
                "--port",
                "0",
                "--key-file",
                keyFile.toString());
    }

    private static List<String> write(Path folder) throws IOException {
        Random random = new Random(4870);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < RUNNING + QUEUED; i++) {
            byte[] content = new byte[i < RUNNING ? LARGE_BYTES : random.nextInt(20_000)];
            random.nextBytes(content);
            names.add("file %02d".formatted(i));
            Path file = Files.write(folder.resolve(names.getLast()), content);
            Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-02T03:04:05Z")));
        }
        return names;
    }

    private static List<String> kept(Path client) throws IOException {
        List<String> jobs = new ArrayList<>();
        try (Stream<Path> files = Files.list(client.resolve("config/transfers"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".json")).toList()) {
                jobs.add(Files.readString(file));
            }
        }
        return jobs;
    }

    /** Without the program's own files. */
    private static List<String> arrived(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith(".quayside"))
                    .toList();
        }
    }
}
