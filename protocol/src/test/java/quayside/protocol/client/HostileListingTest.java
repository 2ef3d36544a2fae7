package quayside.protocol.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import quayside.protocol.channel.Channel;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.files.RecordingDisk;
import quayside.protocol.message.Entry;
import quayside.protocol.message.HostileNames;
import quayside.protocol.message.ListingPages;
import quayside.protocol.message.MessageCodec;
import quayside.protocol.message.Names;
import quayside.protocol.message.Omitted;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** A server that lists thousands of names that mean harm, and a client that downloads all of its folder onto each kind of disk. */
@Timeout(600)
final class HostileListingTest {
    /** A build downloads a third of the names onto each disk, and tries a few that end a connection. */
    private static final boolean ALL = Boolean.getBoolean("quayside.names.all");

    private static final byte[] CONTENT = "from the server".getBytes(UTF_8);
    private static final String OUTSIDE = "/around/canary.txt";

    @TempDir
    Path temporary;

    enum Disk {
        REAL(0, null),
        UNIX(1, Configuration.unix()),
        MAC(2, Configuration.osX()),
        WINDOWS(0, Configuration.windows());

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
    void whateverNamesAServerListsNothingIsWrittenOutsideTheFolder(Disk disk) throws IOException {
        List<String> names = new ArrayList<>();
        int number = 0;
        for (String name : HostileNames.all(OUTSIDE)) {
            if (Names.fault(name) == null && (ALL || number++ % 3 == disk.turn)) {
                names.add(name);
            }
        }
        if (disk == Disk.REAL) {
            downloadAll(temporary, names);
            return;
        }
        try (FileSystem memory = Jimfs.newFileSystem(disk.memory)) {
            Path around = memory.getRootDirectories().iterator().next().resolve("around");
            downloadAll(Files.createDirectory(around), names);
        }
    }

    private static void downloadAll(Path around, List<String> names) throws IOException {
        Path downloads = plant(around);
        Map<String, String> before = snapshot(around);
        TransferReport.Summary summary = download(downloads, (channel, request, _) -> answer(channel, request, names));

        assertThat(snapshot(around)).isEqualTo(before);
        assertThat(children(downloads)).containsExactly("tree");
        assertThat(children(downloads.resolve("tree"))).containsExactlyInAnyOrder("files", "folders");
        assertThat(summary.stored()).isGreaterThan(names.size() / 2);
        assertThat(summary.failures())
                .allSatisfy(
                        failure -> assertThat(failure.fault()).isIn(Fault.LOCAL_STORAGE, Fault.EXISTS, Fault.REFUSED));
        assertNothingOfOurs(downloads.resolve("tree"));
    }

    private static Path plant(Path around) throws IOException {
        Files.writeString(around.resolve("canary.txt"), "canary");
        for (String folder : List.of("canary", "share-x", "x")) {
            Files.writeString(Files.createDirectory(around.resolve(folder)).resolve("canary.txt"), "canary");
        }
        return Files.createDirectory(around.resolve("downloads"));
    }

    private static TransferReport.Summary download(Path into, ScriptedServer.Script script) throws IOException {
        try (ScriptedServer server = new ScriptedServer(script);
                ShareClient client = server.connect(new RecordingDisk())) {
            return Transfers.download(
                    client,
                    RemotePath.parse("tree"),
                    into,
                    OnConflict.OVERWRITE,
                    TransferListener.NONE,
                    new Cancellation());
        }
    }

    /** The folder {@code tree}: every name as a file in one folder, and as a folder in another. */
    private static void answer(Channel channel, Request request, List<String> names) throws IOException {
        switch (request) {
            case Request.Stat stat ->
                channel.send(
                        new Response.Described(ScriptedServer.folder(stat.path().name())));
            case Request.Get get -> ScriptedServer.content(channel, get, "v", CONTENT);
            case Request.ListFolder list -> {
                ListingPages pages = new ListingPages(channel::send);
                switch (list.path().names().size()) {
                    case 1 -> {
                        pages.add(ScriptedServer.folder("files"));
                        pages.add(ScriptedServer.folder("folders"));
                    }
                    case 2 -> {
                        for (String name : names) {
                            pages.add(
                                    list.path().name().equals("files")
                                            ? ScriptedServer.file(name, CONTENT.length)
                                            : ScriptedServer.folder(name));
                        }
                    }
                    default -> pages.add(ScriptedServer.file("inner.txt", CONTENT.length));
                }
                pages.finish(Omitted.NONE);
            }
            default -> throw new AssertionError(request);
        }
    }

    /** Everything but what was downloaded. */
    private static Map<String, String> snapshot(Path around) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> all = Files.walk(around)) {
            for (Path path : all.filter(path -> !path.startsWith(around.resolve("downloads")))
                    .toList()) {
                BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS);
                found.put(
                        path.toString(),
                        attributes.size() + " " + attributes.lastModifiedTime() + " "
                                + (attributes.isRegularFile() ? Files.readString(path) : ""));
            }
        }
        return found;
    }

    private static List<String> children(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static void assertNothingOfOurs(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(all.map(file -> file.getFileName().toString())).noneMatch(Names::isReserved);
        }
    }

    @Test
    void aListingWithWhatIsNoNameEndsTheConnectionBeforeAnythingIsWritten() throws IOException {
        Path downloads = plant(temporary);
        Map<String, String> before = snapshot(temporary);
        int number = 0;
        for (String name : HostileNames.all(OUTSIDE)) {
            if (Names.fault(name) != null && isText(name) && (number++ % 150 == 0 || ALL)) {
                for (Entry bad : List.of(ScriptedServer.file(name, 3), ScriptedServer.folder(name))) {
                    ProtocolException ended = catchThrowableOfType(
                            ProtocolException.class,
                            () -> download(downloads, (channel, request, _) -> {
                                channel.send(
                                        request instanceof Request.ListFolder
                                                ? new Response.Listing(
                                                        List.of(ScriptedServer.file("first", 3), bad), false)
                                                : new Response.Described(ScriptedServer.folder("tree")));
                                channel.flush();
                            }));
                    assertThat(ended.fault()).as(HostileNames.json(name)).isEqualTo(Fault.BROKEN_PROTOCOL);
                }
            }
        }
        assertThat(number).as("what is no name").isGreaterThan(1_000);
        assertThat(snapshot(temporary)).isEqualTo(before);
        assertThat(children(downloads)).isEmpty();
    }

    /** Half a character would be sent as a question mark. */
    private static boolean isText(String name) {
        return new String(name.getBytes(UTF_8), UTF_8).equals(name);
    }

    @Test
    void noAnswerWithWhatIsNoNameIsUnderstood() {
        int tried = 0;
        for (String name : HostileNames.all(OUTSIDE)) {
            if (Names.fault(name) != null && !name.isEmpty()) {
                String entry = "{\"name\":" + HostileNames.json(name)
                        + ",\"kind\":\"file\",\"size\":1,\"modified\":\"2026-01-02T03:04:05Z\"}";
                assertMalformed("{\"status\":200,\"answer\":\"listing\",\"more\":false,\"entries\":[" + entry + "]}");
                assertMalformed("{\"status\":200,\"answer\":\"content\",\"version\":\"v\",\"entry\":" + entry + "}");
                assertMalformed("{\"status\":200,\"answer\":\"stored\",\"entry\":" + entry + "}");
                tried++;
            }
        }
        assertThat(tried).isGreaterThan(1_000);
    }

    @Test
    void bytesThatAreNotUtf8AreNoAnswer() {
        for (byte[] bad : HostileNames.notUtf8()) {
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            answer.writeBytes(
                    "{\"status\":200,\"answer\":\"listing\",\"more\":false,\"entries\":[{\"name\":\"".getBytes(UTF_8));
            answer.writeBytes(bad);
            answer.writeBytes(
                    "\",\"kind\":\"file\",\"size\":1,\"modified\":\"2026-01-02T03:04:05Z\"}]}".getBytes(UTF_8));
            assertMalformed(answer.toByteArray());
        }
    }

    private static void assertMalformed(String json) {
        assertMalformed(json.getBytes(UTF_8));
    }

    private static void assertMalformed(byte[] message) {
        ProtocolException refused = catchThrowableOfType(ProtocolException.class, () -> MessageCodec.decode(message));
        assertThat(refused.fault()).isEqualTo(Fault.MALFORMED);
    }
}
