package quayside.server.guard;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The sources that the host has blocked. Thread-safe; never blocks. */
public final class Blocklist {
    private final Set<Source> blocked = new LinkedHashSet<>();

    /** Blocks a source and returns whether it was not blocked before. */
    public synchronized boolean add(Source source) {
        return blocked.add(source);
    }

    /** Unblocks a source and returns whether it was blocked. */
    public synchronized boolean remove(String network) {
        return blocked.remove(new Source(network));
    }

    public synchronized boolean contains(Source source) {
        return blocked.contains(source);
    }

    /** Returns the {@link Source#network}s in the order in which they were blocked. */
    public synchronized List<String> networks() {
        return blocked.stream().map(Source::network).toList();
    }
}
