package quayside.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

final class BoundedInputTest {
    @Test
    void aReaderEndsWhereTheBodyDoes() throws IOException {
        ByteArrayInputStream connection = new ByteArrayInputStream(new byte[] {-1, 0, 3, 4, 5});
        BoundedInput body = new BoundedInput(connection, 3);
        assertThat(body.read()).isEqualTo(255);
        assertThat(body.read()).isZero();
        assertThat(body.read(new byte[9], 0, 0)).isZero();
        assertThat(body.read(new byte[9], 2, 7)).isOne();
        assertThat(body.last()).isEqualTo((byte) 3);
        assertThat(body.passed()).isEqualTo(3);
        assertThat(body.read()).isEqualTo(-1);
        assertThat(body.rest().readAllBytes()).containsExactly(4, 5);
        assertThat(body.failure()).isNull();
    }

    @Test
    void anEndBeforeThatIsALostConnection() {
        BoundedInput body = new BoundedInput(new ByteArrayInputStream(new byte[0]), 1);
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(body::read)
                .extracting(ProtocolException::fault)
                .isEqualTo(Fault.CONNECTION_LOST);
        assertThat(body.failure()).isInstanceOf(ProtocolException.class);
    }
}
