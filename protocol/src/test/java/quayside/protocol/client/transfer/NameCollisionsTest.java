package quayside.protocol.client.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import quayside.protocol.files.NameFolding;

final class NameCollisionsTest {
    private static NameCollisions of(boolean cases, boolean forms) {
        return new NameCollisions(() -> new NameFolding(cases, forms));
    }

    private static boolean isSecondTaken(NameCollisions collisions, String first, String second) {
        assertThat(collisions.isTaken(first)).isFalse();
        return collisions.isTaken(second);
    }

    @Test
    void caseAndFormCountOnlyWhereTheDiskFoldsThem() {
        assertThat(isSecondTaken(of(true, false), "a.TXT", "A.txt")).isTrue();
        assertThat(isSecondTaken(of(false, true), "a.TXT", "A.txt")).isFalse();
        assertThat(isSecondTaken(of(false, true), "\u00e9", "e\u0301")).isTrue();
        assertThat(isSecondTaken(of(true, false), "\u00e9", "e\u0301")).isFalse();
        assertThat(isSecondTaken(of(true, true), "\u00c9", "e\u0301")).isTrue();
        assertThat(isSecondTaken(of(true, false), "\u00c9", "e\u0301")).isFalse();
        assertThat(isSecondTaken(of(false, true), "\u00c9", "e\u0301")).isFalse();
        assertThat(isSecondTaken(of(true, false), "\u03a3\u03c2", "\u03c3\u03c3"))
                .isTrue();
        assertThat(isSecondTaken(of(false, false), "a", "A")).isFalse();
    }

    @Test
    void theDiskIsAskedOnceAndOnlyForNamesThatLookAlike() {
        int[] asked = {0};
        NameCollisions collisions = new NameCollisions(() -> {
            asked[0]++;
            return NameFolding.NONE;
        });
        for (int i = 0; i < 10_000; i++) {
            assertThat(collisions.isTaken("f\u00e9" + i)).isFalse();
        }
        assertThat(asked[0]).isZero();
        assertThat(collisions.isTaken("F\u00c91")).isFalse();
        assertThat(collisions.isTaken("F\u00c92")).isFalse();
        assertThat(asked[0]).isEqualTo(1);
    }

    @Test
    void aDiskThatDoesNotAnswerIsTakenToFoldAll() {
        NameCollisions collisions = new NameCollisions(() -> {
            throw new IOException("Read-only file system");
        });
        assertThat(isSecondTaken(collisions, "a", "A")).isTrue();
    }
}
