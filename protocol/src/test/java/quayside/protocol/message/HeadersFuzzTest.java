package quayside.protocol.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import java.util.List;
import quayside.protocol.text.DisplayText;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/**
 * Tests the JSON inside sealed frames (PROTOCOL.md sections 4.2 and 5). It comes from a peer with the access key, and
 * may still be anything.
 */
class HeadersFuzzTest {
    private static final Instant FIRST_TIME = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST_TIME = Instant.parse("9999-12-31T23:59:59.999999999Z");

    @FuzzTest
    @DictionaryEntries({
        "{\"verb\":\"LIST\",\"path\":\"",
        "{\"verb\":\"GET\",\"path\":\"a\",\"offset\":1,\"version\":\"v\"}",
        ",\"conflict\":\"overwrite\"",
        ",\"await\":true",
        "\"existing\":true",
        "\"modified\":\"2026-11-22T10:00:00.5Z\"",
        "\"source\":\"v1\"",
        "\"lock\":\"l1\"",
        "\"passcode\":\"p\"",
        "9223372036854775807",
        "\\u0000",
        "\\ud800"
    })
    void requests(byte[] json) {
        Message message = decode(json);
        if (message instanceof Request request) {
            assertThatItIsWithinItsLimits(request);
        }
    }

    @FuzzTest
    @DictionaryEntries({
        "{\"status\":200,\"answer\":\"",
        "listing\",\"more\":true,\"entries\":[",
        "{\"name\":\"a\",\"kind\":\"file\",\"size\":1,\"modified\":\"2026-11-22T10:00:00Z\"}",
        "\"kind\":\"folder\"",
        ",\"mode\":420",
        "\"sha256\":\"",
        "\"retryAfter\":1",
        "{\"crc32c\":4294967295}",
        "{\"spoiled\":412,\"message\":\"",
        "{\"goodbye\":\"\"}",
        "\\u2028",
        "\\ud800"
    })
    void responses(byte[] json) {
        Message message = decode(json);
        switch (message) {
            case null -> {}
            case Response response -> assertThatItIsWithinItsLimits(response);
            case Spoiled spoiled -> {
                assertThat(spoiled.fault()).isIn(Fault.CHANGED, Fault.SERVER_ERROR);
                assertThat(spoiled.sentence().length()).isLessThanOrEqualTo(SentenceLimit.MAX_CHARS);
            }
            case Request _, Trailer _, From _, Goodbye _ -> {}
        }
    }

    /** Returns the message, or null if it is malformed. A message has the same meaning after it was written again. */
    private static Message decode(byte[] json) {
        Message message;
        try {
            message = MessageCodec.decode(json);
        } catch (ProtocolException e) {
            assertThat(e.fault()).isEqualTo(Fault.MALFORMED);
            assertThat(DisplayText.escape(e.sentence().toString()))
                    .isEqualTo(e.sentence().toString());
            return null;
        }
        assertThat(deepestNesting(json)).isLessThanOrEqualTo(Limits.MAX_JSON_DEPTH);
        // A header spelled in full may be twice as long; a frame's limit applies to the sender.
        if (json.length <= Limits.MAX_HEADER_BYTES / 2) {
            byte[] again = MessageCodec.encode(message);
            try {
                Message same = MessageCodec.decode(again);
                assertThat(same).isEqualTo(message);
                assertThat(MessageCodec.encode(same)).isEqualTo(again);
            } catch (ProtocolException e) {
                throw new AssertionError("not understood any more: " + new String(again, UTF_8), e);
            }
        }
        return message;
    }

    private static int deepestNesting(byte[] json) {
        int deepest = 0;
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < json.length; i++) {
            switch (json[i]) {
                case '"' -> quoted = !quoted;
                case '\\' -> i++;
                case '{', '[' -> depth += quoted ? 0 : 1;
                case '}', ']' -> depth -= quoted ? 0 : 1;
                default -> {}
            }
            deepest = Math.max(deepest, depth);
        }
        return deepest;
    }

    private static void assertThatItIsWithinItsLimits(Request request) {
        switch (request) {
            case Request.ListFolder list -> PathClaims.assertPath(list.path());
            case Request.Stat stat -> PathClaims.assertPath(stat.path());
            case Request.Get get -> {
                PathClaims.assertPath(get.path());
                get.from().ifPresent(from -> assertThat(from.offset()).isBetween(0L, Limits.MAX_FILE_BYTES));
            }
            case Request.Post post -> {
                PathClaims.assertPath(post.path());
                assertThat(post.size()).isNotNegative();
                assertThat(post.modified()).isBetween(FIRST_TIME, LAST_TIME);
                post.seen().ifPresent(seen -> {
                    assertThat(seen.size()).isNotNegative();
                    assertThat(seen.modified()).isBetween(FIRST_TIME, LAST_TIME);
                });
            }
            case Request.Delete delete -> PathClaims.assertPath(delete.path());
            case Request.SetModified set -> {
                PathClaims.assertPath(set.path());
                assertThat(set.modified()).isBetween(FIRST_TIME, LAST_TIME);
            }
            case Request.MakeFolder make -> PathClaims.assertPath(make.path());
            case Request.Move move -> {
                PathClaims.assertPath(move.from());
                PathClaims.assertPath(move.to());
            }
            case Request.Copy copy -> {
                PathClaims.assertPath(copy.from());
                PathClaims.assertPath(copy.to());
            }
            case Request.Verify verify -> PathClaims.assertPath(verify.path());
            case Request.Protect protect -> {
                PathClaims.assertPath(protect.path());
                protect.lock().ifPresent(HeadersFuzzTest::assertWord);
            }
            case Request.Unlock unlock -> {
                assertWord(unlock.lock());
                assertThat(unlock.passcode().reveal().length()).isBetween(1, Passcode.MAX_CHARACTERS);
            }
            case Request.Lock lock ->
                assertThat(lock.passcode().reveal().length()).isBetween(1, Passcode.MAX_CHARACTERS);
            case Request.Ping ping -> {
                ping.computer().ifPresent(HeadersFuzzTest::assertLabel);
                ping.installation().ifPresent(HeadersFuzzTest::assertWord);
            }
            case Request.Watch _, Request.Bye _, Request.Unknown _ -> {}
        }
    }

    private static void assertThatItIsWithinItsLimits(Response response) {
        List<Entry> entries = switch (response) {
            case Response.Listing listing -> listing.entries();
            case Response.Described described -> List.of(described.entry());
            case Response.Content content -> List.of(content.entry());
            case Response.Digest digest -> List.of(digest.entry());
            case Response.Stored stored -> List.of(stored.entry());
            case Response.Skipped skipped -> List.of(skipped.existing());
            case Response.Failed failed -> {
                assertThat(failed.sentence().length()).isLessThanOrEqualTo(SentenceLimit.MAX_CHARS);
                assertThat(failed.retryAfterSeconds()).isNotNegative();
                failed.lock().ifPresent(HeadersFuzzTest::assertWord);
                yield List.of();
            }
            case Response.Made made -> {
                assertWord(made.lock());
                yield List.of();
            }
            case Response.Proceed proceed -> {
                assertThat(proceed.prefix().isEmpty() || proceed.offset() > 0).isTrue();
                yield List.of();
            }
            case Response.Orders orders -> {
                assertThat(orders.bytesPerSecond()).isNotNegative();
                assertThat(orders.note().length()).isLessThanOrEqualTo(Limits.MAX_NOTE_LENGTH);
                yield List.of();
            }
            case Response.Processing _, Response.Done _, Response.Pong _ -> List.of();
        };
        assertThat(entries.size()).isLessThanOrEqualTo(Limits.MAX_PAGE_ENTRIES);
        for (Entry entry : entries) {
            if (response instanceof Response.Listing || !entry.name().isEmpty()) {
                PathClaims.assertName(entry.name());
            }
            assertThat(entry.size()).isNotNegative();
            entry.lock().ifPresent(HeadersFuzzTest::assertWord);
            assertThat(entry.modified()).isBetween(FIRST_TIME, LAST_TIME);
        }
    }

    /**
     * Checks an opaque word. It goes into file names and sentences, so it contains nothing that needs escaping there.
     */
    private static void assertLabel(String label) {
        assertThat(label.length()).isBetween(1, Limits.MAX_LABEL_LENGTH);
        assertThat(label.chars()).noneMatch(Character::isISOControl);
    }

    private static void assertWord(String word) {
        assertThat(word.length()).isBetween(1, 64);
        assertThat(word.chars().allMatch(c -> c < 0x7F && (Character.isLetterOrDigit(c) || c == '-' || c == '_')))
                .as(word)
                .isTrue();
    }
}
