package quayside.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import quayside.app.ui.kit.Fx;

/** The window comes first when the processor has much to do. */
class DesktopAppTest {
    @Test
    void theThreadOfTheWindowComesBeforeThoseThatTransfer() {
        assertThat(Fx.call(() -> Thread.currentThread().getPriority())).isEqualTo(Thread.MAX_PRIORITY);
        // A carrier that the thread of the window makes would inherit its priority.
        assertThat(DesktopApp.carriers())
                .hasValueSatisfying(group -> assertThat(group.getMaxPriority()).isEqualTo(Thread.NORM_PRIORITY));
    }
}
