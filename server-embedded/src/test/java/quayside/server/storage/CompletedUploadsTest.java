package quayside.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import quayside.protocol.message.Entry;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;

class CompletedUploadsTest {
    private Instant now = Instant.parse("2026-11-29T12:00:00Z");
    private final CompletedUploads incomings = new CompletedUploads(() -> now);

    private static Storage.Upload upload(String name, String id) throws Exception {
        return upload(name, id, 1, Instant.EPOCH);
    }

    private static Storage.Upload upload(String name, String id, long size, Instant modified) throws Exception {
        return new Storage.Upload(
                RemotePath.parse(name),
                size,
                modified,
                OnConflict.FAIL,
                true,
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.of(id),
                Optional.empty(),
                Optional.empty());
    }

    private static Entry entry(String name) {
        return new Entry(name, Entry.Kind.FILE, 1, Instant.EPOCH);
    }

    @Test
    void anUploadIsKnownByItsWordAndItsPath() throws Exception {
        incomings.add(upload("a", "one"), entry("a (2)"));
        assertThat(incomings.of(upload("a", "one"))).contains(entry("a (2)"));
        assertThat(incomings.of(upload("b", "one"))).isEmpty();
        assertThat(incomings.of(upload("a", "two"))).isEmpty();
        incomings.remove(upload("a", "one"));
        assertThat(incomings.of(upload("a", "one"))).isEmpty();
    }

    @Test
    void aFileOfAnotherSizeOrTimeIsAnotherUpload() throws Exception {
        incomings.add(upload("a", "one"), entry("a"));
        assertThat(incomings.of(upload("a", "one", 2, Instant.EPOCH))).isEmpty();
        assertThat(incomings.of(upload("a", "one", 1, Instant.EPOCH.plusNanos(1))))
                .isEmpty();
        assertThat(incomings.of(upload("a", "one", 1, Instant.EPOCH))).contains(entry("a"));
    }

    @Test
    void whatIsRememberedIsBoundedInBytesHoweverLongNamesAre() throws Exception {
        String folder = ("k".repeat(255) + "/").repeat(15);
        int most = 40_000;
        for (int i = 0; i < most; i++) {
            incomings.add(upload(folder + i, "id" + i), entry(i + "z".repeat(200)));
        }
        assertThat(incomings.bytes()).isBetween(CompletedUploads.MAX_BYTES / 2, CompletedUploads.MAX_BYTES);
        assertThat(incomings.of(upload(folder + "0", "id0"))).isEmpty();
        assertThat(incomings.of(upload(folder + (most - 1), "id" + (most - 1)))).isPresent();
    }

    @Test
    void ofOrdinaryFilesTenThousandAreRemembered() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            incomings.add(upload("a", "id" + i), entry("a"));
        }
        assertThat(incomings.of(upload("a", "id0"))).contains(entry("a"));
    }

    @Test
    void allIsForgottenAfterMinutes() throws Exception {
        incomings.add(upload("a", "one"), entry("a"));
        now = now.plus(CompletedUploads.KEPT);
        assertThat(incomings.of(upload("a", "one"))).isPresent();
        now = now.plusMillis(1);
        incomings.sweep();
        assertThat(incomings.bytes()).isZero();
        assertThat(incomings.of(upload("a", "one"))).isEmpty();
    }

    @Test
    void whatIsTakenBackCostsNothing() throws Exception {
        incomings.add(upload("a", "one"), entry("b"));
        incomings.add(upload("a", "one"), entry("a"));
        incomings.remove(upload("a", "one"));
        assertThat(incomings.bytes()).isZero();
    }
}
