package quayside.protocol.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import quayside.protocol.wire.ProtocolException;

/** The file that may be replaced, and how a {@code POST} names it (PROTOCOL.md section 5.3). */
class SeenFileTest {
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.123456789Z");
    private static final Instant FAR = Instant.parse("+30828-09-14T02:48:05.477580700Z");

    private static Entry file(long size, Instant modified) {
        return new Entry("a", Entry.Kind.FILE, size, modified);
    }

    @Test
    void onlyAFileOfExactlyItsSizeAndTimeIsTheSame() {
        SeenFile seen = SeenFile.of(file(5, TIME));
        assertThat(seen.is(file(5, TIME))).isTrue();
        assertThat(seen.is(file(6, TIME))).isFalse();
        assertThat(seen.is(file(5, TIME.plusNanos(1)))).isFalse();
        assertThat(seen.is(file(5, Instant.parse("2026-01-02T03:04:05Z")))).isFalse();
        assertThat(new SeenFile(0, TIME).is(new Entry("a", Entry.Kind.FOLDER, 0, TIME)))
                .isFalse();
    }

    @Test
    void aTimeThatTheWireCannotExpressIsTheNearestThatItCan() {
        SeenFile listed = new SeenFile(5, WireTime.nearest(FAR));
        assertThat(listed.is(file(5, FAR))).isTrue();
        assertThat(listed.is(file(5, TIME))).isFalse();
    }

    private static Request.Post post(OnConflict rule) throws ProtocolException {
        return new Request.Post(RemotePath.parse("a"), 1, Instant.EPOCH, rule, true);
    }

    /** A server of an earlier version refuses a rule that it does not know. A field it would ignore, and replace any file. */
    @Test
    void theFileIsNamedByARuleOfItsOwn() throws ProtocolException {
        Request.Post post = post(OnConflict.NEWER).replacing(Optional.of(new SeenFile(5, TIME)));
        String json = "{\"verb\":\"POST\",\"path\":\"a\",\"size\":1,\"modified\":\"1970-01-01T00:00:00Z\","
                + "\"conflict\":\"seen\",\"await\":true,\"oldSize\":5,\"oldModified\":\"2026-01-02T03:04:05.123456789Z\"}";
        assertThat(new String(MessageCodec.encode(post), UTF_8)).isEqualTo(json);
        assertThat(MessageCodec.decode(json.getBytes(UTF_8))).isEqualTo(post);
    }

    @Test
    void underAnotherRuleTheFileIsNotLookedAt() throws ProtocolException {
        String json = "{\"verb\":\"POST\",\"path\":\"a\",\"size\":1,\"modified\":\"1970-01-01T00:00:00Z\","
                + "\"conflict\":\"overwrite\",\"await\":true,\"oldSize\":\"?\",\"oldModified\":null}";
        assertThat(MessageCodec.decode(json.getBytes(UTF_8))).isEqualTo(post(OnConflict.OVERWRITE));
    }

    @Test
    void withoutAFileTheRuleStays() throws ProtocolException {
        assertThat(post(OnConflict.NEWER).replacing(Optional.empty())).isEqualTo(post(OnConflict.NEWER));
        Request.Post post = post(OnConflict.FAIL);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Request.Post(
                        post.path(),
                        1,
                        TIME,
                        OnConflict.FAIL,
                        true,
                        post.mode(),
                        false,
                        post.source(),
                        post.lock(),
                        post.id(),
                        post.reading(),
                        Optional.of(new SeenFile(5, TIME))));
    }
}
