package quayside.app.secrecy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole runs of the command line, on both sides, with everything logged that can be; afterwards every file that they wrote is searched for
 * the key and the passcodes, right and wrong ones, in every spelling.
 */
@Timeout(600)
class SecrecyTest {
    private static final String OWN_KEY = "Möwe & Kai: 4870 \"Poller\"";
    private static final String WRONG_KEY = "Lachmöwe 0815 Poller";
    private static final String PASSCODE = "sesame \"open\" 4+2=ü";
    private static final String WRONG_PASSCODE = "sesam öffne dich 77";

    @TempDir
    private Path root;

    private Path home;
    private Path share;
    private Path given;
    private Path passcodeFile;
    private Tool host;
    private Tool guest;

    @BeforeEach
    void prepare() throws IOException {
        home = Files.createDirectory(root.resolve("home"));
        share = Files.createDirectory(home.resolve("share"));
        given = Files.createDirectory(root.resolve("given"));
        passcodeFile = Files.writeString(given.resolve("passcode"), PASSCODE + "\n");
        Files.writeString(share.resolve("open.txt"), "open to all guests");
        Files.writeString(home.resolve("mine.txt"), "mine");
        host = new Tool(home.resolve("host-said"), home.resolve("host-config"));
        guest = new Tool(home.resolve("guest-said"), home.resolve("guest-config"));
    }

    private Tool.Running serve(String... more) throws IOException {
        String[] args = new String[more.length + 6];
        System.arraycopy(new String[] {"serve", share.toString(), "--bind", "127.0.0.1", "--port", "0"}, 0, args, 0, 6);
        System.arraycopy(more, 0, args, 6, more.length);
        return host.start(args);
    }

    private void run(int status, String... args) throws IOException {
        Tool.Running running = guest.run(args);
        assertThat(running.process().exitValue())
                .as(() -> String.join(" ", args) + "\n" + running.err())
                .isEqualTo(status);
    }

    /** Every command with what protects and what does not, then with wrong secrets, then with what the disk has damaged. */
    private void everyCommand(String link) throws IOException {
        String mine = home.resolve("mine.txt").toString();
        String down = Files.createDirectories(home.resolve("down")).toString();
        run(0, "ls", link, "--json");
        run(0, "get", link, "open.txt", "-o", down);
        run(0, "put", link, mine, "--protect", "--passcode-file", passcodeFile.toString());
        run(4, "get", link, "mine.txt", "-o", down);
        guest.with("QUAYSIDE_PASSCODE", WRONG_PASSCODE);
        run(4, "get", link, "mine.txt", "-o", down);
        run(4, "rm", link, "mine.txt");
        guest.with("QUAYSIDE_PASSCODE", PASSCODE);
        run(0, "get", link, "mine.txt", "-o", down);
        run(0, "verify", link, "mine.txt", mine);
        guest.without("QUAYSIDE_PASSCODE");
        run(3, "get", link, "missing.txt", "-o", down);
        run(2, "get", link, "--nonsense", "-o", down);
        run(0, "rm", link, "open.txt");
    }

    /** What depends on where the key comes from: a command of each kind, with the right passcode. */
    private void withTheKeyAndThePasscode(String link) throws IOException {
        String down = Files.createDirectories(home.resolve("down")).toString();
        String mine = home.resolve("mine.txt").toString();
        run(0, "put", link, mine, "--protect", "--passcode-file", passcodeFile.toString());
        guest.with("QUAYSIDE_PASSCODE", PASSCODE);
        run(0, "get", link, "mine.txt", "-o", down);
        guest.without("QUAYSIDE_PASSCODE");
    }

    private void assertNowhere(Secrets secrets, Path... except) throws IOException {
        assertThat(host.hasTraced()).isTrue();
        assertThat(secrets.below(home, Set.of(except))).isEmpty();
    }

    private void assertOnlyTheOwnerReads(Path file) throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file.toAbsolutePath().startsWith(share.toAbsolutePath())).isFalse();
    }

    @Test
    void aKeyThatWasMadeStandsInItsFileAndInTheLineThatTellsItAndNowhereElse() throws IOException {
        String key;
        Tool.Running serving = serve();
        try (serving) {
            String link = serving.awaitLine("listening ").substring("listening ".length());
            key = serving.awaitLine("key ").substring("key ".length());
            everyCommand(link + "#" + key);
        }
        // The one line that is there to tell it.
        Files.writeString(serving.said(), serving.out().replace("key " + key + "\n", ""));
        Path kept = home.resolve("host-config/access-key");
        assertOnlyTheOwnerReads(kept);
        assertOnlyTheOwnerReads(home.resolve("host-config/server-identity"));
        assertNowhere(new Secrets().add(key).add(PASSCODE).add(WRONG_PASSCODE), kept);
    }

    @Test
    void aKeyOfTheOwnersStandsNowhereAtAll() throws IOException {
        Path keyFile = Files.writeString(given.resolve("key"), OWN_KEY + "\n");
        Path wrongFile = Files.writeString(given.resolve("wrong"), WRONG_KEY + "\n");
        try (Tool.Running serving = serve("--key-file", keyFile.toString())) {
            String link = serving.awaitLine("listening ").substring("listening ".length());
            run(0, "ls", link, "--key-file", keyFile.toString());
            run(4, "ls", link, "--key-file", wrongFile.toString());
            guest.with("QUAYSIDE_KEY", WRONG_KEY);
            run(4, "ls", link);
            guest.with("QUAYSIDE_KEY", OWN_KEY);
            run(0, "ls", link);
            withTheKeyAndThePasscode(link);
            guest.without("QUAYSIDE_KEY");
        }
        assertNowhere(new Secrets().add(OWN_KEY).add(WRONG_KEY).add(PASSCODE));
    }

    @Test
    void whatIsDamagedIsNotQuoted() throws IOException {
        String key = "QW7K-3XZT";
        Path config = Files.createDirectories(home.resolve("host-config"));
        // Half a key file, and what is no key: neither may stand in the sentence that says so.
        for (String damaged : new String[] {key + "\n" + key.repeat(600), key + "\uFEFF \u0000".repeat(200)}) {
            Files.writeString(config.resolve("access-key"), damaged);
            assertThat(serve().awaitEnd()).isNotZero();
        }
        Files.delete(config.resolve("access-key"));
        Files.writeString(config.resolve("server-identity"), key);
        assertThat(serve().awaitEnd()).isNotZero();
        Files.delete(config.resolve("server-identity"));
        Path state = Files.createDirectories(share.resolve(".quayside"));
        Files.writeString(state.resolve("protected.json"), "{\"passcode\":\"" + PASSCODE.replace("\"", "\\\""));
        Tool.Running refusing = serve();
        refusing.awaitLine("listening ");
        refusing.close();
        Files.delete(state.resolve("protected.json"));
        Path servers = Files.createDirectories(home.resolve("guest-config"));
        for (String name : new String[] {"known-servers.json", "saved-servers.json", "settings.json"}) {
            Files.writeString(servers.resolve(name), "{\"key\": \"" + key + "\", ");
        }
        // Nobody listens there, and the link is none.
        run(6, "ls", "quayside://127.0.0.1:1/?id=" + "a".repeat(32) + "#" + key);
        for (String link : new String[] {
            "quayside://127.0.0.1:99999/?id=abc#" + key, "quayside:/127.0.0.1#" + key, "127.0.0.1:x#" + key
        }) {
            guest.run("ls", link);
        }
        guest.run("get", "127.0.0.1:x#" + key, "a", "b", "--nonsense");
        for (String name : new String[] {"known-servers.json", "saved-servers.json", "settings.json"}) {
            Files.deleteIfExists(servers.resolve(name));
            // What was found damaged is kept, as it was.
            Files.deleteIfExists(servers.resolve(name + ".damaged"));
        }
        assertNowhere(new Secrets().add(key).add(PASSCODE));
    }
}
