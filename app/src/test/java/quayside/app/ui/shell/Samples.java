package quayside.app.ui.shell;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.ui.browse.MemorySource;
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
                        + "Minutes of the general meeting of the allotment gardeners, second draft, corrected, final (2).pdf",
                480_000);
        files.file(in + "evil\u202Egpj.exe", 66_000).file(in + "zero\u200Bwidth.txt", 12);
        files.file(in + "日本語のファイル名.txt", 3_000).file(in + "  leading spaces", 1).file(in + "-rf", 1);
        files.file(in + "a".repeat(200) + ".txt", 999_999_999_999L);
        return files;
    }

    static TransferSnapshot moving(long id, String name, long done, long total, long speed) {
        return new TransferSnapshot(
                id,
                TransferSnapshot.Direction.UPLOAD,
                name,
                "Pictures/2026",
                false,
                TransferSnapshot.State.RUNNING,
                done,
                total,
                0,
                1,
                speed,
                Optional.of(Duration.ofSeconds((total - done) / speed)),
                "",
                Optional.empty(),
                TransferSnapshot.Remarks.NONE);
    }

    static TransferSnapshot folder(long id, String name, long done, long total, long filesDone, long files) {
        return new TransferSnapshot(
                id,
                TransferSnapshot.Direction.DOWNLOAD,
                name,
                "Downloads",
                true,
                TransferSnapshot.State.RUNNING,
                done,
                total,
                filesDone,
                files,
                8_200_000,
                Optional.of(Duration.ofSeconds((total - done) / 8_200_000)),
                "",
                Optional.empty(),
                TransferSnapshot.Remarks.NONE);
    }

    static TransferSnapshot state(
            long id, String name, TransferSnapshot.State state, String message, long done, long total) {
        return new TransferSnapshot(
                id,
                TransferSnapshot.Direction.UPLOAD,
                name,
                "Pictures/2026",
                false,
                state,
                done,
                total,
                0,
                1,
                0,
                Optional.empty(),
                message,
                state == TransferSnapshot.State.FAILED ? Optional.of(Fault.DISK_FULL) : Optional.empty(),
                TransferSnapshot.Remarks.NONE);
    }

    static TransferSnapshot waiting(long id, String name, Duration untilNextTry) {
        return remarked(
                state(
                        id,
                        name,
                        TransferSnapshot.State.WAITING,
                        "The connection was lost. It resumes when the share answers again.",
                        1_400_000_000L,
                        3_900_000_000L),
                false,
                new TransferSnapshot.Remarks("", Optional.of(untilNextTry), 0, List.of()));
    }

    static TransferSnapshot noted(long id, String name, String note) {
        return remarked(
                folder(id, name, 96_000_000, 240_000_000, 34, 200),
                true,
                new TransferSnapshot.Remarks(note, Optional.empty(), 0, List.of()));
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
        return remarked(
                state(
                        id,
                        name,
                        TransferSnapshot.State.FAILED,
                        failed + " of 2,000 could not be transferred: "
                                + failures.getFirst().sentence(),
                        240_000_000,
                        240_000_000),
                true,
                new TransferSnapshot.Remarks("", Optional.empty(), failed, failures));
    }

    private static TransferSnapshot remarked(TransferSnapshot t, boolean folder, TransferSnapshot.Remarks remarks) {
        return new TransferSnapshot(
                t.id(),
                t.direction(),
                t.name(),
                t.place(),
                folder,
                t.state(),
                t.bytesDone(),
                t.bytesTotal(),
                t.filesDone(),
                t.filesTotal(),
                t.bytesPerSecond(),
                t.timeLeft(),
                t.message(),
                t.fault(),
                remarks);
    }
}
