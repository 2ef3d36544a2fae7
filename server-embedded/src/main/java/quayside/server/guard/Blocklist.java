package quayside.server.guard;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The sources that the host does not let in. Thread-safe; never blocks. */
public final class Blocklist {
    private final Set<Source> blocked = new LinkedHashSet<>();

    /** Returns whether it was not blocked before. */
    public synchronized boolean add(Source source) {
        return blocked.add(source);
    }

    /** Returns whether it was blocked. */
    public synchronized boolean remove(String network) {
        return blocked.remove(new Source(network));
    }

    public synchronized boolean contains(Source source) {
        return blocked.contains(source);
    }

    /** Their {@link Source#network}s, in the order in which they were blocked. */
    public synchronized List<String> networks() {
        return blocked.stream().map(Source::network).toList();
    }
}
