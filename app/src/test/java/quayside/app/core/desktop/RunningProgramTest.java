package quayside.app.core.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.Leftovers;
import quayside.app.core.Patience;
import quayside.app.core.desktop.RunningProgram.Request;
import quayside.app.core.desktop.RunningProgram.Start;

@Timeout(60)
class RunningProgramTest {
    private static final Request SHOW = new Request.Show();
    private static final Request LINK = new Request.Open("quayside://192.168.1.7:4870/#k7pm-2xqd");

    @TempDir
    Path folder;

    private final List<Request> heard = new CopyOnWriteArrayList<>();

    @Test
    void laterStartsTellTheFirstWhatTheyAreFor() throws IOException {
        try (RunningProgram first = first()) {
            assertThat(start(SHOW)).isInstanceOf(Start.Told.class);
            first.onRequest(heard::add);
            assertThat(start(LINK)).isInstanceOf(Start.Told.class);
            assertThat(start(new Request.Stay())).isInstanceOf(Start.Told.class);
            awaitHeard(SHOW, LINK, new Request.Stay());
        }
        first().close();
    }

    @Test
    void aLinkAsLongAsOneCanBeIsTaken() {
        Request longest = new Request.Open("quayside://192.168.1.7:4870/" + "ä".repeat(16_000) + "#k7pm-2xqd");
        try (RunningProgram first = first()) {
            first.onRequest(heard::add);
            assertThat(start(longest)).isInstanceOf(Start.Told.class);
            awaitHeard(longest);
        }
    }

    @Test
    void whatAProgramDoesNotTakeBecauseItEndsTheNextOneDoes() throws Exception {
        CountDownLatch refused = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            RunningProgram ending = first();
            ending.onRequest(request -> {
                refused.countDown();
                return false;
            });
            Future<Start> next = threads.submit(() -> start(LINK));
            Patience.pass(refused);
            ending.close();
            assertThat(next.get())
                    .isInstanceOfSatisfying(
                            Start.First.class, start -> start.program().close());
        }
    }

    @Test
    void earlyRequestsArePassedOnInTheirOrderByAThreadOfThisObject() {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        try (RunningProgram first = first()) {
            assertThat(start(SHOW)).isInstanceOf(Start.Told.class);
            assertThat(start(LINK)).isInstanceOf(Start.Told.class);
            first.onRequest(request -> threads.add(Thread.currentThread()) && heard.add(request));
            assertThat(start(new Request.Stay())).isInstanceOf(Start.Told.class);
            awaitHeard(SHOW, LINK, new Request.Stay());
            assertThat(threads).doesNotContain(Thread.currentThread());
        }
    }

    @Test
    void whatIsNotWaitedForAnyMoreIsNotDone() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (RunningProgram first = first();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            first.onRequest(request -> {
                busy.countDown();
                Patience.pass(goOn);
                return heard.add(request);
            });
            Future<Start> shown = threads.submit(() -> start(SHOW));
            Patience.pass(busy);
            try (SocketChannel impatient = connect()) {
                impatient.write(ByteBuffer.wrap("open quayside://192.168.1.7\n".getBytes(StandardCharsets.UTF_8)));
            }
            goOn.countDown();
            assertThat(shown.get()).isInstanceOf(Start.Told.class);
            assertThat(start(LINK)).isInstanceOf(Start.Told.class);
            awaitHeard(SHOW, LINK);
        }
    }

    @Test
    void anotherFolderHasAnotherWindow() throws IOException {
        Path other = folder.resolve("other");
        try (RunningProgram _ = first()) {
            assertThat(RunningProgram.start(other, SHOW))
                    .isInstanceOfSatisfying(
                            Start.First.class, start -> start.program().close());
        }
    }

    @Test
    void ofManyStartsAtOnceOneIsTheFirst() throws Exception {
        CountDownLatch ready = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Start> begin = () -> {
                ready.await();
                return start(SHOW);
            };
            List<Future<Start>> starts =
                    Stream.generate(() -> threads.submit(begin)).limit(12).toList();
            ready.countDown();
            int firsts = 0;
            for (Future<Start> each : starts) {
                switch (each.get()) {
                    case Start.First(RunningProgram program) -> {
                        firsts++;
                        program.onRequest(heard::add);
                        Patience.await().untilAsserted(() -> assertThat(heard).hasSize(11));
                        program.close();
                    }
                    case Start.Told _ -> {}
                    case Start.Alone _ -> throw new AssertionError("alone");
                }
            }
            assertThat(firsts).isEqualTo(1);
        }
    }

    @Test
    void aProgramThatCrashedDoesNotBlockTheNext() throws IOException {
        // Its lock ended with it, its socket is still there.
        Path left = folder.resolve(RunningProgram.SOCKET);
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(left));
        }
        assertThat(left).exists();
        try (RunningProgram first = first()) {
            first.onRequest(heard::add);
            assertThat(start(SHOW)).isInstanceOf(Start.Told.class);
            awaitHeard(SHOW);
        }
        assertThat(left).doesNotExist();
    }

    @Test
    void aProgramThatDoesNotAnswerDoesNotBlockTheNext() throws IOException {
        try (FileChannel lock = FileChannel.open(
                        folder.resolve(RunningProgram.LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = lock.lock()) {
            assertThat(RunningProgram.start(folder, SHOW, Duration.ZERO)).isInstanceOf(Start.Alone.class);
        }
    }

    @Test
    void onlyTheOwnerReachesTheSocket() throws IOException {
        Path config = folder.resolve("config");
        try (RunningProgram _ = ((Start.First) RunningProgram.start(config, SHOW)).program()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(config)))
                    .isEqualTo("rwx------");
            for (String name : List.of(RunningProgram.SOCKET, RunningProgram.LOCK)) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(config.resolve(name))))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void whatIsNoRequestIsNotTakenAndHoldsUpNobody() throws IOException {
        try (RunningProgram first = first()) {
            first.onRequest(heard::add);
            assertThat(answerTo("format the disk\n")).isEmpty();
            assertThat(answerTo("open " + "x".repeat(RunningProgram.MAX_MESSAGE) + "\n"))
                    .isEmpty();
            try (SocketChannel silent = connect()) {
                assertThat(start(SHOW)).isInstanceOf(Start.Told.class);
                assertThat(silent.isOpen()).isTrue();
            }
            awaitHeard(SHOW);
        }
    }

    @Test
    void noThreadAndNoFileIsLeftAfterManyStarts() throws IOException {
        first().close();
        long before = Leftovers.descriptors();
        for (int i = 0; i < 50; i++) {
            try (RunningProgram first = first()) {
                first.onRequest(heard::add);
                assertThat(start(SHOW)).isInstanceOf(Start.Told.class);
            }
        }
        // The JVM opens a few of its own for virtual threads that wait.
        Patience.await().untilAsserted(() -> assertThat(Leftovers.descriptors()).isLessThanOrEqualTo(before + 5));
        assertThat(folder.resolve(RunningProgram.SOCKET)).doesNotExist();
    }

    private String answerTo(String message) throws IOException {
        try (SocketChannel channel = connect()) {
            ByteBuffer answer = ByteBuffer.allocate(64);
            try {
                channel.write(ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8)));
                channel.read(answer);
            } catch (IOException e) {
                // It was closed before it had read all.
            }
            return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
        }
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve(RunningProgram.SOCKET)));
    }

    private RunningProgram first() {
        return ((Start.First) start(SHOW)).program();
    }

    private Start start(Request request) {
        return RunningProgram.start(folder, request);
    }

    private void awaitHeard(Request... expected) {
        Patience.await().untilAsserted(() -> assertThat(heard).containsExactly(expected));
    }
}
