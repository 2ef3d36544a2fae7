package quayside.app.ui.shell;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.core.transfer.Why;
import quayside.app.ui.browse.MemorySource;
import quayside.app.ui.transfers.SampleTransfer;
import quayside.protocol.client.transfer.TransferReport.Failure;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;

/** Made-up files and transfers. */
final class Samples {
    private static final Instant BASE = Instant.parse("2026-11-22T14:03:00Z");

    private Samples() {}

    static MemorySource local() {
        MemorySource files = new MemorySource("Home");
        files.folder("Documents").folder("Downloads").folder("Music").folder("Pictures");
        files.folder("Documents/Projects");
        String in = "Documents/Projects/";
        files.folder(in + "Website relaunch", BASE.minus(Duration.ofDays(1)))
                .folder(in + "Archive", BASE.minus(Duration.ofDays(400)))
                .file(in + "Budget.xlsx", 88_000, BASE)
                .file(in + "Holiday 2026.mov", 3_900_000_000L, BASE.minus(Duration.ofDays(90)))
                .file(in + "chapter 2.odt", 240_000, BASE.minus(Duration.ofHours(3)))
                .file(in + "chapter 10.odt", 198_000, BASE.minus(Duration.ofHours(30)))
                .file(in + "notes.txt", 12_400, BASE.minus(Duration.ofMinutes(20)))
                .file(in + "backup.tar.zst", 12_345_678_901L, BASE.minus(Duration.ofDays(33)))
                .file(in + "Theme song.flac", 31_200_000, BASE.minus(Duration.ofDays(7)))
                .file(in + "cover-final-v3.png", 2_480_000, BASE.minus(Duration.ofDays(8)))
                .file(in + "empty", 0, BASE);
        return files;
    }

    static MemorySource remote() {
        MemorySource files = new MemorySource("Pictures");
        for (String year : List.of("2023", "2024", "2025", "2026")) {
            files.folder(year, BASE.minus(Duration.ofDays(365L * (2026 - Integer.parseInt(year)) + 12)));
        }
        files.folder("Faces");
        for (int i = 1; i <= 60; i++) {
            files.file(
                    "IMG_" + (4100 + i) + ".jpg",
                    2_100_000 + 34_567L * i % 900_000,
                    BASE.minus(Duration.ofHours(5L * i)));
        }
        files.file("Grüße aus Kraków.jpg", 1_900_000, BASE).file("README.md", 1_204, BASE.minus(Duration.ofDays(3)));
        return files;
    }

    static MemorySource longNames() {
        MemorySource files = new MemorySource("A share whose name nobody kept short enough");
        String a = "A folder with quite a long name";
        String b = a + "/And another one that is even longer than the first";
        files.folder(a).folder(b).folder(b + "/Here");
        String in = b + "/Here/";
        files.folder(in + "An unusually long folder name that goes on and on until there is no room for it");
        files.file(
                in
                        + "Minutes of the general meeting of the allotment gardeners, second draft, corrected, final"
                        + " (2).pdf",
                480_000);
        files.file(in + "evil\u202Egpj.exe", 66_000).file(in + "zero\u200Bwidth.txt", 12);
        files.file(in + "日本語のファイル名.txt", 3_000).file(in + "  leading spaces", 1).file(in + "-rf", 1);
        files.file(in + "a".repeat(200) + ".txt", 999_999_999_999L);
        return files;
    }

    static TransferSnapshot moving(long id, String name, long done, long total, long speed) {
        return SampleTransfer.of(id, name, TransferSnapshot.State.RUNNING)
                .bytes(done, total)
                .speed(speed)
                .build();
    }

    static TransferSnapshot folder(long id, String name, long done, long total, long filesDone, long files) {
        return SampleTransfer.of(id, name, TransferSnapshot.State.RUNNING)
                .down()
                .bytes(done, total)
                .files(filesDone, files)
                .speed(8_200_000)
                .build();
    }

    static TransferSnapshot state(
            long id, String name, TransferSnapshot.State state, String message, long done, long total) {
        SampleTransfer sample =
                SampleTransfer.of(id, name, state).message(message).bytes(done, total);
        return (state == TransferSnapshot.State.FAILED ? sample.fault(Fault.DISK_FULL) : sample).build();
    }

    static TransferSnapshot waiting(long id, String name, Duration untilNextTry) {
        return SampleTransfer.of(id, name, TransferSnapshot.State.WAITING)
                .message("The connection was lost. It resumes when the share answers again.")
                .bytes(1_400_000_000L, 3_900_000_000L)
                .nextTry(untilNextTry)
                .build();
    }

    static TransferSnapshot noted(long id, String name, String note) {
        return SampleTransfer.of(id, name, TransferSnapshot.State.RUNNING)
                .bytes(96_000_000, 240_000_000)
                .files(34, 200)
                .speed(8_200_000)
                .note(note)
                .build();
    }

    static TransferSnapshot partlyFailed(long id, String name, int failed) {
        List<Failure> failures = IntStream.range(0, Math.min(failed, 1000))
                .mapToObj(i -> i % 3 == 1
                        ? new Failure(
                                name + "/Minutes/second draft, corrected, final/" + "a".repeat(120) + i + ".pdf",
                                Fault.CHANGED,
                                Sentence.said("“" + "a".repeat(120) + i
                                        + ".pdf” was changed while it was being sent; try again."))
                        : new Failure(
                                name + "/pictures/IMG_" + (4100 + i) + ".jpg",
                                Fault.EXISTS,
                                Sentence.said("It exists already.")))
                .toList();
        return SampleTransfer.of(id, name, TransferSnapshot.State.FAILED)
                .message(failed + " of 2,000 could not be transferred, for 2 reasons.")
                .bytes(240_000_000, 240_000_000)
                .files(2000 - failed, 2000)
                .fault(Fault.EXISTS)
                .failures(failed, failures)
                .build();
    }

    /** The rows of the design's picture. */
    static TransferSnapshot[] manyTransfers() {
        Instant now = GalleryWindow.CLOCK.instant();
        return new TransferSnapshot[] {
            done(11, "Camping site, map and prices 2026.pdf", now.minusSeconds(1200)),
            done(12, "Camping site, prices 2025.pdf", now.minusSeconds(90_000)),
            SampleTransfer.of(1, "First swim of the year.mp4", TransferSnapshot.State.RUNNING)
                    .down()
                    .share("Family album")
                    .bytes(255_000_000, 412_000_000)
                    .speed(23_400_000)
                    .build(),
            SampleTransfer.of(2, "Raw", TransferSnapshot.State.RUNNING)
                    .share("Family album")
                    .bytes(350_000_000, 1_000_000_000)
                    .files(112, 318)
                    .speed(7_800_000)
                    .message("Raw/DSC_0412.nef")
                    .build(),
            SampleTransfer.of(3, "Brass band on the pier, second encore.flac", TransferSnapshot.State.RUNNING)
                    .share("Family album")
                    .bytes(4_000_000, 48_200_000)
                    .speed(400_000)
                    .why(Why.limited(500_000, 1))
                    .build(),
            SampleTransfer.of(4, "Posters A2, all languages.zip", TransferSnapshot.State.WAITING)
                    .share("Backup")
                    .message("Continues when “Backup” is connected.")
                    .bytes(0, 212_000_000)
                    .nextTry(Duration.ofSeconds(12))
                    .build(),
            SampleTransfer.of(5, "Costs of the summer, shared.ods", TransferSnapshot.State.ASKING)
                    .down()
                    .share("Family album")
                    .bytes(0, 36_000)
                    .build(),
            SampleTransfer.of(6, "Time lapse of the locks.mp4", TransferSnapshot.State.QUEUED)
                    .down()
                    .share("Family album")
                    .bytes(0, 10_700_000_000L)
                    .why(Why.turn(1))
                    .build(),
            SampleTransfer.of(7, "Slides for the evening.zip", TransferSnapshot.State.FAILED)
                    .down()
                    .share("Family album")
                    .bytes(74_000_000, 100_000_000)
                    .fault(Fault.LOCAL_STORAGE)
                    .message("The disk is full: 49 MB are missing.")
                    .build(),
            SampleTransfer.of(8, "Costs of the winter, shared.ods", TransferSnapshot.State.FAILED)
                    .down()
                    .share("Family album")
                    .bytes(0, 36_000)
                    .fault(Fault.PASSCODE_NEEDED)
                    .message("It stays locked.")
                    .build(),
            SampleTransfer.of(9, "backup.tar.zst", TransferSnapshot.State.PAUSED)
                    .message("Paused by you")
                    .bytes(7_400_000_000L, 12_345_678_901L)
                    .build(),
        };
    }

    private static TransferSnapshot done(long id, String name, Instant at) {
        return SampleTransfer.of(id, name, TransferSnapshot.State.DONE)
                .down()
                .share("Family album")
                .bytes(2_200_000, 2_200_000)
                .ended(at, Duration.ofMillis(300), Path.of("/home/mara/Downloads", name))
                .build();
    }
}
