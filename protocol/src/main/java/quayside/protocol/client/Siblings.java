package quayside.protocol.client;

import java.io.IOException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import quayside.protocol.transfer.NameFolding;

/**
 * The names that one folder of the share holds, to find those that this disk takes for one (PROTOCOL.md section 8.3). At most some 50 bytes a
 * name however long that is. For one thread.
 *
 * <p>The disk is asked only once two names look alike, which in most folders never happens. Beyond the folding of single characters (the
 * German sharp s and two of s) nothing is found here; {@link quayside.protocol.transfer.LocalConflict} does not replace those.
 */
final class Siblings {
    private static final long FREE = 0;

    private final Probe probe;
    private final long cased = ThreadLocalRandom.current().nextLong();
    private final long composed = ThreadLocalRandom.current().nextLong();
    private final long both = ThreadLocalRandom.current().nextLong();
    private long[] keys = new long[64];
    private int count;
    private @Nullable NameFolding folding;

    /** Asks the disk. */
    @FunctionalInterface
    interface Probe {
        NameFolding ask() throws IOException;
    }

    Siblings(Probe probe) {
        this.probe = probe;
    }

    /** Adds {@code name}; tells whether this disk takes it for one that was added before. */
    boolean isTaken(String name) {
        boolean newCase = isNew(cased, foldCases(name));
        if (isAscii(name)) {
            return !newCase && folding().cases();
        }
        String form = Normalizer.normalize(name, Normalizer.Form.NFC);
        boolean newForm = isNew(composed, form);
        boolean newBoth = isNew(both, foldCases(form));
        return (!newCase && folding().cases())
                || (!newForm && folding().forms())
                || (!newBoth && folding().equals(NameFolding.BOTH));
    }

    private NameFolding folding() {
        NameFolding known = folding;
        if (known == null) {
            try {
                known = probe.ask();
            } catch (IOException e) {
                // Rather a file too few, which is said, than one that replaces another.
                known = NameFolding.BOTH;
            }
            folding = known;
        }
        return known;
    }

    private static boolean isAscii(String name) {
        return name.chars().allMatch(c -> c < 0x80);
    }

    /** Each character for itself, as disks do it. */
    private static String foldCases(String name) {
        StringBuilder folded = new StringBuilder(name.length());
        name.codePoints()
                .map(c -> Character.toLowerCase(Character.toUpperCase(c)))
                .forEach(folded::appendCodePoint);
        return folded.toString();
    }

    private boolean isNew(long seed, String name) {
        if (count > keys.length / 2) {
            grow();
        }
        return put(HashedNames.key(seed, name));
    }

    private boolean put(long key) {
        int at = (int) key & (keys.length - 1);
        while (keys[at] != FREE && keys[at] != key) {
            at = (at + 1) & (keys.length - 1);
        }
        boolean isNew = keys[at] == FREE;
        keys[at] = key;
        count += isNew ? 1 : 0;
        return isNew;
    }

    private void grow() {
        long[] old = keys;
        keys = new long[old.length * 2];
        count = 0;
        Arrays.stream(old).filter(key -> key != FREE).forEach(this::put);
    }
}
