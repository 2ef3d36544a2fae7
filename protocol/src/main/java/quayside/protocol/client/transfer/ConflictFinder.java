package quayside.protocol.client.transfer;

import java.io.IOException;
import java.text.Normalizer;
import org.jspecify.annotations.Nullable;
import quayside.protocol.files.NameFolding;

/**
 * The names that one folder of the share holds, to find those that this disk takes for one (PROTOCOL.md section 8.3). At most some 50 bytes a
 * name however long that is. For one thread.
 *
 * <p>The disk is asked only once two names look alike, which in most folders never happens. Beyond the folding of single characters (the
 * German sharp s and two of s) nothing is found here; {@link quayside.protocol.files.ConflictPolicy} does not replace those.
 */
final class ConflictFinder {
    private final Probe probe;
    private final HashedNames cased = new HashedNames();
    private final HashedNames composed = new HashedNames();
    private final HashedNames both = new HashedNames();
    private @Nullable NameFolding folding;

    /** Asks the disk. */
    @FunctionalInterface
    interface Probe {
        NameFolding ask() throws IOException;
    }

    ConflictFinder(Probe probe) {
        this.probe = probe;
    }

    /** Adds {@code name}; tells whether this disk takes it for one that was added before. */
    boolean isTaken(String name) {
        boolean newCase = cased.add(NameFolding.foldCases(name));
        if (isAscii(name)) {
            return !newCase && folding().cases();
        }
        String form = Normalizer.normalize(name, Normalizer.Form.NFC);
        boolean newForm = composed.add(form);
        boolean newBoth = both.add(NameFolding.foldCases(form));
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
}
