package quayside.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import quayside.protocol.message.Passcode;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.protect.Hashing;
import quayside.server.protect.Lock;

final class OpenLocksTest {
    private final OpenLocks locks = new OpenLocks();

    @Test
    void onlyALockThatThisConnectionHasOpenedIsOpen() throws ProtocolException {
        Hashing hashing = new Hashing(new SecureRandom(), new Hashing.Cost(8, 1, 1));
        Lock lock = hashing.make(Passcode.of("sesame"));
        assertThat(locks.opens(lock.id())).isFalse();
        ProtocolException refused =
                catchThrowableOfType(ProtocolException.class, () -> locks.require(Optional.of(lock.id())));
        assertThat(refused.fault()).isEqualTo(Fault.PASSCODE_NEEDED);
        assertThat(refused.lock()).contains(lock.id());

        locks.add(lock);
        assertThat(locks.opens(lock.id())).isTrue();
        assertThat(locks.require(Optional.of(lock.id()))).contains(lock);
        assertThat(locks.require(Optional.empty())).isEmpty();
    }
}
