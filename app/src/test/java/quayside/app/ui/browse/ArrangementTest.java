package quayside.app.ui.browse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import quayside.protocol.message.Entry;

class ArrangementTest {
    private static final Arrangement.NaturalOrder ORDER = new Arrangement.NaturalOrder();

    @ParameterizedTest
    @CsvSource({
        "a, b",
        "a, B",
        "file 9, file 10",
        "file 09, file 10",
        "file 9b, file 10a",
        "1, 02",
        "a1b2, a1b10",
        "99999999999999999999, 100000000000000000000",
        "a, a1",
        "a 1, a1",
        "'', a"
    })
    void theFirstComesBeforeTheSecond(String first, String second) {
        assertThat(ORDER.compare(first, second)).isNegative();
        assertThat(ORDER.compare(second, first)).isPositive();
    }

    @Test
    void namesThatDifferOnlyInCaseOrZerosStillHaveAnOrder() {
        assertThat(ORDER.compare("A", "a")).isNotZero();
        assertThat(ORDER.compare("7", "07")).isNotZero();
        assertThat(ORDER.compare("same", "same")).isZero();
    }

    @Test
    void theOrderIsTotal() {
        Random random = new Random(20_261_122);
        List<String> names = new ArrayList<>();
        String letters = "aAbB0019 é.";
        for (int i = 0; i < 400; i++) {
            StringBuilder name = new StringBuilder();
            for (int j = random.nextInt(6); j >= 0; j--) {
                name.append(letters.charAt(random.nextInt(letters.length())));
            }
            names.add(name.toString());
        }
        names.sort(ORDER);
        for (int i = 0; i < names.size(); i++) {
            for (int j = i; j < names.size(); j++) {
                assertThat(ORDER.compare(names.get(i), names.get(j))).isLessThanOrEqualTo(0);
            }
        }
    }

    @Test
    void theFilterFindsANameInWhicheverFormItsAccentsAreStored() {
        List<Row> rows = List.of(file("Re\u0301sume\u0301.pdf", 1), file("other", 1));
        assertThat(Arrangement.STANDARD.withFilter("R\u00c9S").arrange(rows)).containsExactly(rows.getFirst());
    }

    @Test
    void equalSizesAreInTheOrderOfNamesWhicheverWayTheColumnGoes() {
        List<Row> rows = new ArrayList<>(List.of(file("b", 1), file("a", 1), file("c", 2), folder("z"), folder("y")));
        Collections.shuffle(rows, new Random(1));
        Arrangement bySize = Arrangement.STANDARD.withOrder(Arrangement.SortBy.SIZE, false);
        assertThat(bySize.arrange(rows)).extracting(Row::shownName).containsExactly("y", "z", "c", "a", "b");
        assertThat(bySize.withOrder(Arrangement.SortBy.SIZE, true).arrange(rows))
                .extracting(Row::shownName)
                .containsExactly("y", "z", "a", "b", "c");
    }

    @Test
    void aFilterLooksAtWhatIsShown() {
        List<Row> rows = List.of(file("Straße.txt", 1), file("a\u200Bb", 1));
        assertThat(Arrangement.STANDARD.withFilter("STRASSE").arrange(rows)).isEmpty();
        assertThat(Arrangement.STANDARD.withFilter("straße").arrange(rows)).hasSize(1);
        assertThat(Arrangement.STANDARD.withFilter("200b").arrange(rows)).hasSize(1);
    }

    private static Row file(String name, long size) {
        return Row.of(new Entry(name, Entry.Kind.FILE, size, Instant.EPOCH));
    }

    private static Row folder(String name) {
        return Row.of(new Entry(name, Entry.Kind.FOLDER, 0, Instant.EPOCH));
    }
}
