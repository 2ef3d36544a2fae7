package quayside.server.chaos;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What is logged as an error while it is open: faults of our own, for no peer and no network causes one. */
final class LoggedErrors extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final List<String> errors = new CopyOnWriteArrayList<>();

    /** Begins to listen. */
    static LoggedErrors listen() {
        LoggedErrors listening = new LoggedErrors();
        listening.setContext(listening.root.getLoggerContext());
        listening.start();
        listening.root.addAppender(listening);
        return listening;
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
            errors.add(event.getFormattedMessage() + "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
    }

    /** Those since the last call. */
    List<String> take() {
        List<String> taken = new ArrayList<>(errors);
        errors.removeAll(taken);
        return taken;
    }

    @Override
    public void close() {
        root.detachAppender(this);
        stop();
    }
}
