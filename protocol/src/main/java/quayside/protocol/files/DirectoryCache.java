package quayside.protocol.files;

import java.io.Closeable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A cache of open directories, so that one used repeatedly is opened only once. Thread-safe.
 *
 * @param <K> the key of a directory
 */
public final class DirectoryCache<K> implements Closeable {
    private final int max;
    private final Source<K> source;
    private final Map<K, Held> held = new LinkedHashMap<>();
    private boolean closed;

    @FunctionalInterface
    public interface Source<K> {
        Directory open(K key) throws IOException;
    }

    /** Runs in a directory while it is open. */
    @FunctionalInterface
    public interface Work<T> {
        T in(Directory directory) throws IOException;
    }

    private static final class Held {
        private final Directory directory;
        private int users;
        private boolean forgotten;

        Held(Directory directory) {
            this.directory = directory;
        }

        void closeIfUnused() {
            if (forgotten && users == 0) {
                try {
                    directory.close();
                } catch (IOException e) {
                    // The descriptor is released anyway.
                }
            }
        }
    }

    /** @param max the number of directories that stay open; beyond it, the one opened first is closed */
    public DirectoryCache(int max, Source<K> source) {
        this.max = max;
        this.source = source;
    }

    /** Runs {@code work} in the directory {@code key}, which stays open meanwhile. */
    public <T> T in(K key, Work<T> work) throws IOException {
        Held taken = take(key);
        try {
            return work.in(taken.directory);
        } finally {
            giveBack(taken);
        }
    }

    /**
     * Returns the directory {@code key}, which the cache still owns. For one thread that uses no more than {@code max}
     * at a time.
     */
    public synchronized Directory get(K key) throws IOException {
        return held(key).directory;
    }

    private synchronized Held take(K key) throws IOException {
        Held known = held(key);
        known.users++;
        if (closed) {
            clear();
        }
        return known;
    }

    private Held held(K key) throws IOException {
        Held known = held.get(key);
        if (known == null) {
            known = new Held(source.open(key));
            if (held.size() >= max) {
                forget(held.keySet().iterator().next());
            }
            held.put(key, known);
        }
        return known;
    }

    private synchronized void giveBack(Held taken) {
        taken.users--;
        taken.closeIfUnused();
    }

    private void forget(K key) {
        Held gone = held.remove(key);
        if (gone != null) {
            gone.forgotten = true;
            gone.closeIfUnused();
        }
    }

    /** Returns the number of open directories. */
    public synchronized int size() {
        return held.size();
    }

    /**
     * Closes the directories that are not in use, and the others when they are given back. Further ones may be opened
     * afterwards.
     */
    public synchronized void clear() {
        while (!held.isEmpty()) {
            forget(held.keySet().iterator().next());
        }
    }

    /** Closes as {@link #clear}. A directory that is opened afterwards is closed again after its use. */
    @Override
    public synchronized void close() {
        closed = true;
        clear();
    }
}
