package quayside.app.core.compare;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import quayside.app.core.files.Tree;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.QuickCheck;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Omitted;
import quayside.protocol.wire.ProtocolException;

/**
 * Compares two folders and everything in them by names, kinds, sizes and times of modification. No content is read. A
 * folder that is on one side alone is one difference.
 */
public final class TreeComparison {
    /** The maximum number of compared entries; a comparison ends there. */
    public static final int MAX_ENTRIES = 200_000;

    private TreeComparison() {}

    /** How an entry differs. */
    public enum Verdict {
        ONLY_LEFT,
        ONLY_RIGHT,
        LEFT_NEWER,
        RIGHT_NEWER,
        /** Files of the same time and of different sizes. */
        SIZE_DIFFERS,
        /** A file on one side and a folder on the other. */
        KIND_DIFFERS
    }

    /**
     * A difference.
     *
     * @param path the names from the compared folder to the entry, joined by {@code /}
     * @param missing whether an entry of one side alone is really missing on the other, whose listing leaves out
     *     nothing: no link, no hidden file, no name that it cannot write
     */
    public record Difference(
            String path, @Nullable Entry left, @Nullable Entry right, Verdict verdict, boolean missing) {
        /** Returns the entry of the left side, or else of the right one. */
        public Entry either() {
            if (left != null) {
                return left;
            }
            if (right == null) {
                throw new IllegalStateException("a difference between nothing and nothing");
            }
            return right;
        }
    }

    /**
     * The result of a comparison.
     *
     * @param same the number of files that are the same on both sides
     * @param unread folders that could not be read on one of the sides; they are not compared
     * @param whole whether everything was compared
     */
    public record Result(long same, long unread, boolean whole) {}

    /** Compares. Blocks until done, and passes the differences of each folder to {@code found} on the calling thread. */
    public static <L, R> Result of(
            Tree<L> left,
            L leftTop,
            Tree<R> right,
            R rightTop,
            Consumer<List<Difference>> found,
            Cancellation cancellation)
            throws IOException {
        record Pair<L, R>(String place, L left, R right) {}
        Deque<Pair<L, R>> pending = new ArrayDeque<>(List.of(new Pair<>("", leftTop, rightTop)));
        long same = 0;
        long unread = 0;
        long seen = 0;
        while (!pending.isEmpty() && seen < MAX_ENTRIES) {
            cancellation.check();
            Pair<L, R> pair = pending.pop();
            Map<String, Entry> ofLeft = new TreeMap<>();
            Map<String, Entry> ofRight = new HashMap<>();
            Omitted leftOut;
            Omitted rightOut;
            try {
                leftOut = left.list(
                        pair.left(), page -> page.forEach(entry -> ofLeft.put(entry.name(), entry)), cancellation);
                rightOut = right.list(
                        pair.right(), page -> page.forEach(entry -> ofRight.put(entry.name(), entry)), cancellation);
            } catch (ProtocolException e) {
                if (pair.place().isEmpty() || Tree.endsAll(e)) {
                    throw e;
                }
                unread++;
                continue;
            }
            Map<String, Difference> differences = new TreeMap<>();
            for (Entry entry : ofLeft.values()) {
                seen++;
                String path = pair.place().isEmpty() ? entry.name() : pair.place() + "/" + entry.name();
                Entry other = ofRight.remove(entry.name());
                if (other == null) {
                    differences.put(path, new Difference(path, entry, null, Verdict.ONLY_LEFT, rightOut.total() == 0));
                } else if (entry.isFolder() && other.isFolder()) {
                    pending.push(new Pair<>(
                            path, left.child(pair.left(), entry.name()), right.child(pair.right(), entry.name())));
                } else if (QuickCheck.same(entry, other)) {
                    same++;
                } else {
                    differences.put(path, new Difference(path, entry, other, verdict(entry, other), false));
                }
            }
            for (Entry entry : ofRight.values()) {
                seen++;
                String path = pair.place().isEmpty() ? entry.name() : pair.place() + "/" + entry.name();
                differences.put(path, new Difference(path, null, entry, Verdict.ONLY_RIGHT, leftOut.total() == 0));
            }
            if (!differences.isEmpty()) {
                found.accept(List.copyOf(differences.values()));
            }
        }
        return new Result(same, unread, pending.isEmpty());
    }

    private static Verdict verdict(Entry left, Entry right) {
        if (left.isFolder() != right.isFolder()) {
            return Verdict.KIND_DIFFERS;
        }
        int order = left.modified().compareTo(right.modified());
        return order > 0 ? Verdict.LEFT_NEWER : order < 0 ? Verdict.RIGHT_NEWER : Verdict.SIZE_DIFFERS;
    }
}
