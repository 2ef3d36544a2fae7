package quayside.app.kill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.stream.Stream;
import quayside.app.core.Patience;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;

/** A server and a client, each a process of its own, with a relay in between; a folder that goes from one to the other. */
final class Scene implements AutoCloseable {
    /** What may cross the wire again of what is on the receiver's disk: a step of each large file's record; and the talk about all of them. */
    static final long SENT_AGAIN_AT_MOST = 3 << 20;

    private static final int NETWORK = 6;
    private static final String MISSED_DEADLINE = "before the share had proved";

    final Path home;
    final boolean upload;
    final Versions versions;
    final Path copy;
    final Relay relay;
    private final Path shared;
    private final Path local;
    private final Path keyFile;
    private Program server;
    private String link;

    Scene(Path home, boolean upload, long seed) throws IOException {
        this.home = home;
        this.upload = upload;
        shared = Files.createDirectories(home.resolve("shared"));
        local = Files.createDirectories(home.resolve("local"));
        versions = new Versions(upload ? local : shared, seed);
        copy = (upload ? shared : local).resolve(Versions.FOLDER);
        keyFile = Files.writeString(
                home.resolve("key"), AccessKey.generate(new SecureRandom()).reveal());
        relay = new Relay();
        serve();
    }

    /** Starts the server with the same configuration each time, on any port: clients reach it at the relay's. */
    void serve() throws IOException {
        server = Program.start(
                home.resolve("server"),
                "serve",
                shared.toString(),
                "--bind",
                "127.0.0.1",
                "--port",
                "0",
                "--key-file",
                keyFile.toString());
        ShareLink direct = ShareLink.parse(server.awaitLine("listening ").substring("listening ".length()));
        relay.leadsTo(direct.port());
        link = ShareLink.of("127.0.0.1", relay.port(), direct.id().orElseThrow())
                .toString();
    }

    Program server() {
        return server;
    }

    /** The command that moves the folder; the same each time. */
    Program transfer() throws IOException {
        Path client = home.resolve("client");
        return upload
                ? Program.start(
                        client,
                        "put",
                        link,
                        versions.source().toString(),
                        "--on-conflict",
                        "overwrite",
                        "--key-file",
                        keyFile.toString())
                : Program.start(
                        client,
                        "get",
                        link,
                        Versions.FOLDER,
                        "-o",
                        local.toString(),
                        "--on-conflict",
                        "overwrite",
                        "--key-file",
                        keyFile.toString());
    }

    /** The bytes of this version that are on the receiver's disk, in whole files and in parts. */
    long arrived() throws IOException {
        // A server whose guest was killed may be tidying up: then it is looked again.
        long parts = Patience.await()
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(this::parts, _ -> true);
        return parts + versions.arrived(copy);
    }

    private long parts() throws IOException {
        try (Stream<Path> paths = Files.walk(upload ? shared : local)) {
            return paths.filter(path -> path.toString().endsWith(".part"))
                    .mapToLong(path -> path.toFile().length())
                    .sum();
        }
    }

    /** Runs the command to its end. A handshake has 10 s on both sides, which a busy machine can miss: then the command says to try again. */
    Program transferred() throws IOException {
        Program program = transfer();
        for (int tries = 1; lostHandshake(program) && tries < 5; tries++) {
            program = transfer();
        }
        return program;
    }

    /** Waits for its end; whether that was a handshake that the server did not finish, after which no client tries again by itself. */
    static boolean lostHandshake(Program program) throws IOException {
        return program.awaitEnd() == NETWORK && program.messages().contains(MISSED_DEADLINE);
    }

    @Override
    public void close() throws IOException {
        server.close();
        relay.close();
    }
}
