package quayside.protocol.client.unlock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.message.Passcode;

final class PasscodeCacheTest {
    @Test
    void aClosedOneRemembersNothingAndItsCopiesStay() {
        PasscodeCache passcodes = new PasscodeCache(new Cancellation(), System::nanoTime);
        passcodes.remember("one", Passcode.of("ONE"));
        try (Passcode found = Objects.requireNonNull(passcodes.find("one"))) {
            passcodes.close();
            assertThat(found.reveal()).isEqualTo("ONE");
        }
        assertThat(passcodes.find("one")).isNull();
        passcodes.remember("one", Passcode.of("ONE"));
        assertThat(passcodes.find("one")).isNull();
    }

    @Test
    void aWrongPasscodeOfOneDoesNotForgetTheRightOneOfAnother() {
        PasscodeCache passcodes = new PasscodeCache(new Cancellation(), System::nanoTime);
        passcodes.remember("one", Passcode.of("ONE"));
        passcodes.forget("one", Passcode.of("wrong"));
        assertThat(passcodes.find("one")).isEqualTo(Passcode.of("ONE"));
        passcodes.forget("one", Passcode.of("ONE"));
        assertThat(passcodes.find("one")).isNull();
    }
}
