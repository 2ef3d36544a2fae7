package quayside.app.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.transform.Transform;

/** Writes pictures of the window as PNG files, without a display and without JavaFX's bridge to Swing. */
public final class Snapshots {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int FAST = 3;

    private Snapshots() {}

    /** Returns the scene as it is drawn now. JavaFX thread only. */
    public static Image of(Scene scene) {
        scene.getRoot().applyCss();
        scene.getRoot().layout();
        return scene.snapshot(null);
    }

    /** Returns the scene as a display draws it whose scale is {@code scale}; 1 is 100 %. JavaFX thread only. */
    public static Image of(Scene scene, double scale) {
        scene.getRoot().applyCss();
        scene.getRoot().layout();
        SnapshotParameters display = new SnapshotParameters();
        display.setTransform(Transform.scale(scale, scale));
        display.setViewport(new Rectangle2D(0, 0, scene.getWidth() * scale, scene.getHeight() * scale));
        display.setFill(scene.getFill());
        return scene.getRoot().snapshot(display, null);
    }

    /** Writes or replaces {@code png}, and makes its folder if it is missing. Any thread; blocks on the disk. */
    public static void write(Image image, Path png) throws IOException {
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        int[] pixels = new int[width * height];
        image.getPixelReader().getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
        Path folder = png.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.write(png, encoded(pixels, width, height));
    }

    // ImageIO needs several times as long, because it tries each filter on each line.
    private static byte[] encoded(int[] pixels, int width, int height) throws IOException {
        ByteBuffer lines = ByteBuffer.allocate(height * (1 + 3 * width));
        for (int y = 0; y < height; y++) {
            lines.put((byte) 0); // no filter
            for (int x = 0; x < width; x++) {
                int pixel = pixels[y * width + x];
                lines.put((byte) (pixel >> 16)).put((byte) (pixel >> 8)).put((byte) pixel);
            }
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (Deflater deflater = new Deflater(FAST);
                DeflaterOutputStream out = new DeflaterOutputStream(packed, deflater)) {
            out.write(lines.array());
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.write(SIGNATURE);
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put(new byte[] {8, 2, 0, 0, 0}) // 8 bits each of red, green and blue
                .array();
        write(png, "IHDR", header);
        write(png, "IDAT", packed.toByteArray());
        write(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    private static void write(ByteArrayOutputStream png, String type, byte[] content) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 checksum = new CRC32();
        checksum.update(name);
        checksum.update(content);
        png.write(ByteBuffer.allocate(4).putInt(content.length).array());
        png.write(name);
        png.write(content);
        png.write(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
    }
}
