package quayside.app.core.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.Patience;
import quayside.protocol.wire.Fault;
import quayside.server.ShareEvent;
import quayside.server.Who;

class JournalTest {
    private static final Instant AT = Instant.parse("2026-11-22T10:00:00Z");
    private static final Who MARA = new Who("Mara’s laptop", "192.168.1.7", "Press");

    @TempDir
    private Path folder;

    private final AtomicBoolean keeps = new AtomicBoolean(true);

    private static LogEntry download(String path) {
        return LogEntry.of(new ShareEvent.Downloaded(AT, MARA, path, 1_400_000));
    }

    private Path file() {
        return folder.resolve("activity.jsonl");
    }

    private List<LogEntry> afterRestart() {
        try (Journal journal = Journal.open(folder, keeps::get)) {
            return journal.entries();
        }
    }

    @Test
    void whatHappenedIsKeptAndOnlyTheOwnerReadsIt() throws IOException {
        LogEntry failed = LogEntry.of(new ShareEvent.TransferFailed(AT, MARA, "b", Fault.CORRUPTED, ""));
        try (Journal journal = Journal.open(folder, keeps::get)) {
            journal.add(download("a"));
            journal.add(failed);
        }
        assertThat(afterRestart()).containsExactly(download("a"), failed);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(JsonParser.parseString(Files.readAllLines(file()).getFirst()).toString())
                .isEqualTo("{\"time\":\"2026-11-22T10:00:00Z\",\"action\":\"downloaded\",\"guest\":\"Mara’s laptop\","
                        + "\"address\":\"192.168.1.7\",\"invitation\":\"Press\",\"path\":\"a\",\"size\":1400000,"
                        + "\"result\":\"ok\",\"words\":\"Mara’s laptop (192.168.1.7), invited as “Press” downloaded “a”"
                        + " (1.4 MB)\"}");
    }

    @Test
    void aDamagedLineCostsOnlyItself() throws IOException {
        try (Journal journal = Journal.open(folder, keeps::get)) {
            journal.add(download("a"));
        }
        Files.writeString(
                file(),
                "{\"time\":5}\nnonsense\n[]\n{\"time\":\"2026-11-22T10:00:00Z\",\"action\":\"flew\"}\n",
                StandardOpenOption.APPEND);
        try (Journal journal = Journal.open(folder, keeps::get)) {
            journal.add(download("b"));
        }
        // Cut in the middle of a line, as by a crash.
        Files.writeString(file(), "{\"time\":\"2026", StandardOpenOption.APPEND);
        try (Journal journal = Journal.open(folder, keeps::get)) {
            journal.add(download("c"));
        }
        assertThat(afterRestart()).containsExactly(download("a"), download("b"), download("c"));
    }

    @Test
    void itsSizeIsBoundedAndTheNewestStay() throws IOException {
        try (Journal journal = Journal.open(folder, keeps::get)) {
            for (int i = 0; i < 12_000; i++) {
                journal.add(download("x".repeat(150) + i));
            }
            assertThat(journal.entries()).hasSize(Journal.MAX_ENTRIES);
        }
        assertThat(Files.size(file())).isLessThanOrEqualTo(Journal.MAX_BYTES);
        List<LogEntry> kept = afterRestart();
        assertThat(kept).hasSizeBetween(2000, Journal.MAX_ENTRIES);
        assertThat(kept.getLast().path()).endsWith("x11999");
        assertThat(kept.getFirst().path()).endsWith("x" + (12_000 - kept.size()));
    }

    @Test
    void itIsClearedAndNotKeptIfTheUserDoesNotWantIt() throws IOException {
        try (Journal journal = Journal.open(folder, keeps::get)) {
            journal.add(download("a"));
            journal.clear();
            assertThat(journal.entries()).isEmpty();
        }
        assertThat(file()).doesNotExist();
        try (Journal journal = Journal.open(folder, keeps::get)) {
            journal.add(download("b"));
        }
        assertThat(file()).exists();
        keeps.set(false);
        try (Journal journal = Journal.open(folder, keeps::get)) {
            assertThat(journal.entries()).isEmpty();
            journal.add(download("c"));
            assertThat(journal.entries()).hasSize(1);
        }
        assertThat(file()).doesNotExist();
    }

    @Test
    void twoProgramsKeepEachOthersEntries() throws IOException {
        try (Journal one = Journal.open(folder, keeps::get)) {
            one.add(download("a"));
            Journal other = Journal.open(folder, keeps::get);
            other.add(download("b"));
            other.close();
            one.add(download("c"));
        }
        assertThat(afterRestart()).extracting(LogEntry::path).containsExactlyInAnyOrder("a", "b", "c");
        try (Journal one = Journal.open(folder, keeps::get);
                Journal other = Journal.open(folder, keeps::get)) {
            for (int i = 0; i < 1600; i++) {
                (i % 2 == 0 ? one : other).add(download("x".repeat(900) + i));
            }
        }
        assertThat(Files.size(file())).isLessThanOrEqualTo(Journal.MAX_BYTES);
        assertThat(afterRestart())
                .extracting(entry -> entry.path().replaceFirst("x+", ""))
                .contains("1598", "1599");
    }

    @Test
    void turnedOffItIsDeletedAtOnceAndWhatFollowsIsNeverKept() {
        try (Journal journal = Journal.open(folder, keeps::get)) {
            journal.add(download("before"));
            Patience.await().until(() -> Files.exists(file()));
            keeps.set(false);
            journal.keepsChanged();
            Patience.await().until(() -> Files.notExists(file()));
            journal.add(download("meanwhile"));
            assertThat(journal.entries()).extracting(LogEntry::path).containsExactly("before", "meanwhile");
            keeps.set(true);
            journal.add(download("after"));
        }
        assertThat(afterRestart()).extracting(LogEntry::path).containsExactly("after");
    }

    @Test
    void aLogThatACopyOpenedToOthersIsClosedAgain() throws IOException {
        try (Journal journal = Journal.open(folder, keeps::get)) {
            journal.add(download("a"));
        }
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(afterRestart()).hasSize(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void noSpreadsheetTakesATextForAFormula() {
        for (String name : List.of("=1+1", "+1", "-1", "@SUM(A1)", "\t=1")) {
            LogEntry entry = new LogEntry(AT, LogEntry.Action.JOINED, new Who(name, "", ""), "", -1, "ok", "w");
            String row = LogExport.csv(List.of(entry)).split("\r\n", -1)[1];
            assertThat(row).isEqualTo("2026-11-22T10:00:00Z,joined,\"'" + name + "\",,,,,ok,w");
        }
    }

    @Test
    void bothFormsAreReadByOtherPrograms() {
        LogEntry odd = new LogEntry(AT, LogEntry.Action.CHANGED, MARA, "a, \"b\"\nc", 5, "ok", "words");
        assertThat(LogExport.csv(List.of(odd))).isEqualTo("""
            time,action,guest,address,invitation,path,size,result,words\r
            2026-11-22T10:00:00Z,changed,Mara’s laptop,192.168.1.7,Press,"a, ""b""
            c",5,ok,words\r
            """);
        assertThat(JsonParser.parseString(LogExport.json(List.of(odd, odd))).getAsJsonArray())
                .hasSize(2);
        assertThat(JsonParser.parseString(LogExport.json(List.of())).getAsJsonArray())
                .isEmpty();
    }
}
