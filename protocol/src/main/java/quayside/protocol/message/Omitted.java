package quayside.protocol.message;

import java.util.ArrayList;
import java.util.List;
import quayside.protocol.text.Phrase;
import quayside.protocol.text.Sentence;

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

    /** Returns the counts in words, such as "2 links and 1 hidden entry". */
    public Sentence inWords() {
        List<Sentence> parts = new ArrayList<>();
        add(parts, names, Phrase.OMITTED_NAMES);
        add(parts, links, Phrase.OMITTED_LINKS);
        add(parts, specials, Phrase.OMITTED_SPECIALS);
        add(parts, hidden, Phrase.OMITTED_HIDDEN);
        if (parts.isEmpty()) {
            return Sentence.of(Phrase.OMITTED_NOTHING);
        }
        Sentence last = parts.removeLast();
        return parts.stream()
                .reduce((one, other) -> Sentence.of(Phrase.COMMA, one, other))
                .map(before -> Sentence.of(Phrase.AND, before, last))
                .orElse(last);
    }

    private static void add(List<Sentence> parts, long count, Phrase what) {
        if (count > 0) {
            parts.add(Sentence.of(what, count));
        }
    }
}
