package quayside.app.demo;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;

/** Files that are likely to reveal faults: sizes around 1 MiB, and names with spaces, accents, emoji and signs. */
final class SampleFiles {
    private static final int MIB = 1024 * 1024;

    private final Random random;
    private final List<String> leftOut = new ArrayList<>();

    /** Makes the same files for the same seed. */
    SampleFiles(long seed) {
        random = new Random(seed);
    }

    /** Returns the names that were left out, because this system's encoding cannot express them. */
    List<String> leftOut() {
        return leftOut;
    }

    /** Makes the files below {@code folder} and returns their number. */
    int make(Path folder) throws IOException {
        int made = 0;
        for (Map.Entry<String, byte[]> file : contents().entrySet()) {
            try {
                Path path = folder.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.write(path, file.getValue());
                made++;
            } catch (InvalidPathException e) {
                leftOut.add(file.getKey());
            }
        }
        Files.createDirectories(folder.resolve("Empty folder"));
        return made;
    }

    private Map<String, byte[]> contents() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("empty.txt", new byte[0]);
        files.put("one byte.bin", bytes(1));
        files.put("1 MiB less 1.bin", bytes(MIB - 1));
        files.put("1 MiB.bin", bytes(MIB));
        files.put("1 MiB and 1.bin", bytes(MIB + 1));
        files.put("Harbour at dusk.png", picture());
        files.put("a name with spaces.txt", text("spaces"));
        files.put("Überfahrt nach Öland – déjà vu.txt", text("accents"));
        files.put("🚢 ships 🌊.txt", text("emoji"));
        files.put("50 % off #1.txt", text("signs"));
        files.put("-starts with a dash.txt", text("a dash"));
        files.put("Travel/2026/Summer/diary.txt", text("a nested folder"));
        files.put("Travel/2026/Summer/route.bin", bytes(70_001));
        return files;
    }

    byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] text(String about) {
        return ("A letter about " + about + ", number " + random.nextLong() + ", which nobody on the way may read.\n")
                .repeat(40)
                .getBytes(StandardCharsets.UTF_8);
    }

    static byte[] picture() throws IOException {
        BufferedImage image = new BufferedImage(480, 320, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        canvas.setPaint(new GradientPaint(0, 0, new Color(0x12355B), 0, 220, new Color(0xF2A65A)));
        canvas.fillRect(0, 0, 480, 220);
        canvas.setPaint(new GradientPaint(0, 220, new Color(0x2E5E86), 0, 320, new Color(0x0B2239)));
        canvas.fillRect(0, 220, 480, 100);
        canvas.setColor(new Color(0xFFE3B0));
        canvas.fillOval(300, 150, 64, 64);
        canvas.dispose();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        return png.toByteArray();
    }
}
