package quayside.protocol.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Counts the entries of a folder that its listing omits, by reason (PROTOCOL.md section 5.1). No count is negative.
 *
 * @param names entries whose names are not names of the protocol, such as names that are not UTF-8
 * @param links symbolic links
 * @param specials devices, pipes and sockets
 * @param hidden entries that the host chose not to share: names that begin with a dot
 */
public record Omitted(long names, long links, long specials, long hidden) {
    public static final Omitted NONE = new Omitted(0, 0, 0, 0);

    /** Returns the number of all omitted entries. */
    public long total() {
        return notServed() + hidden;
    }

    /**
     * Returns the number of entries that are omitted independently of the host's choice. A download of the folder is
     * incomplete without them.
     */
    public long notServed() {
        return names + links + specials;
    }

    /** Returns the sums of both, for several folders. */
    public Omitted plus(Omitted other) {
        return new Omitted(names + other.names, links + other.links, specials + other.specials, hidden + other.hidden);
    }

    /** Returns these counts without {@link #hidden}. */
    public Omitted withoutHidden() {
        return new Omitted(names, links, specials, 0);
    }

    /** Returns the counts in words, such as "2 links and 1 hidden entry"; empty if nothing was omitted. */
    public String inWords() {
        List<String> parts = new ArrayList<>();
        add(parts, names, "name that cannot be sent", "names that cannot be sent");
        add(parts, links, "link", "links");
        add(parts, specials, "special file", "special files");
        add(parts, hidden, "hidden entry", "hidden entries");
        if (parts.size() < 2) {
            return String.join("", parts);
        }
        return String.join(", ", parts.subList(0, parts.size() - 1)) + " and " + parts.getLast();
    }

    private static void add(List<String> parts, long count, String one, String more) {
        if (count > 0) {
            parts.add(String.format(Locale.ENGLISH, "%,d %s", count, count == 1 ? one : more));
        }
    }
}
