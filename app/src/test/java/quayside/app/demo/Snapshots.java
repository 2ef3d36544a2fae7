package quayside.app.demo;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javax.imageio.ImageIO;

/** Writes pictures of the window as PNG files, without a display and without JavaFX's bridge to Swing. */
public final class Snapshots {
    private Snapshots() {}

    /** Returns the scene as it is drawn now. JavaFX thread only. */
    public static Image of(Scene scene) {
        scene.getRoot().applyCss();
        scene.getRoot().layout();
        return scene.snapshot(null);
    }

    /** Writes or replaces {@code png}, and makes its folder if it is missing. Any thread; blocks on the disk. */
    public static void write(Image image, Path png) throws IOException {
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        int[] pixels = new int[width * height];
        image.getPixelReader().getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
        BufferedImage copy = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        copy.setRGB(0, 0, width, height, pixels, 0, width);
        Path folder = png.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        try (OutputStream out = Files.newOutputStream(png)) {
            if (!ImageIO.write(copy, "png", out)) {
                throw new IOException("This Java has no PNG writer.");
            }
        }
    }
}
