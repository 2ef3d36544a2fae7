package quayside.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** Asserts a fault and a sentence that people can read. */
public final class Faults {
    private Faults() {}

    public static AbstractThrowableAssert<?, ? extends Throwable> assertFault(Fault fault, ThrowingCallable call) {
        return assertThatThrownBy(call).isInstanceOfSatisfying(ProtocolException.class, e -> {
            assertThat(e.fault()).as(e.sentence().toString()).isEqualTo(fault);
            assertThat(e.sentence().toString()).endsWith(".");
        });
    }
}
