package quayside.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.sun.glass.ui.Timer;
import com.sun.javafx.tk.Toolkit;
import org.junit.jupiter.api.Test;
import quayside.app.ui.kit.Fx;

class RestingTimerTest {
    @Test
    void itStopsWhileNothingIsDrawnAndBeatsAgainAfterwards() {
        Fx.start();
        Beats beats = new Beats();
        RestingTimer timer = new RestingTimer(beats);
        timer.start(16);
        timer.pause();
        timer.pause();
        assertThat(beats.running).isFalse();
        timer.resume();
        timer.resume();
        assertThat(beats.running).isTrue();
        assertThat(beats.starts).isEqualTo(2);
        timer.pause();
        timer.stop();
        timer.resume();
        assertThat(beats.running).isFalse();
    }

    @Test
    void theToolkitHasTheTimerThatIsReplaced() {
        Fx.start();
        assertThatCode(() -> assertThat(Toolkit.getToolkit()
                                .getClass()
                                .getDeclaredField("pulseTimer")
                                .getType())
                        .isEqualTo(Timer.class))
                .doesNotThrowAnyException();
    }

    /** The timer of a toolkit that cannot pause. */
    private static final class Beats extends Timer {
        private int starts;
        private boolean running;

        Beats() {
            super(() -> {});
        }

        @Override
        protected long _start(Runnable beat) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected long _start(Runnable beat, int period) {
            starts++;
            running = true;
            return 1;
        }

        @Override
        protected void _stop(long timer) {
            running = false;
        }

        @Override
        protected void _pause(long timer) {}

        @Override
        protected void _resume(long timer) {}
    }
}
