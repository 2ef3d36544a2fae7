package quayside.protocol.client.transfer;

import java.io.IOException;
import java.text.Normalizer;
import org.jspecify.annotations.Nullable;
import quayside.protocol.files.NameFolding;

/**
 * Collects the names of one folder of the share, and finds those that this disk treats as equal (PROTOCOL.md section
 * 8.3). Uses at most about 50 bytes per name, however long the name is. For one thread.
 *
 * <p>The disk is probed only once two names look alike, which never happens in most folders. Names are compared
 * character by character, so a German sharp s and a double s are not found equal. {@link
 * quayside.protocol.files.incoming.ConflictPolicy} refuses to replace the file in that case.
 */
final class NameCollisions {
    private final Probe probe;
    private final HashedNames cased = new HashedNames();
    private final HashedNames composed = new HashedNames();
    private final HashedNames both = new HashedNames();
    private @Nullable NameFolding folding;

    @FunctionalInterface
    interface Probe {
        NameFolding ask() throws IOException;
    }

    NameCollisions(Probe probe) {
        this.probe = probe;
    }

    /** Adds {@code name}. Returns whether this disk treats it as equal to a name that was added before. */
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
                // Refusing one file too many is better than replacing another: a refusal is reported.
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
