package quayside.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class ClientSecretTest {
    private final ClientSecret secret = ClientSecret.of(new byte[32]);

    /** HMAC-SHA256 of "a" under 32 zeros. */
    @Test
    void aCodeIsTheSameEachTimeAndAWordIsTheFirstHalfOfIt() {
        byte[] code = secret.code("a");
        assertThat(HexFormat.of().formatHex(code))
                .isEqualTo("9615a95d4a336118c435b9cd54c5e8644ab956b573aa2926274a1280b6674713");
        assertThat(secret.code("a")).isEqualTo(code);
        assertThat(secret.code("b")).isNotEqualTo(code);
        assertThat(secret.word("a")).hasSize(22).isEqualTo("lhWpXUozYRjENbnNVMXoZA");
    }

    @Test
    void twoInstallationsCallNothingAlike() {
        SecureRandom random = new SecureRandom();
        assertThat(ClientSecret.random(random).word("a"))
                .isNotEqualTo(ClientSecret.random(random).word("a"))
                .isNotEqualTo(secret.word("a"));
    }

    @Test
    void aSecretHas32Bytes() {
        assertThatIllegalArgumentException().isThrownBy(() -> ClientSecret.of(new byte[31]));
        assertThatIllegalArgumentException().isThrownBy(() -> ClientSecret.of(new byte[33]));
    }
}
