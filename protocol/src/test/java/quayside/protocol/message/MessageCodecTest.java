package quayside.protocol.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

final class MessageCodecTest {
    private static final Instant TIME = Instant.parse("2026-11-22T10:00:00.123456789Z");
    private static final Entry ENTRY = new Entry("ä \"#%\\👍.txt", Entry.Kind.FILE, 1L << 40, TIME);

    private static final Entry SHORT = new Entry("a", Entry.Kind.FOLDER, 0, Instant.EPOCH);

    static Stream<Message> everyMessage() throws ProtocolException {
        RemotePath path = RemotePath.parse("docs/ä b");
        return Stream.of(
                new Request.ListFolder(RemotePath.root()),
                new Request.Stat(path),
                new Request.Get(path),
                new Request.Get(
                        path,
                        Optional.of(new Request.Resume(7, "v-1_A", new Request.Prefix("0123456789abcdef".repeat(4))))),
                new Request.Get(path, Optional.of(new Request.Resume(7, "v-1_A", new Request.Reading("r-1_A")))),
                new Request.Verify(path),
                new Request.Post(path, 0, TIME, OnConflict.NEWER, false),
                new Request.Post(path, Limits.MAX_FILE_BYTES, Instant.EPOCH, OnConflict.RENAME, true),
                new Request.Post(
                        path,
                        1,
                        TIME,
                        OnConflict.FAIL,
                        true,
                        Optional.of(new Mode(0755)),
                        true,
                        Optional.of("a".repeat(64))),
                new Request.Post(path, 1, TIME, OnConflict.FAIL, true)
                        .under(Optional.of("L-1"))
                        .as("e8c1-7")
                        .reading(Optional.of("r-1_A")),
                new Request.Post(path, 1, TIME, OnConflict.NEWER, true)
                        .replacing(Optional.of(new SeenFile(Long.MAX_VALUE, Instant.EPOCH.plusNanos(1)))),
                new Request.Lock(Passcode.of("open \"sésame\"")),
                new Request.Unlock("L-1", Passcode.of("x")),
                new Request.Protect(path, Optional.of("L-1")),
                new Request.Protect(path, Optional.empty()),
                new Request.Delete(path, true),
                new Request.MakeFolder(path),
                new Request.MakeFolder(path, true, Optional.of(new Mode(0))),
                new Request.SetModified(path, TIME),
                new Request.Move(path, RemotePath.parse("x")),
                new Request.Copy(path, RemotePath.parse("x")),
                new Request.Ping(),
                new Request.Ping(Optional.of("Mara's laptop"), Optional.of("aWord_-9")),
                new Request.Ping(Optional.empty(), Optional.of("aWord_-9")),
                new Request.Bye(),
                new Request.Unknown("TELEPORT"),
                new Response.Listing(List.of(ENTRY, new Entry("d", Entry.Kind.FOLDER, 0, TIME)), true),
                new Response.Listing(List.of(), false),
                new Response.Listing(List.of(ENTRY), false, new Omitted(1, 2, 3, Limits.MAX_OMITTED)),
                new Response.Listing(List.of(), false, new Omitted(0, 0, 0, 1)),
                new Response.Described(new Entry("", Entry.Kind.FOLDER, 0, TIME)),
                new Response.Described(new Entry("run.sh", Entry.Kind.FILE, 3, TIME, Optional.of(new Mode(0755)))),
                new Response.Described(ENTRY.under(Optional.of("L-1"))),
                new Response.Made("a".repeat(64)),
                new Response.Failed(Fault.PASSCODE_NEEDED, 401, "It is protected.", 0, Optional.of("L-1")),
                new Response.Content(ENTRY, "v", 0),
                new Response.Content(ENTRY, "v", ENTRY.size()),
                new Response.Content(ENTRY, "v", 0, Optional.of("r-1_A")),
                new Response.Proceed(7, Optional.empty()),
                new Response.Proceed(),
                new Response.Proceed(Limits.MAX_FILE_BYTES, Optional.of("0123456789abcdef".repeat(4))),
                new From(0),
                new From(Limits.MAX_FILE_BYTES),
                new Response.Processing(),
                new Response.Digest(ENTRY, "0123456789abcdef".repeat(4)),
                new Response.Stored(ENTRY),
                new Response.Skipped(ENTRY),
                new Response.Done(),
                new Response.Pong(new ShareInfo("Pictures", true, false, true), -1, false),
                new Response.Pong(new ShareInfo("Pictures", true, false, true), 0, true),
                new Response.Pong(
                        new ShareInfo("Pictures", false, true, false, false, Optional.empty(), false), -1, true),
                new Response.Pong(new ShareInfo("All", true, true, true, true, Optional.empty(), true), 0, true),
                new Response.Pong(
                        new ShareInfo("Pictures", true, false, true, Optional.of("Ida\u2019s Mac")), 0, false),
                new Response.Pong(
                        new ShareInfo("Pictures", true, false, true),
                        -1,
                        true,
                        Optional.of(Instant.ofEpochMilli(1_796_083_200_123L))),
                new Response.Failed(Fault.NOT_FOUND, "It is not there."),
                new Response.Failed(Fault.TOO_MANY_TRIES, 429, "Wait.", 8),
                new Response.Failed(Fault.UNKNOWN_STATUS, 418, "", 0),
                new Trailer(0),
                new Trailer(-1),
                new Spoiled(Fault.CHANGED, "It was changed."),
                new Spoiled(Fault.SERVER_ERROR, ""),
                new Goodbye(""),
                new Goodbye("The host stopped sharing."),
                new Goodbye("The host stopped sharing.", Optional.of(Goodbye.Why.STOPPED)),
                new Goodbye("", Optional.of(Goodbye.Why.DISCONNECTED)),
                new Goodbye("", Optional.of(Goodbye.Why.BLOCKED)),
                new Goodbye("", Optional.of(Goodbye.Why.BLOCKED), "Back at six"),
                new Request.Watch(),
                Response.Orders.NONE,
                new Response.Orders(true, 2_000_000, "Dinner"));
    }

    @ParameterizedTest
    @MethodSource("everyMessage")
    void whatIsEncodedDecodesToTheSame(Message message) throws ProtocolException {
        byte[] json = MessageCodec.encode(message);
        assertThat(MessageCodec.decode(json)).isEqualTo(message);
        assertThat(MessageCodec.encode(MessageCodec.decode(json))).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "null",
                "[]",
                "\"verb\"",
                "{",
                "{}",
                "{\"verb\":1}",
                "{\"verb\":null}",
                "{\"verb\":\"GET\"}",
                "{\"verb\":\"GET\",\"path\":1}",
                "{\"verb\":\"GET\",\"path\":\"../x\"}",
                "{\"verb\":\"GET\",\"path\":\"a\"}x",
                "{\"verb\":\"GET\",\"path\":\"a\"}{}",
                "{\"verb\":\"GET\",\"path\":\"a\",\"path\":\"b\"}",
                "{\"verb\":\"PING\",\"verb\":\"BYE\"}",
                "{'verb':'PING'}",
                "{verb:\"PING\"}",
                "{\"verb\":\"PING\",}",
                "{\"verb\":\"PING\",\"x\":NaN}",
                "{\"verb\":\"PING\",\"x\":1e400}",
                "{\"verb\":\"PING\",\"x\":0.5}",
                "{\"verb\":\"PING\",\"x\":99999999999999999999999}",
                "{\"verb\":\"PING\"/**/}",
                "{\"verb\":\"PING\",\"x\":{\"a\":1,\"a\":2}}",
                "{\"verb\":\"GET\",\"path\":\"\\ud800\"}",
                "{\"verb\":\"DELETE\",\"path\":\"a\"}",
                "{\"verb\":\"DELETE\",\"path\":\"a\",\"recursive\":\"true\"}",
                "{\"verb\":\"POST\",\"path\":\"a\",\"size\":-1,\"modified\":\"2026-01-01T00:00:00Z\",\"conflict\":\"fail\",\"await\":true}",
                "{\"verb\":\"POST\",\"path\":\"a\",\"size\":1,\"modified\":\"yesterday\",\"conflict\":\"fail\",\"await\":true}",
                "{\"verb\":\"POST\",\"path\":\"a\",\"size\":1,\"modified\":\"2026-01-01T00:00:00Z\",\"conflict\":\"burn\",\"await\":true}",
                "{\"verb\":\"POST\",\"path\":\"a\",\"size\":9223372036854775808,\"modified\":\"2026-01-01T00:00:00Z\",\"conflict\":\"fail\",\"await\":true}",
                "{\"verb\":\"POST\",\"path\":\"a\",\"size\":1,\"modified\":\"2026-01-01T00:00:00+00:00\",\"conflict\":\"fail\",\"await\":true}",
                "{\"verb\":\"POST\",\"path\":\"a\",\"size\":1,\"modified\":\"2026-01-01T00:00:00Z\",\"conflict\":\"seen\",\"await\":true}",
                "{\"verb\":\"POST\",\"path\":\"a\",\"size\":1,\"modified\":\"2026-01-01T00:00:00Z\",\"conflict\":\"seen\",\"await\":true,\"oldSize\":1}",
                "{\"verb\":\"POST\",\"path\":\"a\",\"size\":1,\"modified\":\"2026-01-01T00:00:00Z\",\"conflict\":\"seen\",\"await\":true,\"oldModified\":\"2026-01-01T00:00:00Z\"}",
                "{\"verb\":\"POST\",\"path\":\"a\",\"size\":1,\"modified\":\"2026-01-01T00:00:00Z\",\"conflict\":\"seen\",\"await\":true,\"oldSize\":-1,\"oldModified\":\"2026-01-01T00:00:00Z\"}",
                "\uFEFF{\"verb\":\"PING\"}",
                "{\"status\":206,\"answer\":\"done\"}",
                "{\"status\":206,\"answer\":\"content\",\"entry\":{\"name\":\"x\",\"kind\":\"file\",\"size\":1,\"modified\":\"2026-01-01T00:00:00Z\"},\"version\":\"v\"}",
                "{\"status\":200,\"answer\":\"content\",\"entry\":{\"name\":\"x\",\"kind\":\"file\",\"size\":1,\"modified\":\"2026-01-01T00:00:00Z\"},\"version\":\"v\",\"offset\":1}",
                "{\"verb\":\"LOCK\",\"passcode\":\"\"}",
                "{\"verb\":\"LOCK\",\"passcode\":\"a\\nb\"}",
                "{\"verb\":\"LOCK\",\"passcode\":\"\\ud800\"}",
                "{\"verb\":\"UNLOCK\",\"lock\":\"a b\",\"passcode\":\"x\"}",
                "{\"verb\":\"UNLOCK\",\"lock\":\"\",\"passcode\":\"x\"}",
                "{\"verb\":\"PROTECT\",\"path\":\"a\",\"lock\":null}",
                "{\"status\":200}",
                "{\"status\":200,\"answer\":\"miracle\"}",
                "{\"status\":-5,\"message\":\"\"}",
                "{\"status\":200,\"answer\":\"entry\",\"entry\":{\"name\":\"../x\",\"kind\":\"file\",\"size\":1,\"modified\":\"2026-01-01T00:00:00Z\"}}",
                "{\"status\":200,\"answer\":\"entry\",\"entry\":{\"name\":\"x\",\"kind\":\"device\",\"size\":1,\"modified\":\"2026-01-01T00:00:00Z\"}}",
                "{\"status\":200,\"answer\":\"listing\",\"more\":false}",
                "{\"status\":200,\"answer\":\"listing\",\"more\":false,\"entries\":[{\"name\":\"\",\"kind\":\"folder\",\"size\":0,\"modified\":\"2026-01-01T00:00:00Z\"}]}",
                "{\"crc32c\":-1}",
                "{\"crc32c\":4294967296}",
                "{\"crc32c\":5,\"spoiled\":412,\"message\":\"\"}",
                "{\"spoiled\":500,\"message\":\"\",\"crc32c\":5}"
            })
    void whatIsNoMessageIsMalformed(String json) {
        assertMalformed(json.getBytes(UTF_8));
    }

    @Test
    void bytesThatAreNotUtf8AreMalformed() {
        assertMalformed("{\"verb\":\"GET\",\"path\":\"\u00ff\"}".getBytes(ISO_8859_1));
        assertMalformed("{\"verb\":\"GET\",\"path\":\"\u00c0\u00af\"}".getBytes(ISO_8859_1));
    }

    @Test
    void nestingEndsAtItsLimit() throws ProtocolException {
        String allowed = "{\"verb\":\"PING\",\"x\":" + "[".repeat(15) + "]".repeat(15) + "}";
        assertThat(MessageCodec.decode(allowed.getBytes(UTF_8))).isEqualTo(new Request.Ping());
        String deeper = "{\"verb\":\"PING\",\"x\":" + "[".repeat(16) + "]".repeat(16) + "}";
        assertMalformed(deeper.getBytes(UTF_8));
        assertMalformed(("{\"x\":" + "[".repeat(60_000)).getBytes(UTF_8));
    }

    @Test
    void unknownFieldsAreIgnored() throws ProtocolException {
        assertThat(MessageCodec.decode("{\"verb\":\"PING\",\"hello\":[1,{\"a\":null}]}".getBytes(UTF_8)))
                .isEqualTo(new Request.Ping());
    }

    @Test
    void anyChangedByteIsAMessageOrMalformedButNothingElse() throws ProtocolException {
        Random random = new Random(20261122);
        for (Message message : everyMessage().toList()) {
            byte[] json = MessageCodec.encode(message);
            for (int round = 0; round < 200; round++) {
                byte[] changed = json.clone();
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
                try {
                    assertThat(MessageCodec.decode(changed)).isNotNull();
                } catch (ProtocolException e) {
                    assertThat(e.fault()).isEqualTo(Fault.MALFORMED);
                }
            }
        }
    }

    @Test
    void aFileOfAStrangeTimeDoesNotSpoilTheListingOfItsFolder() throws ProtocolException {
        Entry strange = new Entry("a", Entry.Kind.FILE, 1, Instant.parse("+30828-09-14T02:48:05.477580700Z"));
        Message read = MessageCodec.decode(MessageCodec.encode(new Response.Listing(List.of(strange), false)));

        assertThat(read)
                .isInstanceOfSatisfying(
                        Response.Listing.class,
                        listing -> assertThat(listing.entries())
                                .extracting(Entry::modified)
                                .containsExactly(Instant.parse("9999-12-31T23:59:59.999999999Z")));
    }

    @Test
    void aSentenceIsNeverCutInsideACharacter() throws ProtocolException {
        Response.Failed failed = new Response.Failed(Fault.SERVER_ERROR, "\ud83d\ude00".repeat(600));

        assertThat(failed.sentence()).isEqualTo("\ud83d\ude00".repeat(499) + "…");
        assertThat(MessageCodec.decode(MessageCodec.encode(failed))).isEqualTo(failed);
    }

    @Test
    void aSentenceHasAThousandCharactersAtMost() {
        assertThat(new Spoiled(Fault.CHANGED, "a".repeat(1000)).sentence()).isEqualTo("a".repeat(1000));
        assertThat(new Spoiled(Fault.CHANGED, "a".repeat(1001)).sentence()).isEqualTo("a".repeat(999) + "…");
        assertThat(new Spoiled(Fault.CHANGED, "a".repeat(998) + "\ud83d\ude00aa").sentence())
                .isEqualTo("a".repeat(998) + "…");
    }

    @Test
    void whatDoesNotFitAFrameIsNotEncoded() {
        int most = Limits.MAX_HEADER_BYTES - "{\"goodbye\":\"\"}".length();
        assertThat(MessageCodec.encode(new Goodbye("a".repeat(most)))).hasSize(Limits.MAX_HEADER_BYTES);
        assertThatIllegalArgumentException().isThrownBy(() -> MessageCodec.encode(new Goodbye("a".repeat(most + 1))));
    }

    @Test
    void aPageHasTwoHundredEntriesAtMost() throws ProtocolException {
        byte[] full = MessageCodec.encode(new Response.Listing(Collections.nCopies(200, SHORT), true));
        assertThat(MessageCodec.decode(full)).isInstanceOf(Response.Listing.class);
        assertMalformed(MessageCodec.encode(new Response.Listing(Collections.nCopies(201, SHORT), true)));
    }

    @Test
    void whatHasNothingToTellIsNotWritten() {
        String entry = "{\"name\":\"a\",\"kind\":\"folder\",\"size\":0,\"modified\":\"1970-01-01T00:00:00Z\"}";
        assertThat(text(new Response.Proceed())).isEqualTo("{\"status\":100}");
        assertThat(text(new Response.Failed(Fault.NOT_FOUND, "Gone.")))
                .isEqualTo("{\"status\":404,\"message\":\"Gone.\"}");
        assertThat(text(new Response.Content(SHORT, "v", 0)))
                .isEqualTo("{\"status\":200,\"answer\":\"content\",\"entry\":" + entry + ",\"version\":\"v\"}");
        assertThat(text(new Response.Listing(List.of(SHORT), false)))
                .isEqualTo("{\"status\":200,\"answer\":\"listing\",\"more\":false,\"entries\":[" + entry + "]}");
        assertThat(text(new Response.Listing(List.of(), false, new Omitted(0, 3, 0, 0))))
                .contains("\"omitted\":{\"link\":3}");
    }

    @Test
    void aPrefixOfNothingIsNotLookedAt() throws ProtocolException {
        assertThat(MessageCodec.decode("{\"status\":100,\"prefix\":\"?\"}".getBytes(UTF_8)))
                .isEqualTo(new Response.Proceed());
    }

    private static String text(Message message) {
        return new String(MessageCodec.encode(message), UTF_8);
    }

    @Test
    void aPasscodeShowsNowhereButInItsOwnMessage() throws ProtocolException {
        Passcode passcode = Passcode.of("hush hush");
        assertThat(new Request.Lock(passcode) + " " + new Request.Unlock("L-1", passcode))
                .doesNotContain("hush");
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> MessageCodec.decode(
                        ("{\"verb\":\"UNLOCK\",\"passcode\":\"" + "hush".repeat(200) + "\",\"lock\":\"L\"}")
                                .getBytes(UTF_8)))
                .satisfies(e -> assertThat(e.toString() + e.getCause()).doesNotContain("hush"));
    }

    private static void assertMalformed(byte[] json) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> MessageCodec.decode(json))
                .extracting(ProtocolException::fault)
                .isEqualTo(Fault.MALFORMED);
    }

    /** If a body may follow, which could be taken for requests, nothing more may be read (PROTOCOL.md section 4.3). */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"verb\":\"LIST\"} | true",
                "{\"verb\":\"GET\",\"path\":\"../x\"} | true",
                "{\"verb\":\"PING\",\"a\":1.5} | false",
                "{\"verb\":\"POST\"} | false",
                "{\"verb\":\"POST\",\"verb\":\"LIST\"} | false",
                "{\"verb\":5} | false",
                "{\"size\":5} | false",
                "{} | false",
                "[] | false",
                "\u0000\u0001 | false"
            })
    void onlyOfARequestWithoutABodyItIsKnownThatNoneFollows(String json, boolean without) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        assertThat(catchThrowableOfType(ProtocolException.class, () -> MessageCodec.decode(bytes)))
                .as(json)
                .isNotNull();
        assertThat(MessageCodec.isWithoutBody(bytes)).isEqualTo(without);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"verb\":\"GET\",\"path\":\"a\",\"offset\":1}",
                "{\"verb\":\"GET\",\"path\":\"a\",\"offset\":1,\"version\":\"v\"}",
                "{\"verb\":\"GET\",\"path\":\"a\",\"offset\":1,\"version\":\"v\",\"prefix\":\"00\"}",
                "{\"verb\":\"GET\",\"path\":\"a\",\"offset\":1,\"version\":\"v\",\"reading\":\"\"}",
                "{\"verb\":\"GET\",\"path\":\"a\",\"offset\":1,\"reading\":\"r\"}",
                "{\"status\":100,\"offset\":1,\"prefix\":\"00\"}",
                "{\"from\":-1}",
                "{\"from\":17592186044417}"
            })
    void whatGoesOnProvesItsBeginning(String json) {
        assertThat(catchThrowableOfType(
                                ProtocolException.class,
                                () -> MessageCodec.decode(json.getBytes(StandardCharsets.UTF_8)))
                        .fault())
                .isEqualTo(Fault.MALFORMED);
    }

    @Test
    void aLaterVersionsReasonForAGoodbyeIsIgnored() throws ProtocolException {
        assertThat(MessageCodec.decode("{\"goodbye\":\"Bye.\",\"why\":\"bored\"}".getBytes(UTF_8)))
                .isEqualTo(new Goodbye("Bye."));
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> MessageCodec.decode("{\"goodbye\":\"Bye.\",\"why\":1}".getBytes(UTF_8)));
    }
}
