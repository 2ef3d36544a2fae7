package quayside.server.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final Source ONE = GuessLimiterTest.source("192.0.2.1");
    private static final Source TWO = GuessLimiterTest.source("192.0.2.2");
    private static final Source THREE = GuessLimiterTest.source("192.0.2.3");

    private final Admission admission = new Admission(3, 2);

    @Test
    void noSourceHasMoreThanItsShareAndAllTogetherNoMoreThanTheTotal() {
        assertThat(admission.enter(ONE)).isTrue();
        assertThat(admission.enter(ONE)).isTrue();
        assertThat(admission.enter(ONE)).isFalse();
        assertThat(admission.enter(TWO)).isTrue();
        assertThat(admission.enter(THREE)).isFalse();
    }

    @Test
    void whoLeavesMakesRoom() {
        admission.enter(ONE);
        admission.enter(ONE);
        admission.enter(TWO);
        admission.leave(ONE);
        assertThat(admission.enter(THREE)).isTrue();
        assertThat(admission.enter(ONE)).isFalse();
        admission.leave(THREE);
        assertThat(admission.enter(ONE)).isTrue();
    }

    @Test
    void leavingWithoutEnteringIsAMistake() {
        assertThatThrownBy(() -> admission.leave(ONE)).isInstanceOf(IllegalStateException.class);
    }
}
