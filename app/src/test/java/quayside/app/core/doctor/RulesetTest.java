package quayside.app.core.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import quayside.app.core.doctor.Ruleset.Fate;

class RulesetTest {
    private static Ruleset.Judged judge(String policy, String... rules) {
        return Ruleset.of("""
            table inet filter {
            \tchain input {
            \t\ttype filter hook input priority filter; policy %s;
            \t\t%s
            \t}
            \tchain own {
            \t\ttcp dport 4870 counter packets 3 bytes 180 accept
            \t}
            \tchain output {
            \t\ttype filter hook output priority filter; policy drop;
            \t}
            }
            """.formatted(policy, String.join("\n\t\t", rules)), 4870);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "accept | counter packets 0 bytes 0                       | PASSES",
                "drop   | ct state established,related accept             | DROPPED",
                "drop   | ct state vmap { established : accept }          | DROPPED",
                "drop   | iifname \"lo\" accept                           | DROPPED",
                "drop   | tcp dport 4870 accept                           | PASSES",
                "drop   | tcp dport { 22, 4000-5000 } ct state new accept | PASSES",
                "drop   | tcp dport { 22, 80 } accept                     | DROPPED",
                "drop   | udp dport 4870 accept                           | DROPPED",
                "drop   | jump own                                        | PASSES",
                "drop   | jump nowhere                                    | UNSURE",
                "drop   | ip saddr 192.168.0.0/16 accept                  | UNSURE",
                "accept | ip saddr 192.168.0.0/16 drop                    | UNSURE",
                "drop   | ip saddr 192.168.0.0/16 drop                    | DROPPED",
                "accept | tcp dport 4870 drop                             | DROPPED",
                "accept | tcp dport != 22 reject with tcp reset           | DROPPED",
                "accept | meta l4proto tcp counter drop                   | DROPPED"
            })
    void aNewConnectionIsFollowedThroughTheRules(String policy, String rule, Fate fate) {
        assertThat(judge(policy, rule).fate()).isEqualTo(fate);
    }

    @Test
    void theChainThatDropsIsNamedAsACommandNamesIt() {
        assertThat(judge("drop").place()).isEqualTo("inet filter input");
        assertThat(Ruleset.of(
                                "table ip6 own {\n chain in {\n type filter hook input priority 0; policy drop;\n }\n}",
                                1)
                        .place())
                .isEqualTo("ip6 own in");
    }

    @Test
    void theFirstRuleThatHoldsDecides() {
        assertThat(judge("drop", "tcp dport 4870 drop", "tcp dport 4870 accept").fate())
                .isEqualTo(Fate.DROPPED);
    }

    @Test
    void whatIsNoRulesetDropsNothing() {
        assertThat(Ruleset.of("", 4870).fate()).isEqualTo(Fate.PASSES);
        assertThat(Ruleset.of("} } chain x {\n drop\n", 4870).fate()).isEqualTo(Fate.PASSES);
    }

    @Test
    void chainsThatLeadToEachOtherEnd() {
        String loop = "table ip a {\n chain x {\n type filter hook input priority 0; policy drop;\n jump y\n }\n"
                + " chain y {\n jump x\n }\n}";
        assertThat(Ruleset.of(loop, 4870).fate()).isEqualTo(Fate.UNSURE);
    }
}
