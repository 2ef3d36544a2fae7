package quayside.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Omitted;
import quayside.protocol.message.RemotePath;

class EntryLinesTest {
    private static final int PAGE = 200;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private EntryLines lines(boolean json) {
        CliContext context = new CliContext(
                InputStream.nullInputStream(),
                new PrintWriter(out),
                new PrintWriter(err),
                _ -> null,
                Optional.empty(),
                Optional.empty(),
                false,
                ZoneOffset.UTC,
                new SecureRandom(),
                _ -> () -> {});
        return new EntryLines(context, RemotePath.root(), json);
    }

    private static Entry entry(String name, Entry.Kind kind) {
        return new Entry(name, kind, 0, Instant.EPOCH);
    }

    private static List<Entry> page(int number) {
        return IntStream.range(0, PAGE)
                .mapToObj(i -> entry("f" + (number * PAGE + i), Entry.Kind.FILE))
                .toList();
    }

    private JsonArray written() {
        return JsonParser.parseString(out.toString()).getAsJsonArray();
    }

    @Test
    void whatIsLeftOutIsCountedOnStandardError() throws CliException {
        EntryLines lines = lines(false);
        lines.add(List.of(entry("a", Entry.Kind.FILE)));
        lines.finish(new Omitted(0, 2, 0, 1));
        assertThat(out.toString()).containsOnlyOnce("\n").contains("  a");
        assertThat(err.toString()).isEqualToIgnoringNewLines("Not shown: 2 links and 1 hidden entry.");
    }

    @Test
    void whatIsLeftOutIsTheLastElementOfTheArray() throws CliException {
        EntryLines lines = lines(true);
        lines.add(List.of(entry("b", Entry.Kind.FILE), entry("a", Entry.Kind.FOLDER)));
        lines.finish(new Omitted(3, 2, 0, 1));
        assertThat(written()).hasSize(3);
        assertThat(written().get(0).getAsJsonObject().get("name").getAsString()).isEqualTo("a");
        assertThat(written().get(2))
                .isEqualTo(JsonParser.parseString("{\"omitted\":{\"name\":3,\"link\":2,\"special\":0,\"hidden\":1}}"));
    }

    @Test
    void aFolderOfNothingIsAnEmptyArray() throws CliException {
        lines(true).finish(Omitted.NONE);
        assertThat(out.toString()).isEqualToIgnoringNewLines("[]");
        assertThat(err.toString()).isEmpty();
    }

    /** Otherwise an endless listing would exhaust the memory. */
    @Test
    void aLargeFolderIsWrittenAsItComes() throws CliException {
        EntryLines lines = lines(true);
        int pages = EntryLines.MAX_SORTED / PAGE + 1;
        for (int i = 0; i < pages; i++) {
            lines.add(page(i));
        }
        assertThat(out.toString().lines().count()).isEqualTo((long) pages * PAGE - 1);
        long before = out.toString().lines().count();
        lines.add(page(pages));
        assertThat(out.toString().lines().count()).isEqualTo(before + PAGE);
        lines.finish(Omitted.NONE);
        assertThat(written()).hasSize((pages + 1) * PAGE);
    }
}
