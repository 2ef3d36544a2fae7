package quayside.app.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.Times;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Omitted;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.ByteSize;
import quayside.protocol.text.DisplayText;

/**
 * Writes the entries of a folder, as lines for people or as a JSON array. Folders come first and names are sorted, up
 * to {@link #MAX_SORTED} entries. The rest of a larger folder follows in the order of arrival, so that a listing of any
 * length fits in memory. For one folder, on one thread.
 */
final class EntryLines {
    /** The number of entries that are kept in memory to be sorted: some 20 MB with the longest names. */
    static final int MAX_SORTED = 50_000;

    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();
    private static final int WIDEST_SIZE = "99.9 MB".length();
    private static final Comparator<Entry> ORDER = Comparator.comparing((Entry entry) -> !entry.isFolder())
            .thenComparing(Entry::name, String.CASE_INSENSITIVE_ORDER)
            .thenComparing(Entry::name);

    private final CliContext context;
    private final RemotePath folder;
    private final boolean json;
    private final List<Entry> held = new ArrayList<>();
    private boolean streaming;
    private int width;

    /** The element of the array that is written once it is known whether a comma follows. */
    private @Nullable String last;

    EntryLines(CliContext context, RemotePath folder, boolean json) {
        this.context = context;
        this.folder = folder;
        this.json = json;
    }

    void add(List<Entry> entries) throws CliException {
        held.addAll(entries);
        if (streaming || held.size() > MAX_SORTED) {
            width = WIDEST_SIZE;
            writeHeld();
            streaming = true;
        }
    }

    /** Writes the entries that are held back, and the counts of omitted entries on standard error. */
    void finish(Omitted omitted) throws CliException {
        writeHeld();
        if (json) {
            if (omitted.total() > 0) {
                element(GSON.toJson(json(omitted)));
            }
            context.print(last == null ? "[]" : last + "]");
        }
        if (omitted.total() > 0) {
            context.say(CliText.NOT_SHOWN, omitted.inWords());
        }
    }

    private void writeHeld() throws CliException {
        if (!streaming) {
            held.sort(ORDER);
            width = Math.max(
                    width,
                    held.stream().mapToInt(entry -> size(entry).length()).max().orElse(0));
        }
        for (Entry entry : held) {
            if (json) {
                element(Shown.json(GSON.toJson(json(entry))));
            } else {
                context.print(line(entry));
            }
        }
        held.clear();
    }

    private void element(String element) throws CliException {
        if (last != null) {
            context.print(last + ",");
        }
        last = (last == null ? "[" : " ") + element;
    }

    private String line(Entry entry) {
        String size = size(entry);
        return " ".repeat(Math.max(0, width - size.length())) + size + "  "
                + String.format("%17s", Times.date(entry.modified(), context.zone())) + "  "
                + DisplayText.escape(entry.name())
                + (entry.isFolder() ? "/" : "")
                + (entry.lock().isPresent() ? "  (protected)" : "");
    }

    private static String size(Entry entry) {
        return entry.isFolder() ? "-" : ByteSize.shown(entry.size());
    }

    private JsonObject json(Entry entry) {
        JsonObject json = new JsonObject();
        json.addProperty("name", entry.name());
        json.addProperty("path", folder.isRoot() ? entry.name() : folder + "/" + entry.name());
        json.addProperty("type", entry.isFolder() ? "folder" : "file");
        json.addProperty("size", entry.size());
        json.addProperty("modified", entry.modified().toString());
        json.addProperty("protected", entry.lock().isPresent());
        return json;
    }

    private static JsonObject json(Omitted omitted) {
        JsonObject counts = new JsonObject();
        counts.addProperty("name", omitted.names());
        counts.addProperty("link", omitted.links());
        counts.addProperty("special", omitted.specials());
        counts.addProperty("hidden", omitted.hidden());
        JsonObject json = new JsonObject();
        json.add("omitted", counts);
        return json;
    }
}
