package quayside.protocol.client.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.regex.Pattern;
import quayside.protocol.FuzzText;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.text.DisplayText;

/** What people paste, which somebody else may have sent them (PROTOCOL.md section 9). */
class ShareLinkFuzzTest {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:%-]+");

    /** In the corpus and the dictionary; so a sentence that repeats a key is found. */
    private static final String SECRET = "TOPSECRET";

    @FuzzTest
    @DictionaryEntries({
        "quayside://",
        "/?id=wgvzbfqzj7wsycv42lt7gkk36be2vgpx",
        "&id=",
        ".AAECAwQFBgcICQoLDA0ODw",
        "invitation:AAECAwQFBgcICQoLDA0ODw:",
        "#TOPSECRET",
        "[::1]",
        "[fe80::1%25eth0]",
        ":4870",
        "%00",
        "%F0%9F%98%80",
        "@"
    })
    void links(byte[] input) {
        String text = FuzzText.of(input);
        ShareLink link;
        try {
            link = ShareLink.parse(text);
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).matches("[A-Z].{10,}");
            for (Throwable each = e; each != null; each = each.getCause()) {
                assertThat(each.toString()).doesNotContain(SECRET);
            }
            return;
        }
        assertThat(HOST.matcher(link.host()).matches()).as(link.host()).isTrue();
        assertThat(link.port()).isBetween(1, 65_535);
        assertThat(DisplayText.escape(link.toString())).isEqualTo(link.toString());

        ShareLink again = ShareLink.parse(link.toString());
        assertThat(again).isEqualTo(link).hasSameHashCodeAs(link).hasToString(link.toString());
        assertThat(again.key()).isEmpty();
        assertThat(ShareLink.parse(link.address()).address()).isEqualTo(link.address());
        link.key().ifPresent(key -> assertThatItSurvives(link, key));
    }

    private static void assertThatItSurvives(ShareLink link, AccessKey key) {
        ShareLink again = ShareLink.parse(link.withKey(key));
        assertThat(again).isEqualTo(link);
        assertThat(again.key()).contains(key);
        key.close();
        again.key().ifPresent(AccessKey::close);
    }
}
