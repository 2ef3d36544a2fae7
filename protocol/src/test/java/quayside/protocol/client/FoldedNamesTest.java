package quayside.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import quayside.protocol.channel.Channel;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.ProgressListener;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.files.RecordingDisk;
import quayside.protocol.message.Entry;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** Names that a share tells apart and this computer's disk does not (PROTOCOL.md section 8.3). */
final class FoldedNamesTest {
    private static final String COMPOSED = "\u00e9";
    private static final String DECOMPOSED = "e\u0301";

    /** Of the share, in the order in which they are listed; a folder ends with a slash. */
    private final Map<String, String> share = new LinkedHashMap<>();

    private final FileSystem mac = Jimfs.newFileSystem(Configuration.osX());
    private final FileSystem windows = Jimfs.newFileSystem(Configuration.windows());
    private final FileSystem unix = Jimfs.newFileSystem(Configuration.unix());

    @AfterEach
    void closeDisks() throws IOException {
        mac.close();
        windows.close();
        unix.close();
    }

    private static Path downloads(FileSystem disk) throws IOException {
        return Files.createDirectories(disk.getPath("downloads").toAbsolutePath());
    }

    private void answer(Channel channel, Request request, int connection) throws IOException {
        switch (request) {
            case Request.Stat stat -> channel.send(new Response.Described(entry(stat.path())));
            case Request.ListFolder list -> channel.send(new Response.Listing(children(list.path()), false));
            case Request.Get get ->
                ScriptedServer.content(
                        channel,
                        get,
                        "v",
                        share.getOrDefault(get.path().toString(), "").getBytes(StandardCharsets.UTF_8));
            default -> throw new AssertionError(request);
        }
    }

    private Entry entry(RemotePath path) {
        String content = share.get(path.toString());
        return content == null
                ? ScriptedServer.folder(path.name())
                : ScriptedServer.file(path.name(), content.length());
    }

    private List<Entry> children(RemotePath folder) {
        List<Entry> children = new ArrayList<>();
        for (Map.Entry<String, String> each : share.entrySet()) {
            Path path = Path.of(each.getKey());
            if (path.getParent().toString().equals(folder.toString())) {
                String name = path.getFileName().toString();
                children.add(
                        each.getKey().endsWith("/")
                                ? ScriptedServer.folder(name)
                                : ScriptedServer.file(name, each.getValue().length()));
            }
        }
        return children;
    }

    private TransferReport.Summary download(String source, Path into, OnConflict rule) throws IOException {
        try (ScriptedServer server = new ScriptedServer(this::answer);
                ShareClient client = server.connect(new RecordingDisk())) {
            return Transfers.download(
                    client, RemotePath.parse(source), into, rule, TransferListener.NONE, new Cancellation());
        }
    }

    private static List<String> names(Path folder) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        }
        return names;
    }

    @ParameterizedTest
    @EnumSource(value = OnConflict.class, mode = EnumSource.Mode.EXCLUDE, names = "RENAME")
    void ofTwoNamesThatDifferInCaseTheSecondFailsAndTheFirstStays(OnConflict rule) throws IOException {
        share.put("tree/Readme", "the first");
        share.put("tree/README", "the second one");
        for (FileSystem disk : List.of(mac, windows)) {
            TransferReport.Summary summary = download("tree", downloads(disk), rule);
            assertThat(summary.stored()).isEqualTo(1);
            assertThat(summary.failures()).singleElement().satisfies(failure -> {
                assertThat(failure.path()).isEqualTo("tree/README");
                assertThat(failure.fault()).isEqualTo(Fault.EXISTS);
                assertThat(failure.sentence().toString())
                        .contains("upper and lower case", "this disk does not distinguish");
            });
            assertThat(names(downloads(disk).resolve("tree"))).containsExactly("Readme");
            assertThat(downloads(disk).resolve("tree").resolve("Readme")).hasContent("the first");
        }
    }

    /** As long and as old as the first, it would pass for being there already. */
    @Test
    void theSecondFailsInEveryLaterRunToo() throws IOException {
        share.put("tree/Readme", "one");
        share.put("tree/README", "two");
        for (int run = 0; run < 2; run++) {
            assertThat(download("tree", downloads(mac), OnConflict.OVERWRITE).failures())
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.path()).isEqualTo("tree/README"));
            assertThat(downloads(mac).resolve("tree").resolve("Readme")).hasContent("one");
        }
    }

    @Test
    void underRenameTheSecondGetsAnotherName() throws IOException {
        share.put("tree/Readme", "one");
        share.put("tree/README", "two");
        Files.createDirectories(downloads(mac).resolve("tree"));
        assertThat(download("tree", downloads(mac), OnConflict.RENAME).stored()).isEqualTo(2);
        assertThat(downloads(mac).resolve("tree").resolve("Readme")).hasContent("one");
        assertThat(downloads(mac).resolve("tree").resolve("README (2)")).hasContent("two");
    }

    @Test
    void ofTwoFoldersTheSecondFailsWithAllInIt() throws IOException {
        share.put("tree/Docs/", "");
        share.put("tree/docs/", "");
        share.put("tree/Docs/a", "the first");
        share.put("tree/docs/a", "the second");
        for (OnConflict rule : List.of(OnConflict.OVERWRITE, OnConflict.RENAME)) {
            assertThat(download("tree", downloads(mac), rule).failures())
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.path()).isEqualTo("tree/docs"));
            assertThat(names(downloads(mac).resolve("tree"))).containsExactly("Docs");
            assertThat(downloads(mac).resolve("tree").resolve("Docs").resolve("a"))
                    .hasContent("the first");
        }
    }

    @Test
    void twoFormsOfAnAccentAreOneNameOnlyWhereTheDiskTakesThemSo() throws IOException {
        share.put("tree/" + COMPOSED, "one");
        share.put("tree/" + DECOMPOSED, "two");
        assertThat(download("tree", downloads(mac), OnConflict.OVERWRITE).failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.path()).isEqualTo("tree/" + DECOMPOSED));
        assertThat(download("tree", downloads(windows), OnConflict.OVERWRITE).stored())
                .isEqualTo(2);
    }

    @Test
    void aDiskThatTellsThemApartGetsBothAndNothingElse() throws IOException {
        share.put("tree/Readme", "one");
        share.put("tree/README", "two");
        share.put("tree/Docs/", "");
        share.put("tree/docs/", "");
        share.put("tree/Docs/a", "three");
        share.put("tree/docs/a", "four");
        TransferReport.Summary summary = download("tree", downloads(unix), OnConflict.OVERWRITE);
        assertThat(summary.stored()).isEqualTo(4);
        assertThat(summary.failures()).isEmpty();
        assertThat(names(downloads(unix))).containsExactly("tree");
        assertThat(names(downloads(unix).resolve("tree")))
                .containsExactlyInAnyOrder("Readme", "README", "Docs", "docs");
    }

    /** Two transfers know nothing of each other, so what is replaced has to have the very name. */
    @ParameterizedTest
    @EnumSource(names = {"OVERWRITE", "NEWER"})
    void aFileOfAnotherNameIsNotReplaced(OnConflict rule) throws IOException {
        share.put("/README", "two");
        Path there = Files.writeString(downloads(mac).resolve("Readme"), "one");
        Files.setLastModifiedTime(there, FileTime.fromMillis(0));
        ProtocolException refused = catchThrowableOfType(ProtocolException.class, () -> {
            try (ScriptedServer server = new ScriptedServer(this::answer);
                    ShareClient client = server.connect(new RecordingDisk())) {
                client.get(RemotePath.parse("README"), downloads(mac), rule, ProgressListener.NONE, new Cancellation());
            }
        });
        assertThat(refused)
                .hasMessageContaining("“Readme” is already there")
                .hasMessageContaining("does not distinguish");
        assertThat(there).hasContent("one");
    }

    @Test
    void aFileOfTheVeryNameIsReplaced() throws IOException {
        share.put("tree/Readme", "new content");
        Path there = Files.createDirectories(downloads(mac).resolve("tree")).resolve("Readme");
        Files.writeString(there, "old");
        assertThat(download("tree", downloads(mac), OnConflict.OVERWRITE).stored())
                .isEqualTo(1);
        assertThat(there).hasContent("new content");
    }
}
