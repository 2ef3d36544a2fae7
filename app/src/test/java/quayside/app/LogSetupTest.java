package quayside.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class LogSetupTest {
    private final LoggerContext context = new LoggerContext();

    @Test
    void logbackFindsIt() {
        assertThat(ServiceLoader.load(Configurator.class)).hasAtLeastOneElementOfType(LogSetup.class);
    }

    @Test
    void onlyWhatConcernsPeopleIsLoggedAndToStandardError() {
        Configurator.ExecutionStatus status = new LogSetup().configure(context);
        assertThat(status).isEqualTo(Configurator.ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        assertThat(root.getLevel()).isEqualTo(Level.WARN);
        assertThat(root.iteratorForAppenders())
                .toIterable()
                .singleElement()
                .isInstanceOfSatisfying(ConsoleAppender.class, appender -> {
                    assertThat(appender.getTarget()).isEqualTo("System.err");
                    assertThat(appender.isStarted()).isTrue();
                });
    }

    @Test
    void aNameInALineNeitherEndsItNorSpeaksToTheTerminal() {
        String line = new LogLine(ZoneOffset.UTC, false).doLayout(event("a\nb\u001b[2J.txt"));
        assertThat(line).startsWith("10:20:30 WARN LogSetupTest: ").endsWith(System.lineSeparator());
        assertThat(line.strip()).doesNotContain("\n", "\u001b");
    }

    @Test
    void inJsonATraceStaysOnTheLine() {
        LogLine line = new LogLine(ZoneOffset.UTC, true);
        line.inJson();
        String written = line.doLayout(event("a\nb"));
        assertThat(written.strip().lines()).hasSize(1);
        JsonObject json = JsonParser.parseString(written).getAsJsonObject();
        assertThat(json.get("action").getAsString()).isEqualTo("message");
        assertThat(json.get("words").getAsString())
                .startsWith("a\\u{a}b cannot be read")
                .contains("told", "at ");
    }

    @Test
    void stackTracesAreShownOnlyWhereTheyWereAskedFor() {
        assertThat(new LogLine(ZoneOffset.UTC, false).doLayout(event("x"))).doesNotContain("told");
        assertThat(new LogLine(ZoneOffset.UTC, true).doLayout(event("x")))
                .contains("IllegalStateException: told", "at quayside.app.LogSetupTest");
    }

    private LoggingEvent event(String name) {
        LoggingEvent event = new LoggingEvent(
                "caller",
                context.getLogger(LogSetupTest.class),
                Level.WARN,
                "{} cannot be read",
                new IllegalStateException("told"),
                new Object[] {name});
        event.setInstant(Instant.parse("2026-11-22T10:20:30Z"));
        return event;
    }
}
