package quayside.app.core.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirewallTest {
    private static final int PORT = 4870;

    @TempDir
    private Path root;

    private FakeComputer computer;

    @BeforeEach
    void begin() {
        computer = new FakeComputer(root);
    }

    private Optional<Boolean> lets() {
        return Firewall.of(computer, PORT).orElseThrow().lets();
    }

    @Test
    void withoutAFirewallThereIsNone() {
        assertThat(Firewall.of(computer, PORT)).isEmpty();
        assertThat(computer.ran).noneMatch(line -> line.contains("sudo"));
    }

    @Test
    void ufwIsReadFromItsFiles() throws IOException {
        computer.with("etc/ufw/ufw.conf", "# comment", "ENABLED=no");
        assertThat(Firewall.of(computer, PORT)).isEmpty();
        computer.with("etc/ufw/ufw.conf", "ENABLED=yes", "LOGLEVEL=low");
        assertThat(lets()).isEmpty();
        String head = "### tuple ### ";
        computer.with("etc/ufw/user.rules", head + "allow tcp 22 0.0.0.0/0 any 0.0.0.0/0 in");
        assertThat(lets()).contains(false);
        computer.with("etc/ufw/user.rules", head + "deny tcp 4870 0.0.0.0/0 any 0.0.0.0/0 in");
        assertThat(lets()).contains(false);
        computer.with("etc/ufw/user.rules", head + "allow tcp 80,4800:4900 0.0.0.0/0 any 0.0.0.0/0 in");
        assertThat(lets()).contains(true);
        computer.with("etc/ufw/user.rules").with("etc/default/ufw", "DEFAULT_INPUT_POLICY=\"ACCEPT\"");
        assertThat(lets()).contains(true);
    }

    @Test
    void firewalldIsReadFromItsZone() throws IOException {
        computer.programs.put("systemctl is-active firewalld", "active\n");
        assertThat(lets()).isEmpty();
        computer.with("etc/firewalld/firewalld.conf", "DefaultZone=home");
        computer.with("usr/lib/firewalld/zones/home.xml", "<zone>", "<service name=\"ssh\"/>", "</zone>");
        assertThat(lets()).contains(false);
        computer.with(
                "etc/firewalld/zones/home.xml", "<zone>", "<port protocol=\"tcp\" port=\"1025-65535\"/>", "</zone>");
        assertThat(lets()).contains(true);
        assertThat(Firewall.of(computer, PORT).orElseThrow().command().orElseThrow())
                .isEqualTo("sudo firewall-cmd --permanent --add-port=4870/tcp && sudo firewall-cmd --reload");
    }

    @Test
    void theRulesThatHoldDecideWhoeverManagesThem() throws IOException {
        computer.with("etc/ufw/ufw.conf", "ENABLED=yes");
        computer.programs.put("nft list ruleset", "");
        Firewall found = Firewall.of(computer, PORT).orElseThrow();
        assertThat(found.name()).isEqualTo("ufw");
        assertThat(found.lets()).contains(true);
    }

    @Test
    void theFileOfNftablesIsReadIfItsRulesCannotBe() throws IOException {
        computer.with(
                "etc/nftables.conf",
                "#!/usr/sbin/nft -f",
                "flush ruleset",
                "table inet filter {",
                "  chain input {",
                "    type filter hook input priority 0; policy drop;",
                "  }",
                "}");
        assertThat(Firewall.of(computer, PORT)).isEmpty();
        computer.programs.put("systemctl is-active nftables", "active\n");
        assertThat(lets()).contains(false);
    }

    @Test
    void windowsAndMacOsTellWhetherTheirsIsOn() {
        computer.kind = Computer.Kind.WINDOWS;
        assertThat(Firewall.of(computer, PORT)).isEmpty();
        computer.programs.put(
                "powershell.exe -NoProfile -NonInteractive -Command (Get-NetFirewallProfile).Enabled",
                "True\r\nFalse\r\n");
        assertThat(Firewall.of(computer, PORT).orElseThrow().command().orElseThrow())
                .endsWith("protocol=TCP localport=4870");
        computer.kind = Computer.Kind.MAC;
        String tool = "/usr/libexec/ApplicationFirewall/socketfilterfw --getglobalstate";
        computer.programs.put(tool, "Firewall is disabled. (State = 0)\n");
        assertThat(Firewall.of(computer, PORT)).isEmpty();
        computer.programs.put(tool, "Firewall is enabled. (State = 1)\n");
        assertThat(lets()).isEmpty();
        computer.programs.put(tool, "Firewall is blocking all non-essential incoming connections. (State = 2)\n");
        assertThat(lets()).contains(false);
    }

    @Test
    void aProgramOfTheSystemRunsWithoutAShellAndIsEndedInTime() {
        Computer real = Computer.ofSystem();
        if (real.kind() == Computer.Kind.LINUX) {
            assertThat(real.run(List.of("echo", "a; echo $HOME"))).contains("a; echo $HOME\n");
            assertThat(real.run(List.of("false"))).isEmpty();
        }
        assertThat(real.run(List.of("no-such-program-of-any-system"))).isEmpty();
        assertThat(real.run(List.of("../bin/echo", "x"))).isEmpty();
    }
}
