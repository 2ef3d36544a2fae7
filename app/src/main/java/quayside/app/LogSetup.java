package quayside.app;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import org.slf4j.LoggerFactory;

/**
 * Configures the log: only messages for a user or a maintainer, to standard error, separate from results.
 *
 * <p>Logback finds and creates this class. It is code and not a {@code logback.xml}, because reading one takes a good
 * part of the time that a command needs to start. The property {@code logback.configurationFile} selects a file
 * instead.
 */
@ConfiguratorRank(ConfiguratorRank.NOMINAL)
public final class LogSetup extends ContextAwareBase implements Configurator {
    private static final String ERRORS = "standard error";

    /** Writes the log as JSON objects from now on, one a line, and what ends a thread too. */
    static void inJson() {
        org.slf4j.Logger root = LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        if (root instanceof Logger log
                && log.getAppender(ERRORS) instanceof OutputStreamAppender<ILoggingEvent> errors
                && errors.getEncoder() instanceof LayoutWrappingEncoder<ILoggingEvent> encoder
                && encoder.getLayout() instanceof LogLine line) {
            line.inJson();
        }
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, e) -> root.error("The thread {} ended: {}", thread.getName(), e.toString(), e));
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY) != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        // Stack traces only if they were requested.
        LogLine line = new LogLine(ZoneId.systemDefault(), System.getenv("QUAYSIDE_DEBUG") != null);
        line.setContext(context);
        line.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(line);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setName(ERRORS);
        appender.setTarget(ConsoleTarget.SystemErr.getName());
        appender.setEncoder(encoder);
        appender.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(appender);
        // It would report every message of a stranger that it does not understand.
        context.getLogger("javax.jmdns").setLevel(Level.OFF);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
