package quayside.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import quayside.app.core.host.LogEntry;
import quayside.protocol.text.DisplayText;

/**
 * Formats an event of the log as a line. A file's name in it can neither end the line nor send escapes to the terminal.
 */
final class LogLine extends LayoutBase<ILoggingEvent> {
    private final DateTimeFormatter time;
    private final boolean traces;
    private volatile boolean json;

    /** @param traces whether an exception's stack trace follows */
    LogLine(ZoneId zone, boolean traces) {
        this.time = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(zone);
        this.traces = traces;
    }

    /** Makes each event a JSON object on one line from now on. */
    void inJson() {
        json = true;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        String logger = event.getLoggerName();
        String trace = traces && event.getThrowableProxy() != null
                ? ThrowableProxyUtil.asString(event.getThrowableProxy())
                : "";
        if (json) {
            String words = DisplayText.escape(event.getFormattedMessage()) + (trace.isEmpty() ? "" : "\n" + trace);
            return LogEntry.message(event.getLevel().toString().toLowerCase(Locale.ROOT), words)
                    + System.lineSeparator();
        }
        return time.format(event.getInstant()) + " " + event.getLevel() + " "
                + logger.substring(logger.lastIndexOf('.') + 1) + ": "
                + DisplayText.escape(event.getFormattedMessage()) + System.lineSeparator() + trace;
    }
}
