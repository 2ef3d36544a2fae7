package quayside.app;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import quayside.protocol.message.DisplayText;

/** A log line's message, in which a file's name cannot end the line or speak to the terminal. Logback makes it. */
public final class EscapedMessage extends MessageConverter {
    @Override
    public String convert(ILoggingEvent event) {
        return DisplayText.escape(super.convert(event));
    }
}
