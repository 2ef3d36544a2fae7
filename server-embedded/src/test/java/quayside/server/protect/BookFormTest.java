package quayside.server.protect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BookFormTest {
    private static final String FILE = "{\"path\":\"a\",\"lock\":\"l\",\"identities\":[]}";
    private static final String WHOLE =
            "{\"version\":1,\"locks\":[{\"id\":\"l\",\"sealed\":true}],\"files\":[" + FILE + "]}";

    @Test
    void aWholeBookIsRead() {
        BookForm.Reading reading = read(WHOLE);

        assertThat(reading.damaged()).isFalse();
        assertThat(reading.book().named()).hasSize(1);
        assertThat(reading.book().everything()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Gson alone would take the second list.
                "{\"version\":1,\"locks\":[],\"files\":[" + FILE + "],\"files\":[]}",
                "{\"version\":1,\"locks\":[],\"files\":[{\"path\":\"a\",\"path\":\"b\",\"lock\":\"l\",\"identities\":[]}]}",
                "{\"version\":1,\"locks\":[],\"files\":[{\"path\":\"\",\"lock\":\"l\",\"identities\":[]}]}",
                "{\"version\":1,\"locks\":[],\"files\":[{\"path\":\"../a\",\"lock\":\"l\",\"identities\":[]}]}",
                "{\"version\":1,\"locks\":[]}",
                "{\"version\":2,\"locks\":[],\"files\":[]}",
                "{\"version\":1,\"locks\":[],\"files\":[]}{}",
                "null",
                ""
            })
    void whereItCannotBeToldWhatWasProtectedEverythingIsLocked(String text) {
        BookForm.Reading reading = read(text);

        assertThat(reading.damaged()).isTrue();
        assertThat(reading.book().everything()).isNotNull();
        assertThat(reading.book().lock(reading.book().everything()).hash()).isNull();
    }

    @Test
    void aBookThatIsCutAnywhereLocksEverything() {
        for (int length = 0; length < WHOLE.length(); length++) {
            assertThat(read(WHOLE.substring(0, length)).book().everything()).isNotNull();
        }
    }

    private static BookForm.Reading read(String text) {
        return BookForm.read(text.getBytes(StandardCharsets.UTF_8), null, new Random(1));
    }
}
