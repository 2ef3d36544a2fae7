package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static quayside.server.TestHost.path;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.Transfers;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.crypto.ClientSecret;
import quayside.protocol.message.Goodbye;
import quayside.protocol.message.Message;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/** What the host orders for a guest, which reads of it at once whatever it does. */
@Timeout(120)
class OrdersTest {
    private static final int BIG = 3_000_000;

    /** The time within which a guest must know of an order. */
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    @TempDir
    private Path folder;

    @TempDir
    private Path local;

    private TestHost host;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<ShareClient> clients = new ArrayList<>();
    private final byte[] content = new byte[BIG];

    @BeforeEach
    void start() throws IOException {
        new Random(7).nextBytes(content);
        host = new TestHost(folder);
        host.start();
    }

    @AfterEach
    void stop() {
        clients.forEach(ShareClient::close);
        threads.close();
        host.close();
    }

    private ShareClient client(String name) throws IOException {
        ConnectOptions options = new ConnectOptions(Optional.empty(), Duration.ofSeconds(5))
                .of(ClientSecret.random(TestHost.RANDOM))
                .named(name);
        ShareClient client = ShareClient.connect(host.link(), host.key, options, new Cancellation());
        clients.add(client);
        return client;
    }

    /** A guest that follows the orders, and what it hears of them. */
    private BlockingQueue<Response.Orders> follow(ShareClient client) {
        BlockingQueue<Response.Orders> news = new LinkedBlockingQueue<>();
        client.onNews(news::add);
        client.followHost();
        return news;
    }

    private Guest guest(String name) {
        return host.server().guests().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void awaitWatching(String name, int connections) {
        await().until(() -> guest(name).connections() >= connections);
    }

    private Future<TransferReport> download(ShareClient client, String name, TransferListener listener) {
        return threads.submit(() -> Transfers.downloadAll(
                client, List.of(path(name)), local, OnConflict.FAIL, listener, new Cancellation()));
    }

    private Future<TransferReport> upload(ShareClient client, Path file, TransferListener listener) {
        return threads.submit(() -> Transfers.uploadAll(
                client,
                List.of(file),
                RemotePath.root(),
                OnConflict.FAIL,
                Optional.empty(),
                listener,
                new Cancellation()));
    }

    /** A listener that keeps why a transfer waits. */
    private static final class Waits implements TransferListener {
        private final BlockingQueue<String> sentences = new LinkedBlockingQueue<>();

        @Override
        public void waiting(Sentence sentence, Duration pause) {
            sentences.add(sentence.toString());
        }

        /** Returns the next reason. */
        @Nullable
        String reason() throws InterruptedException {
            return sentences.poll(10, TimeUnit.SECONDS);
        }
    }

    private static TransferReport.Summary only(Future<TransferReport> transfer) throws Exception {
        return transfer.get(60, TimeUnit.SECONDS).only();
    }

    @Test
    void aGuestInADownloadReadsAtOnceThatItIsPausedAndGoesOnLater() throws Exception {
        Files.write(TestHost.settled(Files.write(folder.resolve("big"), content)), content);
        ShareClient mara = client("Mara");
        BlockingQueue<Response.Orders> news = follow(mara);
        awaitWatching("Mara", 1);
        host.server().limitEach(1_000_000);
        Waits waits = new Waits();
        Future<TransferReport> transfer = download(mara, "big", waits);
        await().until(() -> guest("Mara").isTransferring());

        pauseAndExpect(news, "Mara");
        assertThat(waits.reason()).isEqualTo("The host paused your transfers.");
        assertThat(mara.list(RemotePath.root())).as("it may look").hasSize(1);
        assertThat(transfer.isDone()).isFalse();
        assertThatThrownBy(() -> mara.read(path("big"), BIG, new Cancellation()))
                .hasMessage("The host paused your transfers.");
        await().until(() -> !guest("Mara").isTransferring());

        host.server().limitEach(0);
        host.server().pause(guest("Mara").id(), false, "");
        assertThat(only(transfer).stored()).isEqualTo(1);
        assertThat(local.resolve("big")).hasBinaryContent(content);
        assertThat(host.events(ShareEvent.TransferFailed.class)).isEmpty();
        assertThat(host.events(ShareEvent.Steered.class))
                .extracting(event -> event.guest().name() + " " + event.what())
                .containsExactly("Mara was paused", "Mara may transfer again");
    }

    /** Pauses a guest, which has to know within a second. */
    private void pauseAndExpect(BlockingQueue<Response.Orders> news, String name) throws InterruptedException {
        long begun = System.nanoTime();
        host.server().pause(guest(name).id(), true, "Dinner");
        Response.Orders told = news.poll(10, TimeUnit.SECONDS);
        while (told != null && !told.paused()) {
            told = news.poll(10, TimeUnit.SECONDS);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        assertThat(told).extracting(Response.Orders::note).isEqualTo("Dinner");
        assertThat(took).isLessThan(AT_ONCE);
    }

    @Test
    void aGuestInAnUploadReadsAtOnceThatItIsPausedAndGoesOnLater() throws Exception {
        Path file = TestHost.settled(Files.write(local.resolve("big"), content));
        ShareClient mara = client("Mara");
        BlockingQueue<Response.Orders> news = follow(mara);
        awaitWatching("Mara", 1);
        host.server().limitEach(500_000);
        Waits waits = new Waits();
        Future<TransferReport> transfer = upload(mara, file, waits);
        await().until(() -> guest("Mara").progress().orElse(0) > 0);

        pauseAndExpect(news, "Mara");
        assertThat(waits.reason()).isEqualTo("The host paused your transfers.");

        host.server().limitEach(0);
        host.server().pause(guest("Mara").id(), false, "");
        assertThat(only(transfer).stored()).isEqualTo(1);
        assertThat(folder.resolve("big")).hasBinaryContent(content);
        assertThat(host.events(ShareEvent.TransferFailed.class)).isEmpty();
    }

    @Test
    void manySmallFilesOfAPausedGuestWaitTooAndNoneFails() throws Exception {
        Path many = Files.createDirectory(local.resolve("many"));
        for (int i = 0; i < 300; i++) {
            Files.write(many.resolve("f" + i), Arrays.copyOf(content, 4000));
        }
        ShareClient mara = client("Mara");
        BlockingQueue<Response.Orders> news = follow(mara);
        awaitWatching("Mara", 1);
        host.server().limitEach(200_000);
        Waits waits = new Waits();
        Future<TransferReport> transfer = upload(mara, many, waits);
        await().until(() -> guest("Mara").details().totals().filesUp() > 10);
        pauseAndExpect(news, "Mara");
        assertThat(waits.reason()).isEqualTo("The host paused your transfers.");
        host.server().limitEach(0);
        host.server().pause(guest("Mara").id(), false, "");
        TransferReport.Summary summary = only(transfer);
        assertThat(summary.stored()).isEqualTo(300);
        assertThat(summary.failedCount()).isZero();
        assertThat(guest("Mara").details().totals().filesUp()).isEqualTo(300);
    }

    @Test
    void anIdleGuestReadsAtOnceThatItIsPausedLimitedAndFree() throws Exception {
        ShareClient mara = client("Mara");
        BlockingQueue<Response.Orders> news = follow(mara);
        awaitWatching("Mara", 1);
        pauseAndExpect(news, "Mara");
        host.server().limit(guest("Mara").id(), 2_000_000, "");
        assertThat(news.poll(1, TimeUnit.SECONDS)).isEqualTo(new Response.Orders(true, 2_000_000, ""));
        host.server().pause(guest("Mara").id(), false, "");
        assertThat(news.poll(1, TimeUnit.SECONDS)).isEqualTo(new Response.Orders(false, 2_000_000, ""));
        host.server().limit(guest("Mara").id(), 0, "");
        assertThat(news.poll(1, TimeUnit.SECONDS)).isEqualTo(Response.Orders.NONE);
    }

    @Test
    void aGuestInATransferReadsAtOnceThatItWasDisconnectedAndWhy() throws Exception {
        Files.write(folder.resolve("big"), content);
        ShareClient mara = client("Mara");
        BlockingQueue<Response.Orders> news = follow(mara);
        awaitWatching("Mara", 1);
        host.server().limitEach(200_000);
        Waits waits = new Waits();
        Future<TransferReport> transfer = download(mara, "big", waits);
        await().until(() -> guest("Mara").isTransferring());
        news.clear();
        long begun = System.nanoTime();

        host.server().disconnect(guest("Mara").id(), "Back at six");

        assertThat(news.poll(5, TimeUnit.SECONDS)).isNotNull();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(AT_ONCE);
        assertThat(mara.parting()).contains(Goodbye.Why.DISCONNECTED);
        assertThat(mara.partingNote()).isEqualTo("Back at six");
        assertThatThrownBy(() -> only(transfer)).hasMessage("The host disconnected you.");
        assertThat(waits.sentences).as("it was no lost connection").isEmpty();
        mara.readmit();
        assertThat(mara.partingNote()).isEmpty();
    }

    @Test
    void ofTwoGuestsAtOneAddressOneIsBlockedAndCannotReturnAsItself() throws Exception {
        ClientSecret secret = ClientSecret.random(TestHost.RANDOM);
        ConnectOptions same = new ConnectOptions(Optional.empty(), Duration.ofSeconds(5))
                .of(secret)
                .named("Mara");
        ShareClient ida = client("Ida");
        follow(ida);
        try (ShareClient mara = ShareClient.connect(host.link(), host.key, same, new Cancellation())) {
            BlockingQueue<Response.Orders> news = follow(mara);
            awaitWatching("Mara", 1);
            await().until(() -> mara.parting().isEmpty());
            host.server().blockGuest(guest("Mara").id(), "Enough");
            assertThat(news.poll(1, TimeUnit.SECONDS)).isNotNull();
            await().until(() -> mara.parting().equals(Optional.of(Goodbye.Why.BLOCKED)));
            assertThat(mara.partingNote()).isEqualTo("Enough");
        }
        assertThat(host.server().blockedGuests())
                .extracting(each -> each.who().name())
                .containsExactly("Mara");
        assertThat(host.server().blocked()).as("its address").isEmpty();
        assertThat(ida.list(RemotePath.root())).isEmpty();

        // The same program, with another name.
        int before = host.events(ShareEvent.GuestJoined.class).size();
        assertThatThrownBy(() -> ShareClient.connect(host.link(), host.key, same.named("Somebody"), new Cancellation()))
                .hasMessage("The host blocked you.");
        assertThat(host.events(ShareEvent.GuestJoined.class)).hasSize(before);

        host.server().unblockGuest(host.server().blockedGuests().getFirst().installation());
        try (ShareClient back = ShareClient.connect(host.link(), host.key, same, new Cancellation())) {
            assertThat(back.list(RemotePath.root())).isEmpty();
        }
    }

    @Test
    void aBlockedGuestThatWasRefusedIsNotReportedToHaveLeft() throws Exception {
        host.server().block(new BlockedGuest("mara", new Who("Mara", "127.0.0.1", "")), "");
        try (RawGuest mara = host.guest()) {
            mara.send(new Request.Ping(Optional.of("Mara"), Optional.of("mara")));
            mara.assertClosed();
        }
        host.server().close();
        assertThat(host.events(ShareEvent.Refused.class)).hasSize(1);
        assertThat(host.events(ShareEvent.GuestJoined.class)).isEmpty();
        assertThat(host.events(ShareEvent.GuestLeft.class)).isEmpty();
    }

    @Test
    void aGuestThatIsBlockedWhileItIntroducesItselfIsSentAwayToo() throws Exception {
        host.close();
        host = new TestHost(folder);
        AtomicBoolean isDue = new AtomicBoolean(true);
        host.clock = () -> {
            // The time is asked for once the guest has proved not to be blocked, and before it is listed.
            if (isIntroducing() && isDue.compareAndSet(true, false)) {
                host.server().block(new BlockedGuest("mara", new Who("Mara", "127.0.0.1", "")), "");
            }
            return Instant.now();
        };
        host.start();
        try (RawGuest mara = host.guest()) {
            mara.send(new Request.Ping(Optional.of("Mara"), Optional.of("mara")));
            mara.assertClosed();
        }
        host.server().close();
        assertThat(host.events(ShareEvent.GuestJoined.class)).isEmpty();
        assertThat(host.events(ShareEvent.GuestLeft.class)).isEmpty();
    }

    private static boolean isIntroducing() {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getMethodName().equals("introduced")));
    }

    @Test
    void aGuestThatWasPausedBeforeItNamedItsInstallationStaysPaused() throws Exception {
        Files.writeString(folder.resolve("a"), "a");
        try (RawGuest one = host.guest();
                RawGuest two = host.guest()) {
            one.assertServed();
            two.assertServed();
            host.server().pause(host.server().guests().getFirst().id(), true, "Dinner");
            for (RawGuest each : List.of(one, two)) {
                each.ask(new Request.Ping(Optional.of("Mara"), Optional.of("mara")));
                each.assertFailed(each.ask(new Request.Get(path("a"))), Fault.SERVER_FULL);
            }
            assertThat(guest("Mara").details().orders()).isEqualTo(new Response.Orders(true, 0, "Dinner"));
            assertThat(host.server().away())
                    .as("the guest is known by its installation now")
                    .isEmpty();
            host.server().pause(guest("Mara").id(), false, "");
            assertThat(one.ask(new Request.Get(path("a")))).isInstanceOf(Response.Content.class);
        }
    }

    @Test
    void theOrderForAGuestWithoutInstallationIsNotForOneThatComesFromItsAddressLater() throws Exception {
        try (RawGuest other = host.guest()) {
            other.assertServed();
            host.server().pause(host.server().guests().getFirst().id(), true, "");
            ShareClient ida = client("Ida");
            assertThat(ida.list(RemotePath.root())).isEmpty();
            assertThat(guest("Ida").details().orders()).isEqualTo(Response.Orders.NONE);
        }
    }

    @Test
    void aPausedGuestStaysPausedWhenItConnectsAgain() throws Exception {
        ClientSecret secret = ClientSecret.random(TestHost.RANDOM);
        ConnectOptions same = new ConnectOptions(Optional.empty(), Duration.ofSeconds(5))
                .of(secret)
                .named("Mara");
        Files.writeString(folder.resolve("a"), "a");
        try (ShareClient mara = ShareClient.connect(host.link(), host.key, same, new Cancellation())) {
            assertThat(mara.read(path("a"), 10, new Cancellation())).hasSize(1);
            host.server().pause(guest("Mara").id(), true, "");
        }
        try (ShareClient mara = ShareClient.connect(host.link(), host.key, same.named("Else"), new Cancellation())) {
            assertThatThrownBy(() -> mara.read(path("a"), 10, new Cancellation()))
                    .isInstanceOfSatisfying(
                            ProtocolException.class, e -> assertThat(e.fault()).isEqualTo(Fault.SERVER_FULL));
        }
        ShareClient ida = client("Ida");
        assertThat(ida.read(path("a"), 10, new Cancellation())).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"true, may transfer again", "false, has no limit of its own any more"})
    void theHostReadsWhatWasLifted(boolean isPaused, String words) throws Exception {
        try (ShareClient mara = client("Mara")) {
            mara.list(RemotePath.root());
            host.server().limit(guest("Mara").id(), 1_000_000, "");
            host.server().pause(guest("Mara").id(), isPaused, "");
        }
        await().until(() -> !host.server().away().isEmpty());
        host.server().lift(host.server().away().getFirst().id());
        await().untilAsserted(
                        () -> assertThat(host.events(ShareEvent.Steered.class)).hasSize(3));
        assertThat(host.events(ShareEvent.Steered.class).getLast().what()).hasToString(words);
    }

    @Test
    void aGuestOfAnEarlierVersionWaitsAndGoesOnWithoutKnowing() throws Exception {
        Files.write(folder.resolve("big"), content);
        ShareClient old = client("Old");
        host.server().limitEach(1_000_000);
        Waits waits = new Waits();
        Future<TransferReport> transfer = download(old, "big", waits);
        await().until(() -> guest("Old").isTransferring());
        host.server().pause(guest("Old").id(), true, "");
        assertThat(waits.reason()).startsWith("The connection was lost");
        assertThat(waits.reason()).startsWith("The host paused your transfers. It tries again");
        host.server().limitEach(0);
        await().until(() -> !host.server().away().isEmpty());
        AwayGuest away = host.server().away().getFirst();
        assertThat(away.who().name()).isEqualTo("Old");
        host.server().lift(away.id());
        assertThat(host.server().away()).isEmpty();
        assertThat(only(transfer).stored()).isEqualTo(1);
        assertThat(local.resolve("big")).hasBinaryContent(content);
    }

    @Test
    void aLimitHoldsInEachDirectionForAllConnectionsOfAGuest() throws Exception {
        Files.write(folder.resolve("one"), Arrays.copyOf(content, 400_000));
        Files.write(folder.resolve("two"), Arrays.copyOf(content, 400_000));
        ShareClient mara = client("Mara");
        mara.list(RemotePath.root());
        host.server().limit(guest("Mara").id(), 400_000, "");
        long begun = System.nanoTime();
        Future<TransferReport> one = download(mara, "one", TransferListener.NONE);
        Future<TransferReport> two = download(mara, "two", TransferListener.NONE);
        only(one);
        only(two);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(1500));
        assertThatThrownBy(() -> host.server().limitEach(1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatTheHostWritesIsBounded() throws Exception {
        ShareClient mara = client("Mara");
        BlockingQueue<Response.Orders> news = follow(mara);
        awaitWatching("Mara", 1);
        host.server().pause(guest("Mara").id(), true, "x".repeat(100_000));
        Response.Orders told = news.poll(5, TimeUnit.SECONDS);
        while (told != null && !told.paused()) {
            told = news.poll(5, TimeUnit.SECONDS);
        }
        assertThat(told).isNotNull();
        assertThat(told.note()).hasSize(Limits.MAX_NOTE_LENGTH);
    }

    @Test
    void newsOfOrdersAndAnswersToMalformedMessagesComeOneAfterTheOther() throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        try (RawGuest guest = host.guest()) {
            guest.ask(new Request.Watch());
            Future<?> ordering = threads.submit(() -> {
                for (long i = 1; !isOver.get(); i++) {
                    host.server().limitEach(1_000_000_000 + i);
                    Thread.onSpinWait();
                }
            });
            for (int i = 0; i < 3000; i++) {
                guest.sendJson("{\"verb\":\"GET\"}");
                Message answer = guest.receive();
                while (answer instanceof Response.Orders) {
                    answer = guest.receive();
                }
                guest.assertFailed(answer, Fault.MALFORMED);
            }
            isOver.set(true);
            ordering.get(10, TimeUnit.SECONDS);
        } finally {
            isOver.set(true);
        }
    }

    @Test
    void aGuestThatWatchesAndDoesNotReadHoldsNobodyUp() throws Exception {
        try (RawGuest silent = host.guest()) {
            silent.ask(new Request.Watch());
            Guest row = host.server().guests().getFirst();
            for (int i = 0; i < 2000; i++) {
                host.server().limit(row.id(), ShareServer.MIN_LIMIT + i, "x".repeat(200));
            }
            ShareClient mara = client("Mara");
            assertThat(mara.list(RemotePath.root())).isEmpty();
        }
    }
}
