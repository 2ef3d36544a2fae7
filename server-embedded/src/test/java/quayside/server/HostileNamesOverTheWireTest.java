package quayside.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Feature;
import com.google.common.jimfs.Jimfs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import quayside.protocol.message.HostileNames;
import quayside.protocol.message.Message;
import quayside.protocol.message.MessageCodec;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Frames;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;
import quayside.server.storage.WatchedShares;

/**
 * Tests thousands of hostile names, sent to a server in each verb by a guest without checks of its own, over each kind
 * of disk. The server answers each with a typed refusal or acts inside the share, and continues.
 */
@Timeout(600)
class HostileNamesOverTheWireTest {
    /** A build tries a third of the names on each disk, in one place of a path; all is every name in every place on every disk. */
    private static final boolean EVERY_PLACE = Boolean.getBoolean("quayside.names.all");

    private static final Set<Fault> REFUSALS =
            EnumSet.of(Fault.MALFORMED, Fault.NOT_FOUND, Fault.REFUSED, Fault.EXISTS);

    private static final List<String> PLACES = List.of("%s/secret.txt", "docs/%s/secret.txt", "docs/%s");

    @TempDir
    Path temporary;

    enum Disk {
        REAL(0, null),
        UNIX(1, Configuration.unix()),
        UNIX_WITHOUT_DESCRIPTORS(
                2,
                Configuration.unix().toBuilder()
                        .setSupportedFeatures(Feature.SYMBOLIC_LINKS, Feature.LINKS)
                        .build()),
        MAC(0, Configuration.osX()),
        WINDOWS(1, Configuration.windows());

        /** Which third of the names is its own. */
        private final int turn;

        @SuppressWarnings("ImmutableEnumChecker") // Nobody changes it.
        private final Configuration memory;

        Disk(int turn, Configuration memory) {
            this.turn = turn;
            this.memory = memory;
        }
    }

    @ParameterizedTest
    @EnumSource
    void noNameLeadsOutOfTheShareInAnyVerb(Disk disk) throws IOException {
        if (disk == Disk.REAL) {
            tryAll(temporary, true, disk);
            return;
        }
        try (FileSystem memory = Jimfs.newFileSystem(disk.memory)) {
            Path around = memory.getRootDirectories().iterator().next().resolve("around");
            tryAll(Files.createDirectory(around), disk != Disk.WINDOWS, disk);
        }
    }

    private static void tryAll(Path around, boolean links, Disk disk) throws IOException {
        Canary canary = new Canary(around, links);
        int tried = 0;
        int done = 0;
        try (TestHost host = new TestHost(canary.share)) {
            if (disk == Disk.REAL) {
                host.opening = () -> WatchedShares.openHurried(canary.share);
            }
            host.start();
            try (RawGuest guest = host.guest()) {
                String lock = lock(guest);
                int number = 0;
                for (String name :
                        HostileNames.all(canary.outside.resolve("secret.txt").toString())) {
                    for (int place = 0; place < PLACES.size(); place++) {
                        if (EVERY_PLACE || (number % 3 == disk.turn && number / 3 % 3 == place)) {
                            String path = String.format(PLACES.get(place), name);
                            done += isRead(path) ? everyVerb(guest, lock, path) : 0;
                            tried++;
                            if (!isPath(path)) {
                                assertNoPost(path);
                            }
                            if (!isPath(path) && (EVERY_PLACE || tried % 100 == 0)) {
                                refusedForGood(host, path);
                            }
                        }
                    }
                    number++;
                }
                for (String path : List.of(
                        "out", "out/secret.txt", "docs/out/deep", "docs/leak.txt", ".hidden", ".quayside/kept")) {
                    everyVerb(guest, lock, path);
                }
                guest.assertServed();
            }
            host.assertStillServes();
        }
        assertThat(tried).as("names").isGreaterThan(1_500);
        assertThat(done).as("requests that did something").isGreaterThan(100);
        canary.assertUntouched();
    }

    /** Sends them together and reads the answers; returns how many were no refusals. */
    private static int everyVerb(RawGuest guest, String lock, String path) throws IOException {
        String at = "\"path\":" + HostileNames.json(path);
        String beside = HostileNames.json("docs/moved");
        boolean named = isPath(path);
        int[] sent = {0};
        guest.together(() -> {
            for (String verb : List.of("LIST", "STAT", "GET", "VERIFY")) {
                guest.sendJson("{\"verb\":\"" + verb + "\"," + at + "}");
            }
            guest.sendJson("{\"verb\":\"PROTECT\"," + at + ",\"lock\":" + HostileNames.json(lock) + "}");
            guest.sendJson("{\"verb\":\"PROTECT\"," + at + "}");
            if (named) {
                guest.sendJson(post(path));
                guest.sendBody("new".getBytes(UTF_8), 0);
            }
            guest.sendJson("{\"verb\":\"GET\"," + at + "}");
            guest.sendJson("{\"verb\":\"MOVE\",\"from\":" + HostileNames.json(path) + ",\"to\":" + beside + "}");
            guest.sendJson("{\"verb\":\"MOVE\",\"from\":" + beside + ",\"to\":" + HostileNames.json(path) + "}");
            for (String more : List.of(",\"recursive\":false", ",\"recursive\":true")) {
                guest.sendJson("{\"verb\":\"DELETE\"," + at + more + "}");
                guest.sendJson("{\"verb\":\"MKDIR\"," + at + ",\"existing\":true}");
            }
            guest.sendJson("{\"verb\":\"LIST\"," + at + "}");
            guest.sendJson("{\"verb\":\"DELETE\"," + at + ",\"recursive\":true}");
            sent[0] = named ? 16 : 15;
        });
        int done = 0;
        for (int i = 0; i < sent[0]; i++) {
            done += isRefusal(guest, HostileNames.json(path)) ? 0 : 1;
        }
        return done;
    }

    /** What is answered once, and ends the connection: nobody knows whether a body follows it (PROTOCOL.md section 4.3). */
    private static void refusedForGood(TestHost host, String path) throws IOException {
        try (RawGuest guest = host.guest()) {
            guest.sendJson(post(path));
            guest.assertFailed(receive(guest), Fault.MALFORMED);
            guest.assertClosed();
        }
    }

    /** A handshake for each takes too long for a build; the server answers them all as the codec says. */
    private static void assertNoPost(String path) {
        byte[] post = post(path).getBytes(UTF_8);
        assertThatExceptionOfType(ProtocolException.class)
                .as(path)
                .isThrownBy(() -> MessageCodec.decode(post))
                .extracting(ProtocolException::fault)
                .isEqualTo(Fault.MALFORMED);
        assertThat(MessageCodec.isWithoutBody(post)).as(path).isFalse();
    }

    private static String post(String path) {
        return "{\"verb\":\"POST\",\"path\":" + HostileNames.json(path)
                + ",\"size\":3,\"modified\":\"2026-01-02T03:04:05Z\",\"conflict\":\"overwrite\",\"await\":false}";
    }

    /** Whether a request with {@code path} is read as one, be it refused: half a surrogate pair is no JSON. */
    private static boolean isRead(String path) {
        return MessageCodec.isWithoutBody(
                ("{\"verb\":\"STAT\",\"path\":" + HostileNames.json(path) + "}").getBytes(UTF_8));
    }

    /** One that this guest has opened, so that no passcode keeps its requests from the disk. */
    private static String lock(RawGuest guest) throws IOException {
        guest.sendJson("{\"verb\":\"LOCK\",\"passcode\":\"blue harbour light\"}");
        while (true) {
            String answer = new String(guest.frames.open(Frames.read(guest.in, Limits.MAX_FRAME_BYTES)), UTF_8);
            Matcher found = Pattern.compile("\"lock\":\"([^\"]+)\"").matcher(answer);
            if (found.find()) {
                return found.group(1);
            }
            assertThat(answer).contains("102");
        }
    }

    private static boolean isPath(String text) {
        try {
            RemotePath _ = RemotePath.parse(text);
            return true;
        } catch (ProtocolException e) {
            return false;
        }
    }

    private static boolean isRefusal(RawGuest guest, String path) throws IOException {
        while (true) {
            Message answer = receive(guest);
            switch (answer) {
                case Response.Failed failed -> {
                    assertThat(REFUSALS).as(path + ": " + failed.sentence()).contains(failed.fault());
                    return true;
                }
                case Response.Processing _ -> {}
                case Response.Listing listing -> {
                    if (!listing.more()) {
                        return false;
                    }
                }
                case Response.Content content -> {
                    Canary.assertTellsNothing(
                            guest.receiveBody((int) content.entry().size()));
                    return false;
                }
                case Response other -> {
                    assertThat(other).as(path).isNotInstanceOf(Response.Pong.class);
                    return false;
                }
                default -> throw new AssertionError(path + ": " + answer);
            }
        }
    }

    private static Message receive(RawGuest guest) throws IOException {
        byte[] plaintext = guest.frames.open(Frames.read(guest.in, Limits.MAX_FRAME_BYTES));
        Canary.assertTellsNothing(plaintext);
        return MessageCodec.decode(plaintext);
    }

    @Test
    void bytesThatAreNotUtf8AreNoRequest() throws IOException {
        Canary canary = new Canary(temporary, true);
        List<Fault> answers = new ArrayList<>();
        try (TestHost host = new TestHost(canary.share)) {
            host.start();
            for (byte[] bad : HostileNames.notUtf8()) {
                try (RawGuest guest = host.guest()) {
                    ByteArrayOutputStream request = new ByteArrayOutputStream();
                    request.writeBytes("{\"verb\":\"STAT\",\"path\":\"docs/".getBytes(UTF_8));
                    request.writeBytes(bad);
                    request.writeBytes("\"}".getBytes(UTF_8));
                    guest.sendSealed(guest.frames.seal(request.toByteArray()));
                    guest.assertFailed(receive(guest), Fault.MALFORMED);
                    answers.add(Fault.MALFORMED);
                    guest.assertClosed();
                }
            }
            host.assertStillServes();
        }
        assertThat(answers).hasSizeGreaterThan(8);
        canary.assertUntouched();
    }
}
