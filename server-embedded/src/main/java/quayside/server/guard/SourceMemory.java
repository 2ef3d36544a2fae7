package quayside.server.guard;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sources seen last, guests apart from strangers: however many strangers come, they push no guest out. For {@link GuessLimiter}, under
 * its lock.
 */
final class SourceMemory {
    static final int MOST_STRANGERS = 4096;
    static final int MOST_GUESTS = 1024;

    private final int freeTries;
    private final Map<Source, Tries> strangers = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Source, Tries> guests = new LinkedHashMap<>(16, 0.75f, true);

    /** @param freeTries of each source */
    SourceMemory(int freeTries) {
        this.freeTries = freeTries;
    }

    @Nullable
    Tries find(Source source) {
        Tries guest = guests.get(source);
        return guest == null ? strangers.get(source) : guest;
    }

    /** The record of {@code source}, a new one where there was none; the stranger not seen for longest makes room. */
    Tries track(Source source, long now) {
        Tries found = find(source);
        if (found != null) {
            return found;
        }
        Tries made = new Tries(freeTries, now);
        strangers.put(source, made);
        shrink(strangers, MOST_STRANGERS, made);
        return made;
    }

    /** {@code source} gave the right key. */
    void welcome(Source source, Tries tries) {
        if (strangers.remove(source, tries)) {
            guests.put(source, tries);
            shrink(guests, MOST_GUESTS, tries);
        }
    }

    private static void shrink(Map<Source, Tries> map, int most, Tries keep) {
        Iterator<Tries> oldest = map.values().iterator();
        while (map.size() > most && oldest.hasNext()) {
            Tries candidate = oldest.next();
            if (candidate != keep && candidate.isForgettable()) {
                oldest.remove();
            }
        }
    }

    int size() {
        return strangers.size() + guests.size();
    }
}
