package quayside.server.protect;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.ProtocolException;

/** {@code protected.json} as a crash, a failing disk or a person with an editor may leave it: whatever it says, nothing that was locked is open. */
class BookFormFuzzTest {
    private static final byte[] BASE = """
            {"version":1,"locks":[{"id":"l1","sealed":true}],
            "files":[{"path":"a","lock":"l1","identities":[{"inode":"1","born":"2026-11-22T10:00:00Z"}]}]}
            """.getBytes(StandardCharsets.UTF_8);

    @FuzzTest
    @DictionaryEntries({
        "{\"version\":1,\"locks\":[",
        "],\"files\":[",
        ",\"everything\":\"s\"",
        "{\"path\":\"a\",\"lock\":\"l1\",\"identities\":[]}",
        "{\"id\":\"l1\",\"sealed\":true}",
        "{\"inode\":\"1\",\"born\":\"2026-11-22T10:00:00Z\"}",
        "\"argon2id\":{\"memoryKib\":19456,\"iterations\":2,\"lanes\":1}"
    })
    void books(byte[] text) {
        Book book = BookForm.read(text, null, new Random(1)).book();

        assertThatAllIsLocked(book);
        if (book.everything() == null) {
            assertThatEveryNamedFileIsKept(text, book);
        }
        book.locksInUse().forEach(BookFormFuzzTest::assertThatItCanBeTried);
        assertThatItIsReadAsItWasWritten(book);
    }

    /** The journal beside it: what cannot be read of it locks everything, and taking it twice is taking it once. */
    @FuzzTest
    @DictionaryEntries({
        "[{\"put\":{\"path\":\"b\",\"lock\":\"l1\",\"identities\":[]}}]",
        "[{\"remove\":{\"path\":\"a\",\"lock\":\"l1\",\"identities\":[]}}]",
        "{\"lock\":{\"id\":\"l2\",\"sealed\":true}}",
        "{\"everything\":\"l2\"}",
        "{\"everything\":\"\"}",
        "{\"inode\":\"1\",\"born\":\"2026-11-22T10:00:00Z\"}"
    })
    void journals(byte[] lines) {
        BookForm.Reading reading = BookForm.read(BASE, lines, new Random(1));

        assertThatAllIsLocked(reading.book());
        assertThatItIsReadAsItWasWritten(reading.book());
        if (!reading.damaged()) {
            BookForm.Reading twice = BookForm.read(BookForm.write(reading.book()), lines, new Random(2));
            assertThat(twice.book().named()).isEqualTo(reading.book().named());
            assertThat(Set.copyOf(twice.book().nameless()))
                    .isEqualTo(Set.copyOf(reading.book().nameless()));
            assertThat(twice.book().everything()).isEqualTo(reading.book().everything());
        }
    }

    private static void assertThatAllIsLocked(Book book) {
        book.all().forEach(guarded -> {
            assertThat(book.lock(guarded.lock()))
                    .as("the lock of a protected file")
                    .isNotNull();
            assertThat(guarded.path() == null || !guarded.path().isRoot()).isTrue();
        });
        if (book.everything() != null) {
            assertThat(book.lock(book.everything()).hash())
                    .as("no passcode opens everything")
                    .isNull();
        }
    }

    private static void assertThatEveryNamedFileIsKept(byte[] text, Book book) {
        JsonObject json =
                JsonParser.parseString(new String(text, StandardCharsets.UTF_8)).getAsJsonObject();
        for (JsonElement file : json.getAsJsonArray("files")) {
            JsonElement path = file.getAsJsonObject().get("path");
            try {
                assertThat(path == null ? book.nameless() : book.at(RemotePath.parse(path.getAsString())))
                        .as("what is protected under %s", path)
                        .isNotNull();
            } catch (ProtocolException e) {
                throw new AssertionError("a name that cannot be read has to lock everything", e);
            }
        }
    }

    private static void assertThatItCanBeTried(Lock lock) {
        Lock.Hash hash = lock.hash();
        if (hash != null) {
            assertThat(hash.salt()).hasSize(Lock.SALT_BYTES);
            assertThat(hash.hash()).hasSize(Lock.HASH_BYTES);
            assertThat(hash.cost().memoryKib()).isBetween(8, 256 * 1024);
            assertThat(hash.cost().iterations()).isBetween(1, 16);
            assertThat(hash.cost().lanes()).isBetween(1, 4);
        }
    }

    private static void assertThatItIsReadAsItWasWritten(Book book) {
        BookForm.Reading again = BookForm.read(BookForm.write(book), null, new Random(2));

        assertThat(again.damaged()).isFalse();
        assertThat(again.book().named()).isEqualTo(book.named());
        assertThat(Set.copyOf(again.book().nameless())).isEqualTo(Set.copyOf(book.nameless()));
        assertThat(again.book().everything()).isEqualTo(book.everything());
        assertThat(locks(again.book())).isEqualTo(locks(book));
    }

    private static Map<String, String> locks(Book book) {
        Map<String, String> locks = new TreeMap<>();
        for (Lock lock : book.locksInUse()) {
            Lock.Hash hash = lock.hash();
            locks.put(
                    lock.id(),
                    hash == null
                            ? "sealed"
                            : hash.cost()
                                    + Base64.getEncoder().encodeToString(hash.salt())
                                    + Base64.getEncoder().encodeToString(hash.hash()));
        }
        return locks;
    }
}
