package quayside.server.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BlocklistTest {
    private static final Source ONE = GuessLimiterTest.source("192.0.2.1");
    private static final Source TWO = GuessLimiterTest.source("2001:db8::1");

    private final Blocklist blocklist = new Blocklist();

    @Test
    void aSourceIsBlockedUntilTheHostLetsItInAgain() {
        assertThat(blocklist.contains(ONE)).isFalse();
        assertThat(blocklist.add(ONE)).isTrue();
        assertThat(blocklist.add(ONE)).isFalse();
        assertThat(blocklist.contains(ONE)).isTrue();
        assertThat(blocklist.contains(TWO)).isFalse();

        assertThat(blocklist.remove("192.0.2.1")).isTrue();
        assertThat(blocklist.remove("192.0.2.1")).isFalse();
        assertThat(blocklist.contains(ONE)).isFalse();
    }

    @Test
    void theHostSeesThemInTheOrderInWhichTheyWereBlocked() {
        blocklist.add(TWO);
        blocklist.add(ONE);
        assertThat(blocklist.networks()).containsExactly("2001:db8:0:0::/64", "192.0.2.1");
    }
}
