package quayside.protocol.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

final class StrictJsonTest {
    @Test
    void bytesThatAreNotUtf8AreMalformedAlsoAtTheBeginning() {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> StrictJson.decode(new byte[] {(byte) 0xFF, 'a'}))
                .extracting(ProtocolException::fault)
                .isEqualTo(Fault.MALFORMED);
    }

    /** Java puts this character in the place of bytes that are none, but somebody may have written it. */
    @Test
    void theReplacementCharacterIsACharacter() throws ProtocolException {
        assertThat(StrictJson.decode("\ufffd a \ufffd".getBytes(UTF_8))).isEqualTo("\ufffd a \ufffd");
    }

    @Test
    void aNumberOfAMessageHasAllThatSixtyFourBitsHold() throws ProtocolException {
        String text = "{\"least\":-9223372036854775808,\"most\":9223372036854775807}";
        assertThat(StrictJson.readObject(text.getBytes(UTF_8))).hasToString(text);
    }

    @Test
    void aFileOfOurOwnMayHoldAnyValueAndAnyNumber() throws ProtocolException {
        String text = "[1.5,1e3,\"a\",null,true,{\"b\":[]}]";
        assertThat(StrictJson.read(text)).hasToString(text);
        assertThat(StrictJson.read("1.5").getAsDouble()).isEqualTo(1.5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[1,]", "[1] 2", "{\"a\":1,\"a\":1}", "{a:1}", "01", "NaN"})
    void whatIsNoJsonIsMalformedInAFileOfOurOwnToo(String text) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> StrictJson.read(text))
                .extracting(ProtocolException::fault)
                .isEqualTo(Fault.MALFORMED);
    }
}
