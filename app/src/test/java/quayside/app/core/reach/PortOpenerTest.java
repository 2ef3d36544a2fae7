package quayside.app.core.reach;

import static org.assertj.core.api.Assertions.assertThat;
import static quayside.app.core.Patience.await;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.app.core.reach.Reach.State;
import quayside.app.core.reach.Reach.Trouble;
import quayside.app.core.reach.Reach.Way;
import quayside.protocol.crypto.ClientSecret;

class PortOpenerTest {
    private static final int PORT = 4870;
    private static final RouterLine LINE = new RouterLine(FakeRouter.LOCAL, FakeRouter.LOCAL);
    private static final Duration LEASE = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final FakeRouter router = new FakeRouter();
    private final ClientSecret secret = ClientSecret.random(new SecureRandom());
    private volatile Instant now = Instant.EPOCH;
    private volatile PortOpener.Place place = new PortOpener.Place(Optional.of(LINE), List.of());
    private volatile Duration patience = Duration.ofSeconds(10);
    private final PortOpener reach = new PortOpener(() -> place, this::routers, () -> now, Duration.ofDays(1), LEASE);
    private final AtomicInteger dumps = new AtomicInteger();
    private Locale language = Locale.ROOT;

    @TempDir
    private Path temp;

    PortOpenerTest() throws IOException {}

    private List<Router> routers(RouterLine line) {
        Random random = new Random(7);
        // What does not answer is either refused by the system, or not waited for.
        boolean hasControl = router.knowsPcp || router.knowsNatPmp;
        boolean hasUpnp = router.knowsUpnp || router.location != null;
        return List.of(
                new PortControl(
                        line.here(),
                        hasControl ? router.controlAddress() : new InetSocketAddress(FakeRouter.LOCAL, 1),
                        patience,
                        () -> now,
                        secret),
                new Igd(
                        line.here(),
                        line.gateway(),
                        List.of(router.searchAddress()),
                        hasUpnp ? patience : SHORT,
                        random));
    }

    @BeforeEach
    void inEnglish() {
        language = Locale.getDefault(Locale.Category.DISPLAY);
        Locale.setDefault(Locale.Category.DISPLAY, Locale.ENGLISH);
    }

    @AfterEach
    void close() throws IOException {
        Locale.setDefault(Locale.Category.DISPLAY, language);
        reach.close();
        router.close();
    }

    private State open() throws InterruptedException {
        reach.keepOpen(OptionalInt.of(PORT));
        reach.roundNow();
        return reach.state();
    }

    private void only(Way way) {
        router.knowsPcp = way == Way.PCP;
        router.knowsNatPmp = way == Way.NAT_PMP;
        router.knowsUpnp = way == Way.UPNP;
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aPortIsOpenedKeptAndClosed(Way way) throws InterruptedException {
        only(way);
        assertThat(open()).isEqualTo(new State.Open("203.0.113.9", PORT, way, false, List.of()));
        assertThat(router.mappings).containsExactlyEntriesOf(Map.of(PORT, PORT));
        int before = router.requests.size();
        now = now.plus(LEASE.dividedBy(2));
        router.epoch.addAndGet(1800);
        reach.roundNow();
        assertThat(router.requests).hasSize(before + 1);
        assertThat(router.requests.getLast()).endsWith(" 3600");
        reach.keepOpen(OptionalInt.empty());
        assertThat(reach.state()).isEqualTo(new State.Off());
        await().until(router.mappings::isEmpty);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aRouterThatForgotThePortOpensItAgain(Way way) throws InterruptedException {
        only(way);
        State first = open();
        router.restart();
        now = now.plus(PortOpener.ASK_EVERY);
        reach.roundNow();
        assertThat(router.mappings).containsKey(PORT);
        assertThat(reach.state()).isEqualTo(first);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aRouterThatWasNotRestartedIsNotAskedToOpenAgain(Way way) throws InterruptedException {
        only(way);
        open();
        int before = router.requests.size();
        now = now.plus(PortOpener.ASK_EVERY);
        // Its clock may be slow.
        router.epoch.addAndGet(55);
        reach.roundNow();
        assertThat(router.requests).hasSize(before);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aPortThatAnotherHasIsReplacedByOneThatIsFree(Way way) throws InterruptedException {
        only(way);
        router.taken.add(PORT);
        State.Open open = (State.Open) open();
        assertThat(open.port()).isNotEqualTo(PORT);
        assertThat(router.mappings).containsEntry(open.port(), PORT);
        // It stays the same, because links contain it.
        now = now.plus(LEASE.dividedBy(2));
        router.epoch.addAndGet(1800);
        router.taken.add(open.port() + 1);
        reach.roundNow();
        assertThat(reach.state()).isEqualTo(open);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aRefusalIsSaid(Way way) throws InterruptedException {
        only(way);
        router.result = 4;
        router.fault = 501;
        assertThat(open()).isEqualTo(new State.Closed(Trouble.REFUSED, PORT, "127.0.0.1", "", List.of()));
        assertThat(reach.state().words()).isEqualTo("The router refuses to open a port.");
        assertThat(reach.state().advice())
                .hasValueSatisfying(words -> assertThat(words).contains("forward TCP port 4870 to 127.0.0.1"));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aRouterWhoseSettingsForbidItIsSaidWithWhatToSwitchOn(Way way) throws InterruptedException {
        only(way);
        router.result = 2;
        router.fault = 606;
        assertThat(open()).isEqualTo(new State.Closed(Trouble.FORBIDDEN, PORT, "127.0.0.1", "", List.of()));
        assertThat(reach.state().words()).isEqualTo("The router does not let this computer open ports.");
        assertThat(reach.state().advice())
                .hasValueSatisfying(words -> assertThat(words)
                        .contains("Allow this computer to open ports", "forward TCP port 4870 to 127.0.0.1"));
    }

    @ParameterizedTest
    @CsvSource({"501, REFUSED", "606, FORBIDDEN", "402, REFUSED"})
    void aFaultToTheFirstQuestionIsARefusalToo(int fault, Trouble trouble) throws InterruptedException {
        only(Way.UPNP);
        router.addressFault = fault;
        assertThat(open()).isEqualTo(new State.Closed(trouble, PORT, "127.0.0.1", "", List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html><p>Error</html>", "not allowed"})
    void aFaultThatExplainsNothingIsARefusal(String body) throws InterruptedException {
        only(Way.UPNP);
        router.fault = 501;
        router.faultBody = body;
        assertThat(open()).isEqualTo(new State.Closed(Trouble.REFUSED, PORT, "127.0.0.1", "", List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.2", "100.64.3.4", "192.168.1.1", "0.0.0.0", "127.0.0.1", "224.0.0.1", "172.20.0.1"})
    void anAddressThatIsNotOneOfTheInternetIsSaidAndThePortIsClosed(String outside) throws InterruptedException {
        router.outside = outside;
        assertThat(open()).isEqualTo(new State.Closed(Trouble.NO_ADDRESS, PORT, "127.0.0.1", outside, List.of()));
        assertThat(router.mappings).isEmpty();
        assertThat(reach.state().words()).contains(outside).startsWith("Your provider does not give");
    }

    @Test
    void aSilentRouterIsSaidAndTriedAgain() throws InterruptedException {
        router.isSilent = true;
        patience = SHORT;
        assertThat(open()).isEqualTo(new State.Closed(Trouble.SILENT, PORT, "127.0.0.1", "", List.of()));
        router.isSilent = false;
        patience = Duration.ofSeconds(10);
        reach.roundNow();
        assertThat(reach.state()).isInstanceOf(State.Closed.class);
        now = now.plus(PortOpener.TRY_AGAIN);
        reach.roundNow();
        assertThat(reach.state()).isInstanceOf(State.Open.class);
    }

    @Test
    void aRouterThatFallsSilentIsBelievedOnceAndThenSaid() throws InterruptedException {
        patience = Duration.ofMillis(100);
        open();
        router.isSilent = true;
        for (int i = 0; i < 2; i++) {
            assertThat(reach.state()).isInstanceOf(State.Open.class);
            now = now.plus(PortOpener.ASK_EVERY);
            reach.roundNow();
        }
        assertThat(reach.state()).isInstanceOf(State.Closed.class);
    }

    @Test
    void aPortIsOpenedAgainAndClosedByAProgramThatCameAfterOneThatWasKilled() throws InterruptedException {
        only(Way.PCP);
        open();
        try (PortOpener second = new PortOpener(() -> place, this::routers, () -> now, Duration.ofDays(1), LEASE)) {
            second.keepOpen(OptionalInt.of(PORT));
            second.roundNow();
            assertThat(second.state()).isInstanceOf(State.Open.class);
        }
        assertThat(router.mappings).isEmpty();
    }

    @Test
    void aFaultInARoundEndsNoLaterRound() throws InterruptedException {
        AtomicInteger rounds = new AtomicInteger();
        try (PortOpener faulty = new PortOpener(
                () -> {
                    if (rounds.getAndIncrement() == 0) {
                        throw new IllegalStateException("a fault of this test");
                    }
                    return place;
                },
                this::routers,
                () -> now,
                Duration.ofMillis(1),
                LEASE)) {
            faulty.keepOpen(OptionalInt.of(PORT));
            await().until(() -> faulty.state() instanceof State.Open);
        }
    }

    @Test
    void aPortWhoseClosingTheEndInterruptsIsClosedAllTheSame() throws InterruptedException {
        only(Way.PCP);
        open();
        CountDownLatch lost = new CountDownLatch(1);
        router.hearsPcp = () -> {
            boolean isFirst = lost.getCount() == 1;
            lost.countDown();
            return !isFirst;
        };
        reach.keepOpen(OptionalInt.empty());
        assertThat(lost.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(router.mappings).isNotEmpty();
        reach.close();
        assertThat(router.mappings).isEmpty();
    }

    @Test
    void withoutARouterThatIsSaid() throws InterruptedException {
        place = new PortOpener.Place(Optional.empty(), List.of("2a00::7"));
        assertThat(open()).isEqualTo(new State.Closed(Trouble.NO_ROUTER, PORT, "", "", List.of("2a00::7")));
    }

    @Test
    void anotherNetworkGetsItsOwnPort() throws InterruptedException, IOException {
        open();
        place = new PortOpener.Place(
                Optional.of(new RouterLine(RouterLine.of(new byte[] {127, 0, 0, 2}), FakeRouter.LOCAL)), List.of());
        int before = router.requests.size();
        reach.roundNow();
        assertThat(router.requests.subList(before, router.requests.size()))
                .containsExactly("PCP 4870 0", "PCP 4870 3600");
        assertThat(reach.state()).isInstanceOf(State.Open.class);
    }

    @Test
    void theRouterOfALostPortIsAskedFirstOnceItIsBack() throws InterruptedException {
        only(Way.UPNP);
        router.taken.add(PORT);
        patience = Duration.ofMillis(200);
        State open = open();
        router.isSilent = true;
        router.answer = request -> new byte[0];
        for (int i = 0; i < 2; i++) {
            now = now.plus(PortOpener.ASK_EVERY);
            reach.roundNow();
        }
        assertThat(reach.state()).isInstanceOf(State.Closed.class);
        router.isSilent = false;
        router.answer = null;
        router.knowsPcp = true;
        now = now.plus(PortOpener.TRY_AGAIN);
        reach.roundNow();
        assertThat(reach.state()).isEqualTo(open);
        assertThat(router.mappings).hasSize(1);
        reach.close();
        assertThat(router.mappings).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whatCouldNotBeClosedIsOpenedAgainOrClosedAtTheEnd(Way way) throws InterruptedException {
        only(way);
        patience = Duration.ofMillis(200);
        State open = open();
        PortOpener.Place home = place;
        for (boolean isWanted : new boolean[] {true, false}) {
            router.isSilent = true;
            router.answer = request -> new byte[0];
            place = new PortOpener.Place(Optional.empty(), List.of());
            reach.roundNow();
            assertThat(router.mappings).isNotEmpty();
            if (!isWanted) {
                reach.keepOpen(OptionalInt.empty());
                reach.roundNow();
            }
            router.isSilent = false;
            router.answer = null;
            place = home;
            reach.roundNow();
            assertThat(reach.state()).isEqualTo(isWanted ? open : new State.Off());
        }
        assertThat(router.mappings).isNotEmpty();
        reach.close();
        assertThat(router.mappings).isEmpty();
    }

    @Test
    void aPortThatIsAnothersMeanwhileIsNotClosed() throws InterruptedException {
        only(Way.UPNP);
        open();
        router.taken.add(PORT);
        reach.close();
        assertThat(router.requests).containsExactly("UPnP " + PORT + " 3600");
    }

    @Test
    void aRouterWithoutLeasesIsSaid() throws InterruptedException {
        only(Way.UPNP);
        router.endlessOnly = true;
        assertThat(open()).isEqualTo(new State.Open("203.0.113.9", PORT, Way.UPNP, true, List.of()));
        assertThat(reach.state().advice()).isPresent();
    }

    @Test
    void aShortLeaseIsRenewedBeforeItsHalf() throws InterruptedException {
        router.lease = 60;
        open();
        int before = router.requests.size();
        now = now.plusSeconds(29);
        router.epoch.addAndGet(29);
        reach.roundNow();
        assertThat(router.requests).hasSize(before + 1);
    }

    @Test
    void anAnswerWithoutTheWordOfTheQuestionIsNoAnswer() throws InterruptedException {
        only(Way.PCP);
        router.spoilsNonce = true;
        patience = SHORT;
        assertThat(open())
                .isInstanceOfSatisfying(
                        State.Closed.class,
                        closed -> assertThat(closed.trouble()).isEqualTo(Trouble.SILENT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
                "<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/a.dtd\"><a/>",
                "<a>&b;</a>",
                "<a><b></a>",
                "",
                "no XML"
            })
    void hostileXmlOpensNothing(String xml) throws InterruptedException {
        only(Way.UPNP);
        router.answer = request -> FakeRouter.ok(xml.replace("<a/>", FakeRouter.description("/ctl")));
        assertThat(open()).isInstanceOf(State.Closed.class);
        assertThat(router.mappings).isEmpty();
    }

    @Test
    void anEndlessAnswerIsCutOff() throws InterruptedException {
        only(Way.UPNP);
        router.answer = request ->
                ("HTTP/1.1 200 OK\r\n\r\n" + "<a>".repeat(RouterHttp.MAX_ANSWER)).getBytes(StandardCharsets.UTF_8);
        assertThat(open()).isInstanceOf(State.Closed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.2:%d/root.xml",
                "https://127.0.0.1:%d/root.xml",
                "http://localhost:%d/root.xml",
                "http://127.0.0.1@127.0.0.2:%d/root.xml",
                "file:///etc/passwd?%d"
            })
    void aDescriptionAnywhereElseIsNotFetched(String location) throws InterruptedException {
        only(Way.UPNP);
        CountDownLatch asked = new CountDownLatch(1);
        patience = Duration.ofMillis(100);
        router.location = location.formatted(router.webPort());
        router.answer = request -> {
            asked.countDown();
            return FakeRouter.ok(FakeRouter.description("/ctl"));
        };
        assertThat(open()).isInstanceOf(State.Closed.class);
        assertThat(asked.await(0, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void aServiceAtAnotherAddressIsNotCalled() throws InterruptedException {
        only(Way.UPNP);
        router.answer =
                request -> FakeRouter.ok(FakeRouter.description("http://127.0.0.2:" + router.webPort() + "/ctl"));
        assertThat(open()).isInstanceOf(State.Closed.class);
        assertThat(router.requests).isEmpty();
    }

    @Test
    void aRedirectIsNotFollowed() throws InterruptedException {
        only(Way.UPNP);
        router.answer = request -> ("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:" + router.webPort()
                        + "/other.xml\r\nContent-Length: 0\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        assertThat(open()).isInstanceOf(State.Closed.class);
    }

    @Test
    void anAnswerInChunksIsRead() throws InterruptedException {
        only(Way.UPNP);
        String whole = FakeRouter.description("http://127.0.0.1:" + router.webPort() + "/ctl");
        router.answer = request -> {
            router.answer = null;
            return ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n" + whole.substring(0, 5) + "\r\n"
                            + Integer.toHexString(whole.length() - 5) + "\r\n" + whole.substring(5) + "\r\n0\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8);
        };
        assertThat(open()).isInstanceOf(State.Open.class);
    }

    @Test
    void closingClosesThePort() throws InterruptedException {
        open();
        reach.close();
        assertThat(router.mappings).isEmpty();
        assertThat(router.requests.getLast()).isEqualTo("PCP 4870 0");
    }

    @Test
    void closingDoesNotWaitForASilentRouter() {
        router.isSilent = true;
        reach.keepOpen(OptionalInt.of(PORT));
        reach.close();
        assertThat(reach.state()).isEqualTo(new State.Off());
    }

    @Test
    void turningItOnAndOffFiftyTimesLeavesNothing() throws InterruptedException {
        open();
        long before = threads();
        assertThat(before).isPositive();
        reach.keepOpen(OptionalInt.empty());
        reach.roundNow();
        long descriptors = descriptors();
        List<Way> ways = List.of(Way.values());
        for (int i = 0; i < 50; i++) {
            only(ways.get(i % ways.size()));
            assertThat(open()).isInstanceOf(State.Open.class);
            reach.keepOpen(OptionalInt.empty());
            reach.roundNow();
        }
        assertThat(router.mappings).isEmpty();
        await().until(() -> threads() <= before && descriptors() <= descriptors);
    }

    /** Counts the virtual threads, too, which have no other list. */
    private long threads() {
        Path dump = temp.resolve("threads" + dumps.incrementAndGet());
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
            return Files.readAllLines(dump).stream()
                    .filter(line -> line.startsWith("#") && line.contains("\"reach"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long descriptors() {
        Path folder = Path.of("/proc/self/fd");
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(each -> {
                        try {
                            return Files.readSymbolicLink(each).toString().startsWith("socket:");
                        } catch (IOException e) {
                            return false;
                        }
                    })
                    .count();
        } catch (IOException e) {
            return 0;
        }
    }

    @Test
    void theGatewayIsReadFromWhatEachSystemTells() {
        String head = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT";
        assertThat(RouterLine.ofLinux(List.of(
                        head,
                        "tun0\t00000000\t00000000\t0001\t0\t0\t0\t00000000\t0\t0\t0",
                        "wlan0\t00000000\t01020A0A\t0003\t0\t0\t600\t00000000\t0\t0\t0",
                        "eth0\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0",
                        "eth0\t0001A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0")))
                .contains(gateway("192.168.1.1"));
        assertThat(RouterLine.ofMac(List.of("   route to: default", "    gateway: 192.168.1.1", "  interface: en0")))
                .contains(gateway("192.168.1.1"));
        assertThat(RouterLine.ofWindows(List.of(
                        "Netzwerkziel    Netzwerkmaske          Gateway    Schnittstelle Metrik",
                        "          0.0.0.0          0.0.0.0       10.8.0.1       10.8.0.5     50",
                        "          0.0.0.0          0.0.0.0      192.168.1.1      192.168.1.5     25",
                        "          0.0.0.0          0.0.0.0   Auf Verbindung      10.0.0.1     1")))
                .contains(gateway("192.168.1.1"));
        assertThat(RouterLine.ofLinux(List.of(head, "eth0 broken"))).isEmpty();
    }

    private static Inet4Address gateway(String text) {
        return RouterLine.literal(text).orElseThrow();
    }

    @Test
    void onlyAddressesOfTheInternetCount() throws IOException {
        assertThat(Stream.of("8.8.8.8", "100.128.0.1", "172.32.0.1", "192.0.2.1", "198.20.0.1")
                        .allMatch(each -> RouterLine.isOfInternet(FakeRouter.literal(each))))
                .isTrue();
        for (String six : List.of("fe80::1", "fd00::1", "::1", "ff02::1", "2001:db8::1", "::ffff:10.0.0.1")) {
            assertThat(RouterLine.isOfInternet(InetAddress.getByName(six))).isFalse();
        }
        assertThat(RouterLine.isOfInternet(InetAddress.getByName("2a00:1450::1")))
                .isTrue();
    }

    @Test
    void aTemporaryAddressIsNamedOnlyIfThereIsNoOther() throws IOException {
        List<InetAddress> all = new ArrayList<>();
        for (String six : List.of("2a00::1", "2a00::2", "2a00::3", "2a00::4", "2a00::5")) {
            all.add(InetAddress.getByName(six));
        }
        List<String> table = List.of(
                "2a000000000000000000000000000001 02 40 00 01     eth0",
                "2a000000000000000000000000000002 02 40 00 21     eth0",
                "2a000000000000000000000000000003 02 40 00 48     eth0",
                "2a000000000000000000000000000004 02 40 00 00     eth0",
                "2a000000000000000000000000000005 02 40 00 80     eth0",
                "broken");
        assertThat(RouterLine.lasting(all, table)).containsExactly(all.get(3), all.get(4));
        assertThat(RouterLine.lasting(all.subList(0, 3), table)).containsExactly(all.get(0));
        assertThat(RouterLine.lasting(all, List.of())).isEqualTo(all);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theSystemIsAskedWithoutAFailure() {
        assertThat(RouterLine.sixes()).isNotNull();
        assertThat(RouterLine.ofSystem()).isNotNull();
    }

    @Test
    void theWordsAreGermanToo() {
        Locale.setDefault(Locale.Category.DISPLAY, Locale.GERMAN);
        assertThat(new State.Opening(PORT).words()).contains("4870");
    }
}
