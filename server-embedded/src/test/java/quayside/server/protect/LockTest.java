package quayside.server.protect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LockTest {
    private static final Hashing.Cost CHEAP = new Hashing.Cost(8, 1, 1);

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a b", "a/b", "\u00e4", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void whatIsNoWordOfTheProtocolNamesNoLock(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Lock(id, null));
    }

    @Test
    void aHashHasItsLengths() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Lock.Hash(CHEAP, new byte[15], new byte[32]));
        assertThatIllegalArgumentException().isThrownBy(() -> new Lock.Hash(CHEAP, new byte[16], new byte[31]));
    }

    @Test
    void aLockPrintsItsNameAndNothingElse() {
        Lock.Hash hash = new Lock.Hash(CHEAP, new byte[16], new byte[32]);
        assertThat(new Lock("L-1", hash)).hasToString("lock L-1");
        assertThat(hash).hasToString("hash");
    }

    @Test
    void aSealedLockHasANameOfItsOwnAndNoHash() {
        Random random = new Random(1);
        Lock one = Lock.sealed(random);
        assertThat(one.hash()).isNull();
        assertThat(one.id()).hasSize(16).isNotEqualTo(Lock.sealed(random).id());
    }
}
