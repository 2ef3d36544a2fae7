package quayside.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import quayside.server.ShareEvent;

class EventLineTest {
    private static final String GUEST = "10.0.0.2";

    private final StringWriter err = new StringWriter();

    private String line(ShareEvent event) {
        CliContext context = new CliContext(
                InputStream.nullInputStream(),
                new PrintWriter(new StringWriter()),
                new PrintWriter(err),
                _ -> null,
                Optional.empty(),
                Optional.empty(),
                false,
                ZoneOffset.UTC,
                new SecureRandom(),
                _ -> () -> {});
        new EventLine(context, EventLine.Format.TEXT).accept(event);
        return err.toString();
    }

    private static ShareEvent more(ShareEvent.Kind kind, long times) {
        return new ShareEvent.MoreOfGuest(Instant.EPOCH, GUEST, kind, times, 1_400_000);
    }

    @ParameterizedTest
    @EnumSource(ShareEvent.Kind.class)
    void oneMoreIsSingular(ShareEvent.Kind kind) {
        assertThat(line(more(kind, 1)))
                .containsPattern(GUEST + " .*1 more (file|file or folder|time) recently")
                .doesNotContainPattern("files|folders|times");
    }

    @ParameterizedTest
    @CsvSource({"DOWNLOADED, downloaded 2 more files recently", "CHANGED, changed 2 more files or folders recently"})
    void severalMoreArePlural(ShareEvent.Kind kind, String words) {
        assertThat(line(more(kind, 2))).contains(GUEST + " " + words);
    }

    @ParameterizedTest
    @CsvSource({"1, 1 more connection was refused", "2, 2 more connections were refused"})
    void refusedConnectionsAgreeWithTheirNumber(long connections, String words) {
        assertThat(line(new ShareEvent.MoreRefused(Instant.EPOCH, connections))).contains(words);
    }

    @ParameterizedTest
    @CsvSource({"1, 1 more event happened", "2, 2 more events happened"})
    void unlistedEventsAgreeWithTheirNumber(long events, String words) {
        assertThat(line(new ShareEvent.MoreHappened(Instant.EPOCH, events))).contains(words);
    }
}
