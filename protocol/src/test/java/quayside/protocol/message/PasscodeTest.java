package quayside.protocol.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

final class PasscodeTest {
    @Test
    void anAccentIsTheSameHoweverItIsSpelledAndCapitalsCount() {
        assertThat(Passcode.of("e\u0301")).isEqualTo(Passcode.of("\u00e9"));
        assertThat(Passcode.of("A")).isNotEqualTo(Passcode.of("a"));
        assertThat(Passcode.of("a")).isNotEqualTo("a");
    }

    /** One spelling grows in Unicode's form NFC, another shrinks. */
    @Test
    void ofTheLimitBothTheTypedTextAndItsNormalFormAreMeasured() {
        assertThat(Passcode.of("a".repeat(256)).reveal()).hasSize(256);
        assertThat(Passcode.of("\u0958".repeat(128)).reveal()).hasSize(256);
        assertThat(Passcode.of("e\u0301".repeat(128)).reveal()).hasSize(128);
        assertThatIllegalArgumentException().isThrownBy(() -> Passcode.of("a".repeat(257)));
        assertThatIllegalArgumentException().isThrownBy(() -> Passcode.of("\u0958".repeat(129)));
        assertThatIllegalArgumentException().isThrownBy(() -> Passcode.of("e\u0301".repeat(128) + "e"));
    }

    @Test
    void closingWipesTheSecret() {
        byte[] held = "hush".getBytes(UTF_8);
        new Passcode(held).close();
        assertThat(held).containsOnly(0);
    }

    @Test
    void aClosedOneIsOfNoUseAndEqualsOnlyItself() {
        Passcode closed = Passcode.of("a");
        closed.close();
        closed.close();
        assertThatIllegalStateException().isThrownBy(closed::reveal);
        assertThatIllegalStateException().isThrownBy(closed::copyBytes);
        assertThatIllegalStateException().isThrownBy(closed::copy);

        Passcode other = Passcode.of("a");
        assertThat(closed).isNotEqualTo(other);
        assertThat(other).isNotEqualTo(closed);
        other.close();
        assertThat(closed).isNotEqualTo(other);
        assertThat(closed.equals(closed)).isTrue();
    }

    @Test
    void aCopyOutlivesTheOneThatItWasMadeOf() {
        Passcode passcode = Passcode.of("h\u00e4");
        byte[] bytes = passcode.copyBytes();
        Passcode copy = passcode.copy();
        passcode.close();
        assertThat(copy.reveal()).isEqualTo("h\u00e4");
        assertThat(bytes).isEqualTo("h\u00e4".getBytes(UTF_8));
    }

    /** Java prints the hash of what has no text of its own. */
    @Test
    void itsHashTellsNothingOfIt() {
        assertThat(Passcode.of("one")).hasSameHashCodeAs(Passcode.of("two"));
    }
}
