package quayside.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {
    /** The public key of RFC 8032, 7.1, test 1; its fingerprint computed with sha256sum and base32. */
    private static final byte[] PUBLIC_KEY =
            HexFormat.of().parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");

    private static final String TEXT = "eh7ddx5bksrgcytl7bkai36se4nxx3kl";

    @Test
    void itIsTheStartOfTheHashOfThePublicKeyInBase32() {
        assertThat(Fingerprint.of(PUBLIC_KEY)).hasToString(TEXT);
    }

    @Test
    void peopleCompareEightGroupsOfFour() {
        assertThat(Fingerprint.parse(TEXT).grouped()).isEqualTo("eh7d dx5b ksrg cytl 7bka i36s e4nx x3kl");
    }

    @Test
    void everySpellingOfAFingerprintIsTheSameValue() {
        Fingerprint fingerprint = Fingerprint.of(PUBLIC_KEY);

        assertThat(Fingerprint.parse(TEXT)).isEqualTo(fingerprint).hasSameHashCodeAs(fingerprint);
        assertThat(Fingerprint.parse(TEXT.toUpperCase(Locale.ROOT))).isEqualTo(fingerprint);
        assertThat(Fingerprint.parse(fingerprint.grouped())).isEqualTo(fingerprint);
        assertThat(Fingerprint.parse(fingerprint.grouped().replace(' ', '-'))).isEqualTo(fingerprint);
        assertThat(Fingerprint.of(new byte[32])).isNotEqualTo(fingerprint);
        assertThat(Fingerprint.of(new byte[32]).hashCode()).isNotEqualTo(fingerprint.hashCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abcd",
                "abcdefghijklmnopqrstuvwxyz23456",
                "abcdefghijklmnopqrstuvwxyz2345677",
                "abcdefghijklmnopqrstuvwxyz234561",
                "abcdefghijklmnopqrstuvwxyz23456=",
                "abcdefghijklmnopqrstuvwxyz23456\u00E4",
                "\u0130bcdefghijklmnopqrstuvwxyz23456"
            })
    void anythingElseIsNone(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Fingerprint.parse(text));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33})
    void aPublicKeyHas32Bytes(int length) {
        assertThatIllegalArgumentException().isThrownBy(() -> Fingerprint.of(new byte[length]));
    }
}
