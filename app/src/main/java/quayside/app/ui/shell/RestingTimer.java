package quayside.app.ui.shell;

import com.sun.glass.ui.Application;
import com.sun.glass.ui.Timer;
import com.sun.javafx.tk.Toolkit;
import java.lang.reflect.Field;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The beat of the window, which rests while nothing is to be drawn. JavaFX pauses its timer then, but its timer for GTK
 * ignores that and wakes the window 60 times a second. This one stops the timer instead, and starts it again.
 */
final class RestingTimer extends Timer {
    private static final Logger LOG = LoggerFactory.getLogger(RestingTimer.class);

    private final Timer timer;
    private int period;
    private boolean resting;

    /** @param timer the toolkit's own timer, not started */
    RestingTimer(Timer timer) {
        super(() -> {});
        this.timer = timer;
    }

    /**
     * Replaces the timer of the running toolkit, before it is started, if the toolkit is the one known to need it.
     * Without it the window only uses more of the processor. JavaFX thread only.
     */
    static void replace() {
        if (!Application.GetApplication().getClass().getSimpleName().equals("GtkApplication")) {
            return;
        }
        try {
            Toolkit toolkit = Toolkit.getToolkit();
            Field field = toolkit.getClass().getDeclaredField("pulseTimer");
            field.setAccessible(true);
            Timer timer = (Timer) field.get(toolkit);
            if (!timer.isRunning()) {
                field.set(toolkit, new RestingTimer(timer));
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.info("The window cannot rest while nothing is to be drawn: {}", e.getMessage());
        }
    }

    @Override
    protected long _start(Runnable ignored) {
        timer.start();
        return 1;
    }

    @Override
    protected long _start(Runnable ignored, int millis) {
        period = millis;
        resting = false;
        timer.start(millis);
        return 1;
    }

    @Override
    protected void _stop(long ignored) {
        timer.stop();
    }

    @Override
    protected void _pause(long ignored) {
        if (period > 0 && !resting) {
            resting = true;
            timer.stop();
        }
    }

    @Override
    protected void _resume(long ignored) {
        if (resting) {
            resting = false;
            timer.start(period);
        }
    }
}
