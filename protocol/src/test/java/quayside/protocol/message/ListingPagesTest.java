package quayside.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import quayside.protocol.wire.Limits;

final class ListingPagesTest {
    private static final Instant TIME = Instant.parse("2026-11-22T10:00:00.123456789Z");

    private final List<Response.Listing> pages = new ArrayList<>();
    private final ListingPages listing = new ListingPages(pages::add);

    private void add(int count, int nameLength) throws IOException {
        for (int i = 0; i < count; i++) {
            listing.add(new Entry("n".repeat(nameLength), Entry.Kind.FILE, 1, TIME));
        }
    }

    private List<Integer> sizes() {
        return pages.stream().map(page -> page.entries().size()).toList();
    }

    @Test
    void everyPageOfAListingFitsAFrame() throws IOException {
        List<Entry> sent = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            Entry entry = new Entry(
                            "\"".repeat(i % 250) + i,
                            Entry.Kind.FILE,
                            Long.MAX_VALUE >>> 20,
                            TIME,
                            Optional.of(new Mode(0777)))
                    .under(Optional.of("L".repeat(64)));
            sent.add(entry);
            listing.add(entry);
        }
        listing.finish(Omitted.NONE);

        assertThat(pages).hasSizeGreaterThan(5).allSatisfy(page -> {
            assertThat(page.entries()).hasSizeLessThanOrEqualTo(Limits.MAX_PAGE_ENTRIES);
            assertThat(MessageCodec.encode(page)).hasSizeLessThanOrEqualTo(Limits.MAX_HEADER_BYTES);
        });
        assertThat(pages.stream().flatMap(page -> page.entries().stream())).isEqualTo(sent);
        assertThat(pages.getLast().more()).isFalse();
        assertThat(pages.getFirst().more()).isTrue();
    }

    @Test
    void aPageHasTwoHundredEntriesAndTheNextBeginsOnlyWithAnother() throws IOException {
        add(200, 1);
        assertThat(pages).isEmpty();
        add(1, 1);
        listing.finish(new Omitted(0, 1, 0, 0));
        assertThat(sizes()).containsExactly(200, 1);
        assertThat(pages.getFirst().omitted()).isEqualTo(Omitted.NONE);
        assertThat(pages.getLast().omitted()).isEqualTo(new Omitted(0, 1, 0, 0));
    }

    /** Each name counts twice, and 210 bytes for what is beside it; two thirds of a frame hold 43,672. */
    @Test
    void longNamesMakeAPageEndAtItsLastByte() throws IOException {
        add(60, 255);
        add(1, 131);
        assertThat(pages).isEmpty();
        add(60, 255);
        add(1, 132);
        listing.finish(Omitted.NONE);
        assertThat(sizes()).containsExactly(61, 60, 1);
    }

    @Test
    void anEmptyFolderIsOneEmptyPage() throws IOException {
        listing.finish(Omitted.NONE);
        assertThat(pages).containsExactly(new Response.Listing(List.of(), false));
    }
}
