package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.client.transfer.TransferResult;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;

/** Tests what both sides refuse, and their handling of a name that is taken. */
final class ConflictAndRefusalTest {
    @TempDir
    Path share;

    @TempDir
    Path local;

    private WholeWay way;

    @BeforeEach
    void start() throws IOException {
        way = new WholeWay(share, local);
    }

    @AfterEach
    void stop() {
        way.close();
    }

    @Test
    void theRulesOfConflictHoldOnBothSides() throws IOException {
        Path file = way.file("a.txt", 10);
        assertThat(way.post(way.client(), file, "a.txt", OnConflict.FAIL)).isInstanceOf(TransferResult.Stored.class);
        assertThat(WholeWay.faultOf(() -> way.post(way.client(), file, "a.txt", OnConflict.FAIL)))
                .isEqualTo(Fault.EXISTS);
        assertThat(way.post(way.client(), file, "a.txt", OnConflict.RENAME))
                .isEqualTo(new TransferResult.Stored("a (2).txt", 10));
        assertThat(way.post(way.client(), file, "a.txt", OnConflict.SKIP))
                .isEqualTo(new TransferResult.Skipped("a.txt"));
        assertThat(way.post(way.client(), file, "a.txt", OnConflict.NEWER))
                .isEqualTo(new TransferResult.Skipped("a.txt"));
        assertThat(way.get(way.client(), "a.txt", local, OnConflict.SKIP))
                .isEqualTo(new TransferResult.Skipped("a.txt"));
        assertThat(way.get(way.client(), "a.txt", local, OnConflict.NEWER))
                .isEqualTo(new TransferResult.Skipped("a.txt"));
        assertThat(WholeWay.faultOf(() -> way.get(way.client(), "a.txt", local, OnConflict.FAIL)))
                .isEqualTo(Fault.EXISTS);
        assertThat(way.get(way.client(), "a.txt", local, OnConflict.RENAME))
                .isEqualTo(new TransferResult.Stored("a (2).txt", 10));
    }

    @Test
    void everyVerbAnswersWhatIsNotThere() throws IOException {
        RemotePath missing = RemotePath.parse("missing");
        assertThat(WholeWay.faultOf(() -> way.client().stat(missing))).isEqualTo(Fault.NOT_FOUND);
        assertThat(WholeWay.faultOf(() -> way.client().list(missing))).isEqualTo(Fault.NOT_FOUND);
        assertThat(WholeWay.faultOf(() -> way.client().delete(missing, false))).isEqualTo(Fault.NOT_FOUND);
        assertThat(WholeWay.faultOf(() -> way.client().move(missing, RemotePath.parse("x"))))
                .isEqualTo(Fault.NOT_FOUND);
        assertThat(WholeWay.faultOf(() -> way.get(way.client(), "missing", local, OnConflict.FAIL)))
                .isEqualTo(Fault.NOT_FOUND);
        assertThat(WholeWay.faultOf(() -> way.client().makeFolder(RemotePath.parse("missing/x"))))
                .isEqualTo(Fault.NOT_FOUND);
        assertThat(WholeWay.faultOf(() -> way.post(way.client(), way.file("f", 100_000), "missing/x", OnConflict.FAIL)))
                .isEqualTo(Fault.NOT_FOUND);
        assertThat(WholeWay.faultOf(() -> way.post(way.client(), way.file("g", 10), "missing/x", OnConflict.FAIL)))
                .isEqualTo(Fault.NOT_FOUND);
        way.client().makeFolder(RemotePath.parse("made"));
        way.client().move(RemotePath.parse("made"), RemotePath.parse("moved"));
        assertThat(share.resolve("moved")).isDirectory();
        way.client().delete(RemotePath.parse("moved"), true);
        assertThat(Optional.of(share.resolve("moved")))
                .hasValueSatisfying(path -> assertThat(path).doesNotExist());
    }

    @Test
    void whoMayNotDeleteMayNotClearANameByRenaming() throws IOException {
        Files.writeString(share.resolve("report"), "old");
        way.server().permissions(new ShareOptions.Permissions(true, true, false));
        assertThat(WholeWay.faultOf(() -> way.client().move(RemotePath.parse("report"), RemotePath.parse("away"))))
                .isEqualTo(Fault.REFUSED);
        assertThat(WholeWay.faultOf(() -> way.client().delete(RemotePath.parse("report"), false)))
                .isEqualTo(Fault.REFUSED);
        assertThat(WholeWay.faultOf(() -> way.post(way.client(), way.file("new", 10), "report", OnConflict.OVERWRITE)))
                .isEqualTo(Fault.REFUSED);
        assertThat(share.resolve("report")).hasContent("old");
    }
}
