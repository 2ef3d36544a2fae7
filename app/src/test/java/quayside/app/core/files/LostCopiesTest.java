package quayside.app.core.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.TestShare;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.connection.RetryPolicy;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** The connection is cut when the server has made a copy, and its answer is on its way. */
@Timeout(90)
class LostCopiesTest {
    @TempDir
    Path folder;

    private final AtomicBoolean cut = new AtomicBoolean();
    private final List<String> waits = new ArrayList<>();
    private final ShareCopies.Progress progress = new ShareCopies.Progress() {
        @Override
        public void next(RemotePath path, long number, long all) {}

        @Override
        public void waiting(Sentence why) {
            waits.add(why.toString());
        }
    };

    /** Whether it is time to cut. */
    private volatile BooleanSupplier when = () -> false;

    private TestShare share;
    private ServerSocket relay;

    @BeforeEach
    void start() throws IOException {
        share = new TestShare(folder).start();
        relay = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (true) {
                try {
                    Socket guest = relay.accept();
                    Socket server = new Socket(
                            InetAddress.getLoopbackAddress(), share.link().port());
                    pump(guest, server, () -> false);
                    pump(server, guest, () -> when.getAsBoolean() && cut.compareAndSet(false, true));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
        share.close();
    }

    private static void pump(Socket from, Socket to, BooleanSupplier cuts) {
        Thread.ofVirtual().start(() -> {
            byte[] buffer = new byte[1 << 16];
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int count = in.read(buffer); count >= 0 && !cuts.getAsBoolean(); count = in.read(buffer)) {
                    out.write(buffer, 0, count);
                }
            } catch (IOException e) {
                // The other direction has ended.
            }
        });
    }

    private ShareClient connect(RetryPolicy policy) throws IOException {
        return ShareClient.connect(
                ShareLink.of(
                        "127.0.0.1", relay.getLocalPort(), share.link().id().orElseThrow()),
                share.key(),
                ConnectOptions.standard().retrying(policy),
                new Cancellation());
    }

    /** A policy whose pauses take no time. */
    private static RetryPolicy patient() {
        RetryPolicy standard = RetryPolicy.standard();
        return new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(1), standard.giveUpAfter(), standard.timer());
    }

    private static ShareCopies copies(ShareClient client, String path) throws IOException {
        RemotePath from = RemotePath.parse(path);
        return new ShareCopies(client, RemotePath.root(), List.of(new ShareCopies.Source(from, client.stat(from))));
    }

    private void goesOnAfter(String made, String source) throws IOException {
        try (ShareClient client = connect(patient())) {
            ShareCopies copies = copies(client, source);
            when = () -> Files.exists(folder.resolve(made));
            ShareCopies.Result result = copies.run(progress, new Cancellation());
            assertThat(result.end()).isEmpty();
            assertThat(result.failures()).isEmpty();
            assertThat(result.incomplete()).isEmpty();
            assertThat(result.copied()).isEqualTo(result.all());
            assertThat(cut).isTrue();
            assertThat(waits).isNotEmpty();
        }
    }

    private Set<String> tree() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            Set<String> names = new TreeSet<>();
            all.map(each -> folder.relativize(each).toString())
                    .filter(each -> !each.isEmpty() && !each.startsWith(".quayside"))
                    .forEach(names::add);
            return names;
        }
    }

    @Test
    void aFileIsCopiedOnceThoughTheAnswerWasLost() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "a");
        goesOnAfter("a (2).txt", "a.txt");
        assertThat(tree()).containsExactlyInAnyOrder("a.txt", "a (2).txt");
    }

    @Test
    void aFolderIsCopiedOnceThoughTheAnswerWasLost() throws IOException {
        Files.createDirectories(folder.resolve("dir"));
        Files.writeString(folder.resolve("dir/x"), "x");
        goesOnAfter("dir (2)", "dir");
        assertThat(tree()).containsExactlyInAnyOrder("dir", "dir/x", "dir (2)", "dir (2)/x");
    }

    @Test
    void aFolderIsCopiedToItsEndThoughTheAnswersWereLostInTheMiddle() throws IOException {
        Files.createDirectories(folder.resolve("dir/sub"));
        for (int i = 0; i < 5; i++) {
            Files.writeString(folder.resolve("dir/x" + i), "x");
            Files.writeString(folder.resolve("dir/sub/y" + i), "y");
        }
        goesOnAfter("dir (2)/x0", "dir");
        assertThat(folder.resolve("dir (2)").toFile().list()).hasSize(6);
        assertThat(folder.resolve("dir (2)/sub").toFile().list()).hasSize(5);
        assertThat(folder.resolve("dir (3)")).doesNotExist();
    }

    @Test
    void whatIsMissingIsKnownAndCopiedLaterIfTheShareDoesNotComeBack() throws IOException {
        Files.createDirectories(folder.resolve("dir/sub"));
        Files.writeString(folder.resolve("dir/sub/y"), "y");
        Files.writeString(folder.resolve("dir/x"), "x");
        try (ShareClient client = connect(RetryPolicy.never())) {
            ShareCopies copies = copies(client, "dir");
            when = () -> Files.exists(folder.resolve("dir (2)/sub"));
            ShareCopies.Result first = copies.run(progress, new Cancellation());
            assertThat(first.end()).map(ProtocolException::fault).contains(Fault.CONNECTION_LOST);
            assertThat(first.goesOn()).isTrue();
            assertThat(first.names()).containsExactly("dir (2)");
            assertThat(first.incomplete()).containsExactly("dir");
            assertThat(first.copied()).isPositive();
            ShareCopies.Result second = copies.run(progress, new Cancellation());
            assertThat(second.end()).isEmpty();
            assertThat(second.copied()).isEqualTo(4);
            assertThat(folder.resolve("dir (2)/sub/y")).hasContent("y");
            assertThat(folder.resolve("dir (2)/x")).hasContent("x");
            copies.takeBack(new Cancellation());
            assertThat(tree()).containsExactlyInAnyOrder("dir", "dir/sub", "dir/sub/y", "dir/x");
        }
    }

    @Test
    void whatWasMadeThoughItsAnswerWasLostIsTakenBackToo() throws IOException {
        Files.createDirectories(folder.resolve("dir"));
        Files.writeString(folder.resolve("dir/x"), "x");
        Files.writeString(folder.resolve("a.txt"), "a");
        for (String[] each : new String[][] {{"dir", "dir (2)/x"}, {"a.txt", "a (2).txt"}}) {
            cut.set(false);
            when = () -> false;
            try (ShareClient client = connect(RetryPolicy.never())) {
                ShareCopies copies = copies(client, each[0]);
                when = () -> Files.exists(folder.resolve(each[1]));
                assertThat(copies.run(progress, new Cancellation()).goesOn()).isTrue();
                assertThat(folder.resolve(each[1])).exists();
                copies.takeBack(new Cancellation());
            }
            assertThat(tree()).containsExactlyInAnyOrder("dir", "dir/x", "a.txt");
        }
    }
}
