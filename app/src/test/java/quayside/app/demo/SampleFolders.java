package quayside.app.demo;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Folders with invented files of fixed sizes and times, for the gallery. Large files take no room on the disk. */
final class SampleFolders {
    static final Instant NOW = Instant.parse("2026-11-22T18:00:00Z");

    private static final Instant LATEST = Instant.parse("2026-11-22T14:03:00Z");

    private SampleFolders() {}

    /** Fills the own folder: documents of all kinds, {@link #variousNames}, an empty folder. */
    static Path documents(Path folder) throws IOException {
        folder(folder.resolve("Archive"), 400);
        folder(folder.resolve("Nothing in it"), 2);
        folder(folder.resolve("Website relaunch"), 1);
        file(folder.resolve("Website relaunch/index.html"), 4_200, 1);
        file(folder.resolve("Website relaunch/style.css"), 9_100, 1);
        folder(folder.resolve("Website relaunch"), 1);
        file(folder.resolve("Budget.xlsx"), 88_000, 0);
        file(folder.resolve("Holiday 2026.mov"), 3_900_000_000L, 90 * 24);
        file(folder.resolve("chapter 2.odt"), 240_000, 3);
        file(folder.resolve("chapter 10.odt"), 198_000, 30);
        file(folder.resolve("backup.tar.zst"), 12_345_678_901L, 33 * 24);
        file(folder.resolve("Theme song.flac"), 31_200_000, 7 * 24);
        file(folder.resolve("Minutes of the general meeting, second draft, corrected.pdf"), 480_000, 9 * 24);
        text(folder.resolve("notes.txt"), 1);
        picture(folder.resolve("cover-final-v3.png"));
        variousNames(folder);
        return folder;
    }

    /** Fills the folder that the other computer shares. */
    static Path photos(Path folder) throws IOException {
        for (int year = 2023; year <= 2026; year++) {
            folder(folder.resolve(String.valueOf(year)), 365 * (2026 - year) + 12);
        }
        folder(folder.resolve("Faces"), 5);
        for (int i = 1; i <= 40; i++) {
            file(folder.resolve("IMG_" + (4100 + i) + ".jpg"), 2_100_000 + 34_567L * i % 900_000, 5L * i);
        }
        file(folder.resolve("Film of the harbour.mp4"), 24_000_000, 26);
        file(folder.resolve("Grüße aus Kraków.jpg"), 1_900_000, 0);
        file(folder.resolve("Accounts of the harbour.ods"), 400_000, 50);
        file(folder.resolve("Budget.xlsx"), 86_500, 60);
        text(folder.resolve("notes.txt"), 20);
        text(folder.resolve("README.md"), 72);
        picture(folder.resolve("Harbour at dusk.png"));
        folder(folder.resolve("Nothing in it"), 2);
        variousNames(folder);
        return folder;
    }

    /** Fills a folder with files of similar names. */
    static Path many(Path folder, int count) throws IOException {
        Files.createDirectories(folder);
        for (int i = 0; i < count; i++) {
            Files.createFile(folder.resolve(String.format("report %06d quarter.txt", i)));
        }
        return folder;
    }

    private static void variousNames(Path parent) throws IOException {
        Path longOnes = folder(parent.resolve("Long names"), 3);
        file(
                longOnes.resolve("Accounts of the harbour master, with all that belongs to them, 2026 (2).ods"),
                66_000,
                9);
        file(longOnes.resolve("Accounts of the harbour master, with all that belongs to them, 2026.ods"), 65_000, 8);
        file(longOnes.resolve("a".repeat(200) + ".txt"), 999_999_999_999L, 70);
        file(longOnes.resolve("short.txt"), 12, 70);
        folder(longOnes.resolve("An unusually long folder name that goes on until there is no room for it"), 3);
        Path rightToLeft = folder(parent.resolve("Right to left"), 3);
        file(rightToLeft.resolve("דוח שנתי 2026.pdf"), 480_000, 9);
        file(rightToLeft.resolve("مذكرات الاجتماع.docx"), 66_000, 12);
        file(rightToLeft.resolve("תמונה (final) 3.png"), 2_100_000, 30);
        file(rightToLeft.resolve("invoice\u202Egpj.exe"), 66_000, 40);
        folder(rightToLeft.resolve("תמונות"), 4);
        Path emoji = folder(parent.resolve("Emoji"), 3);
        file(emoji.resolve("🚢 ships 🌊.txt"), 12_000, 3);
        file(emoji.resolve("😀 smile 🎉.jpg"), 1_200_000, 5);
        file(emoji.resolve("👨‍👩‍👧 family.mov"), 81_000_000, 9);
        folder(emoji.resolve("🏖 Summer"), 60);
        for (Path filled : List.of(longOnes, rightToLeft, emoji)) {
            age(filled, Duration.ofDays(3));
        }
    }

    private static Path folder(Path folder, int daysOld) throws IOException {
        try {
            Files.createDirectories(folder);
            age(folder, Duration.ofDays(daysOld));
        } catch (InvalidPathException e) {
            // The encoding of this system cannot express the name. The scene is drawn without it.
        }
        return folder;
    }

    private static void file(Path file, long size, long hoursOld) throws IOException {
        try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
            made.setLength(size);
        }
        age(file, Duration.ofHours(hoursOld));
    }

    private static void text(Path file, long hoursOld) throws IOException {
        String words = """
                # Notes about the harbour

                The ferry leaves at 10:40 from the old quay, not from the new one.
                Mara has the tickets. Bring a coat: it is windy on the water.

                - Ask about the photos of the regatta
                - Pay the berth before the end of the month
                - Send Jonas the link to the album
                """;
        Files.write(file, words.getBytes(StandardCharsets.UTF_8));
        age(file, Duration.ofHours(hoursOld));
    }

    private static void picture(Path file) throws IOException {
        Files.write(file, SampleFiles.picture());
        age(file, Duration.ofDays(8));
    }

    private static void age(Path path, Duration old) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(LATEST.minus(old)));
    }
}
