package quayside.app.core.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import quayside.app.core.files.Tree;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Names;

/** Finds files and folders by their names, in a folder and everything in it. */
public final class TreeSearch {
    /** The maximum number of hits; a search ends there. */
    public static final int MAX_HITS = 10_000;

    private TreeSearch() {}

    /**
     * A found file or folder.
     *
     * @param folder the folder that holds it
     * @param place the names from the folder of the search to that folder, joined by {@code /}; empty for the folder
     *     itself
     */
    public record Hit<P>(P folder, String place, Entry entry) {}

    /**
     * The result of a search.
     *
     * @param unread folders that could not be read
     * @param full whether there are more hits than {@link #MAX_HITS}
     */
    public record Result(int hits, int unread, boolean full) {}

    /**
     * Searches for names in which all {@link Sought} words are. Blocks until everything is read.
     *
     * @param showHidden whether names that begin with a dot are found
     * @param found receives hits as they are found, on the calling thread
     */
    public static <P> Result below(
            Tree<P> tree,
            P top,
            String words,
            boolean showHidden,
            Consumer<List<Hit<P>>> found,
            Cancellation cancellation)
            throws IOException {
        Sought sought = Sought.words(words);
        class Searching implements Tree.Visitor<P> {
            private int hits;
            private int unread;
            private boolean full;

            @Override
            public boolean visit(P folder, String place, List<Entry> entries) {
                List<Hit<P>> page = new ArrayList<>();
                for (Entry entry : entries) {
                    if (matches(entry.name())) {
                        full |= hits == MAX_HITS;
                        if (full) {
                            break;
                        }
                        hits++;
                        page.add(new Hit<>(folder, place, entry));
                    }
                }
                if (!page.isEmpty()) {
                    found.accept(page);
                }
                return !full;
            }

            private boolean matches(String name) {
                return (showHidden || !Names.isHidden(name)) && sought.isIn(name);
            }

            @Override
            public void unread() {
                unread++;
            }
        }
        Searching searching = new Searching();
        tree.walk(top, searching, cancellation);
        return new Result(searching.hits, searching.unread, searching.full);
    }
}
