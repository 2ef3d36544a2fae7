package quayside.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import quayside.protocol.message.Entry;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;

class LandingsTest {
    private final Landings landings = new Landings();

    private static Storage.Upload upload(String name, String id) throws Exception {
        return new Storage.Upload(
                RemotePath.parse(name),
                1,
                Instant.EPOCH,
                OnConflict.FAIL,
                true,
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.of(id));
    }

    private static Entry entry(String name) {
        return new Entry(name, Entry.Kind.FILE, 1, Instant.EPOCH);
    }

    @Test
    void anUploadIsKnownByItsWordAndItsPath() throws Exception {
        landings.add(upload("a", "one"), entry("a (2)"));
        assertThat(landings.of(upload("a", "one"))).contains(entry("a (2)"));
        assertThat(landings.of(upload("b", "one"))).isEmpty();
        assertThat(landings.of(upload("a", "two"))).isEmpty();
        landings.remove(upload("a", "one"));
        assertThat(landings.of(upload("a", "one"))).isEmpty();
    }

    @Test
    void theOldestAreForgotten() throws Exception {
        for (int i = 0; i <= Landings.MOST; i++) {
            landings.add(upload("a", "id" + i), entry("a"));
        }
        assertThat(landings.of(upload("a", "id0"))).isEmpty();
        assertThat(landings.of(upload("a", "id1"))).isPresent();
    }
}
