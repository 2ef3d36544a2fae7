package quayside.app.core.host;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes a log for other programs. */
public final class LogExport {
    private static final List<String> COLUMNS =
            List.of("time", "action", "guest", "address", "invitation", "path", "size", "result", "words");

    private LogExport() {}

    /**
     * Returns the entries as CSV (RFC 4180) with a row of names. A text that a spreadsheet would take for a formula has an
     * apostrophe before it.
     */
    public static String csv(List<LogEntry> entries) {
        return Stream.concat(Stream.of(COLUMNS), entries.stream().map(LogExport::cells))
                .map(row -> row.stream().map(LogExport::cell).collect(Collectors.joining(",")) + "\r\n")
                .collect(Collectors.joining());
    }

    private static List<String> cells(LogEntry entry) {
        return List.of(
                entry.at().toString(),
                entry.action().word(),
                entry.guest().name(),
                entry.guest().address(),
                entry.guest().invitation(),
                entry.path(),
                entry.size() < 0 ? "" : Long.toString(entry.size()),
                entry.result(),
                entry.words());
    }

    private static String cell(String text) {
        boolean isFormula = !text.isEmpty() && "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0;
        String safe = isFormula ? "'" + text : text;
        return safe.chars().anyMatch(each -> each == ',' || each == '"' || each == '\r' || each == '\n' || each == '\'')
                ? '"' + safe.replace("\"", "\"\"") + '"'
                : safe;
    }

    /** Returns the entries as a JSON array of objects, one a line. */
    public static String json(List<LogEntry> entries) {
        return entries.stream().map(LogEntry::json).collect(Collectors.joining(",\n", "[\n", "\n]\n"));
    }
}
