package quayside.app.core.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.TestShare;
import quayside.app.core.nearby.Nearby;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.ServerIdentity;

@Timeout(60)
class HostDoctorTest {
    private static final String HEAD =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";

    @TempDir
    private Path folder;

    private TestShare share;
    private FakeComputer computer;

    @BeforeEach
    void begin() throws IOException {
        share = new TestShare(Files.createDirectory(folder.resolve("share"))).start();
        computer = new FakeComputer(folder.resolve("root"));
        listening("00000000");
    }

    @AfterEach
    void end() {
        share.close();
    }

    /** Lets the system say that a program listens at the port of the share. */
    private void listening(String address) throws IOException {
        computer.with("proc/net/tcp", HEAD, entry(address, "0A", "777"), entry("0100007F", "01", "778"));
    }

    private String entry(String address, String state, String inode) {
        return String.format(
                Locale.ROOT,
                "   0: %s:%04X 00000000:0000 %s 00000000:00000000 00:00000000 00000000  1000        0 %s 1 0 100",
                address,
                port(),
                state,
                inode);
    }

    private int port() {
        return share.link().port();
    }

    private Doctor.Hosting on() {
        return hosting(true, Optional.of(ShareLink.of(FakeComputer.OWN, port(), null)), false, List.of(), 0);
    }

    private Doctor.Hosting hosting(
            boolean isOn, Optional<ShareLink> link, boolean isEarlierKey, List<String> blocked, long wrong) {
        return new Doctor.Hosting(isOn, port(), share.link().id(), link, isEarlierKey, blocked, wrong);
    }

    /** A share with another identity than the one that answers. */
    private Doctor.Hosting another() {
        return new Doctor.Hosting(
                false,
                port(),
                Optional.of(ServerIdentity.generate().fingerprint()),
                Optional.empty(),
                false,
                List.of(),
                0);
    }

    private Diagnosis examine(Doctor.Hosting hosting) throws IOException {
        return Doctor.of(computer, () -> Nearby.State.OFF).examine(hosting, check -> {}, new Cancellation());
    }

    private static void found(Diagnosis diagnosis, Finding finding) {
        assertThat(diagnosis.finding()).as(diagnosis.asText()).isEqualTo(finding);
    }

    @Test
    void aShareThatIsReachedFromHereIsReady() throws IOException {
        Diagnosis diagnosis = examine(on());
        found(diagnosis, Finding.READY);
        assertThat(diagnosis.asText())
                .contains("127.0.0.1 answers.", FakeComputer.OWN + " answers.", "on all networks", "192.168.7.0/24");
        assertThat(examine(hosting(false, Optional.empty(), false, List.of(), 0))
                        .finding())
                .as("a share of another program of this user")
                .isEqualTo(Finding.READY);
    }

    @Test
    void aShareThatIsOffIsNamed() throws IOException {
        share.stop();
        computer.with("proc/net/tcp", HEAD);
        found(examine(hosting(false, Optional.empty(), false, List.of(), 0)), Finding.OFF);
    }

    @Test
    void aPortOfAnotherProgramIsNamedWithThatProgram() throws IOException {
        computer.with("proc/4711/comm", "nginx");
        Path open = Files.createDirectories(folder.resolve("root/proc/4711/fd"));
        Files.createSymbolicLink(open.resolve("3"), Path.of("socket:[777]"));
        Files.createSymbolicLink(open.resolve("4"), Path.of("/dev/null"));
        share.stop();
        Diagnosis failed =
                examine(new Doctor.Hosting(false, port(), share.link().id(), Optional.empty(), false, List.of(), 0));
        found(failed, Finding.PORT_TAKEN);
        assertThat(failed.asText()).contains("belongs to the program “nginx”");
        share.changeIdentity();
        share.start();
        found(examine(another()), Finding.PORT_TAKEN);
    }

    @Test
    void whoHasThePortIsNotClaimedWhereTheSystemDoesNotTell() throws IOException {
        assertThat(examine(another()).asText()).contains("belongs to a program of another user");
        Files.delete(folder.resolve("root/proc/net/tcp"));
        Diagnosis untold = examine(another());
        found(untold, Finding.PORT_TAKEN);
        assertThat(untold.asText()).contains("does not tell who listens").doesNotContain("another user");
    }

    @Test
    void aShareOnLoopbackOnlyIsNamed() throws IOException {
        listening("0100007F");
        computer.refused.add(FakeComputer.OWN);
        Diagnosis diagnosis = examine(on());
        found(diagnosis, Finding.ONLY_HERE);
        assertThat(diagnosis.asText()).contains("is open on 127.0.0.1 only");
    }

    @Test
    void aLinkToAnEarlierAddressPortOrKeyIsNamed() throws IOException {
        Optional<ShareLink> elsewhere = Optional.of(ShareLink.of("192.168.7.99", port(), null));
        found(examine(hosting(true, elsewhere, false, List.of(), 0)), Finding.STALE_LINK);
        Optional<ShareLink> earlierPort = Optional.of(ShareLink.of(FakeComputer.OWN, 1, null));
        found(examine(hosting(true, earlierPort, false, List.of(), 0)), Finding.STALE_LINK);
        found(examine(hosting(true, on().link(), true, List.of(), 0)), Finding.EARLIER_KEY);
    }

    @Test
    void withoutANetworkThatIsSaid() throws IOException {
        computer.places.clear();
        found(examine(hosting(true, Optional.empty(), false, List.of(), 0)), Finding.NO_NETWORK);
        computer.places.add(new Computer.Place("docker0", FakeComputer.address("172.17.0.1"), 16));
        found(examine(hosting(true, Optional.empty(), false, List.of(), 0)), Finding.NO_NETWORK);
    }

    @Test
    void aFirewallThatKeepsGuestsOutIsNamedWithItsCommand() throws IOException {
        computer.programs.put(
                "nft list ruleset",
                "table inet filter {\n chain input {\n type filter hook input priority 0; policy drop;\n }\n}");
        Diagnosis diagnosis = examine(on());
        found(diagnosis, Finding.FIREWALL_CLOSED);
        assertThat(diagnosis.command())
                .contains("sudo nft insert rule inet filter input tcp dport " + port() + " accept");
        assertThat(diagnosis.asText()).contains("The firewall nftables keeps guests from port " + port());
    }

    @Test
    void aFirewallWhoseRulesCannotBeReadIsAGuess() throws IOException {
        computer.with("etc/ufw/ufw.conf", "ENABLED=yes");
        Diagnosis diagnosis = examine(on());
        found(diagnosis, Finding.FIREWALL_LIKELY);
        assertThat(diagnosis.command()).contains("sudo ufw allow " + port() + "/tcp");
    }

    @Test
    void aPublicNetworkOfWindowsIsNamed() throws IOException {
        computer.kind = Computer.Kind.WINDOWS;
        computer.programs.put(
                "powershell.exe -NoProfile -NonInteractive -Command (Get-NetConnectionProfile).NetworkCategory",
                "Public\r\n");
        found(examine(on()), Finding.PUBLIC_NETWORK);
    }

    @Test
    void blockedGuestsAndWrongKeysAreNamedIfNothingElseIsTheMatter() throws IOException {
        Diagnosis blocked = examine(hosting(true, on().link(), false, List.of("192.168.7.31"), 3));
        found(blocked, Finding.GUESTS_BLOCKED);
        assertThat(blocked.asText()).contains("one guest or address is blocked.", "Blocked: 192.168.7.31.");
        found(examine(hosting(true, on().link(), false, List.of(), 3)), Finding.KEYS_WRONG);
    }

    @Test
    void networksThatGuestsCannotUseAreNoted() throws IOException {
        computer.places.add(new Computer.Place("docker0", FakeComputer.address("172.17.0.1"), 16));
        computer.places.add(new Computer.Place("wg0", FakeComputer.address("10.9.0.2"), 24));
        computer.refused.add("10.9.0.2");
        assertThat(examine(on()).asText()).contains("A VPN is on (wg0)", "virtual machines (docker0)");
    }

    @Test
    void whatTakesTooLongIsLeftOutAndTheRestIsShown() throws IOException {
        computer.endless = true;
        Diagnosis diagnosis = Doctor.of(computer, () -> Nearby.State.OFF, Duration.ofSeconds(1))
                .examine(on(), check -> {}, new Cancellation());
        found(diagnosis, Finding.UNFINISHED);
        assertThat(diagnosis.asText())
                .startsWith("The search for the cause took too long and was ended.")
                .contains("[good] Sharing", "[unknown] Firewall: This was not finished in time.")
                .doesNotContain("No firewall");
    }
}
