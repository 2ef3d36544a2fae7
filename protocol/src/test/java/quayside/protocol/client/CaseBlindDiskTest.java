package quayside.protocol.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import quayside.protocol.channel.Channel;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.ProgressListener;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * Downloads onto a real disk that does not tell upper and lower case apart, where the system does not say which of two names a file has: exFAT under Linux, say. Skipped where the
 * temporary files are on another; {@code -Djava.io.tmpdir} puts them there.
 */
final class CaseBlindDiskTest {
    @TempDir
    Path folder;

    @BeforeEach
    void findOne() throws IOException {
        Path there = Files.createFile(folder.resolve("Trial"));
        assumeTrue(Files.exists(folder.resolve("tRIAL")), "this disk tells upper and lower case apart");
        Files.delete(there);
    }

    private static void answer(Request request, Channel channel, byte[] content) throws IOException {
        switch (request) {
            case Request.Stat stat ->
                channel.send(new Response.Described(
                        stat.path().name().equals("tree")
                                ? ScriptedServer.folder("tree")
                                : ScriptedServer.file(stat.path().name(), content.length)));
            case Request.ListFolder _ ->
                channel.send(new Response.Listing(List.of(ScriptedServer.file("name", content.length)), false));
            case Request.Get get -> ScriptedServer.content(channel, get, "v1", content);
            default -> throw new IOException("unexpected");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OVERWRITE", "NEWER"})
    void aFileThatIsSpelledOtherwiseIsNotReplaced(OnConflict rule) throws IOException {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        for (Path in : List.of(folder, tree)) {
            Files.writeString(in.resolve("NAME"), "another file");
            Files.setLastModifiedTime(in.resolve("NAME"), FileTime.fromMillis(86_400_000L * 365 * 20));
        }
        for (int size : new int[] {10, 300_000}) {
            byte[] content = new byte[size];
            Arrays.fill(content, "x".getBytes(UTF_8)[0]);
            try (ScriptedServer server =
                            new ScriptedServer((channel, request, _) -> answer(request, channel, content));
                    ShareClient client = server.connect()) {
                ProtocolException refused = catchThrowableOfType(
                        ProtocolException.class,
                        () -> client.get(
                                RemotePath.parse("name"), folder, rule, ProgressListener.NONE, new Cancellation()));
                assertThat(refused.fault()).isEqualTo(Fault.EXISTS);
                assertThat(refused).hasMessageContaining("does not distinguish");
                assertThat(Transfers.download(
                                        client,
                                        RemotePath.parse("tree"),
                                        folder,
                                        rule,
                                        TransferListener.NONE,
                                        new Cancellation())
                                .failures())
                        .singleElement()
                        .satisfies(failure -> assertThat(failure.fault()).isEqualTo(Fault.EXISTS));
            }
        }
        for (Path in : List.of(folder, tree)) {
            assertThat(in.resolve("NAME")).hasContent("another file");
            assertThat(in.toFile().list()).contains("NAME").doesNotContain("name");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OVERWRITE", "NEWER"})
    void aFileOfTheVeryNameIsReplaced(OnConflict rule) throws IOException {
        Files.writeString(folder.resolve("name"), "old");
        Files.setLastModifiedTime(folder.resolve("name"), FileTime.fromMillis(86_400_000L * 365 * 20));
        byte[] content = "the new one".getBytes(UTF_8);
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> answer(request, channel, content));
                ShareClient client = server.connect()) {
            client.get(RemotePath.parse("name"), folder, rule, ProgressListener.NONE, new Cancellation());
        }
        assertThat(folder.resolve("name")).hasContent("the new one");
    }
}
