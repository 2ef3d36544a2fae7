package quayside.app.core.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.settings.Bookmarks.Bookmark;

class BookmarksTest {
    private static final String SHARE = "a".repeat(32);
    private static final Bookmark RAW = new Bookmark("Raw", "/home/mara/Raw");
    private static final Bookmark PRINTS = new Bookmark("Prints", "/home/mara/Prints");

    @TempDir
    private Path folder;

    @Test
    void theyAreKeptForThisComputerAndForEachShare() throws IOException {
        Bookmarks bookmarks = Bookmarks.open(folder);
        bookmarks.toggle(Bookmarks.LOCAL, RAW);
        bookmarks.toggle(Bookmarks.LOCAL, PRINTS);
        bookmarks.toggle(SHARE, new Bookmark("Summer", "/2026/Summer"));
        Bookmarks again = Bookmarks.open(folder);
        assertThat(again.of(Bookmarks.LOCAL)).containsExactly(RAW, PRINTS);
        assertThat(again.of(SHARE)).containsExactly(new Bookmark("Summer", "/2026/Summer"));
        assertThat(again.of("b".repeat(32))).isEmpty();
    }

    @Test
    void settingOneAgainRemovesIt() throws IOException {
        Bookmarks bookmarks = Bookmarks.open(folder);
        bookmarks.toggle(Bookmarks.LOCAL, RAW);
        bookmarks.toggle(Bookmarks.LOCAL, new Bookmark("Another name", RAW.path()));
        assertThat(Bookmarks.open(folder).of(Bookmarks.LOCAL)).isEmpty();
    }

    @Test
    void twoWindowsLoseNothing() throws IOException {
        Bookmarks one = Bookmarks.open(folder);
        Bookmarks two = Bookmarks.open(folder);
        one.toggle(Bookmarks.LOCAL, RAW);
        two.toggle(Bookmarks.LOCAL, PRINTS);
        two.toggle(SHARE, RAW);
        one.toggle(SHARE, PRINTS);
        assertThat(Bookmarks.open(folder).of(Bookmarks.LOCAL)).containsExactly(RAW, PRINTS);
        assertThat(Bookmarks.open(folder).of(SHARE)).containsExactly(RAW, PRINTS);
    }

    @Test
    void beyondTheLimitTheOldestGoes() throws IOException {
        Bookmarks bookmarks = Bookmarks.open(folder);
        for (int i = 0; i <= 200; i++) {
            bookmarks.toggle(Bookmarks.LOCAL, new Bookmark("b", "/" + i));
        }
        assertThat(bookmarks.of(Bookmarks.LOCAL)).hasSize(200).doesNotContain(new Bookmark("b", "/0"));
    }

    @Test
    void aDamagedFileIsMovedAsideAndReported() throws IOException {
        Files.writeString(folder.resolve("bookmarks.json"), "{\"local\":[{\"name\":1}]}");
        Bookmarks bookmarks = Bookmarks.open(folder);
        assertThat(bookmarks.of(Bookmarks.LOCAL)).isEmpty();
        assertThat(bookmarks.notice()).isPresent();
        assertThat(folder.resolve("bookmarks.json.damaged")).exists();
    }
}
