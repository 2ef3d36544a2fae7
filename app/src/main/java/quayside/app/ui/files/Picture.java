package quayside.app.ui.files;

import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.Optional;
import javafx.scene.image.Image;

/**
 * Decodes pictures of bounded size. The size is read from the file's beginning, before any pixel is decoded, because a
 * small file can claim a picture that needs all memory.
 */
final class Picture {
    /** The maximum number of pixels; each takes four bytes while it is decoded. */
    static final long MAX_PIXELS = 40_000_000;

    private Picture() {}

    /** The width and height that a picture claims. */
    record Size(int width, int height) {
        boolean isSmall() {
            return width > 0 && height > 0 && (long) width * height <= MAX_PIXELS;
        }
    }

    /** Returns the size that the content claims; empty if it is no PNG, GIF, JPEG or BMP. */
    static Optional<Size> size(byte[] content) {
        if (starts(content, 0x89, 'P', 'N', 'G') && content.length >= 24) {
            return Optional.of(new Size(big(content, 16, 4), big(content, 20, 4)));
        }
        if (starts(content, 'G', 'I', 'F', '8') && content.length >= 10) {
            return Optional.of(new Size(little(content, 6, 2), little(content, 8, 2)));
        }
        if (starts(content, 'B', 'M') && content.length >= 26) {
            return Optional.of(new Size(little(content, 18, 4), Math.abs(little(content, 22, 4))));
        }
        return starts(content, 0xFF, 0xD8) ? jpeg(content) : Optional.empty();
    }

    /** Finds the frame header of a JPEG. */
    private static Optional<Size> jpeg(byte[] content) {
        int at = 2;
        while (at + 9 < content.length && (content[at] & 0xFF) == 0xFF) {
            int marker = content[at + 1] & 0xFF;
            boolean frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
            if (frame) {
                return Optional.of(new Size(big(content, at + 7, 2), big(content, at + 5, 2)));
            }
            at += marker == 0xFF ? 1 : 2 + big(content, at + 2, 2);
        }
        return Optional.empty();
    }

    /**
     * Decodes a picture to at most the given size; empty if it is damaged. Of an animation only the first frame is
     * decoded. May be called on any thread.
     */
    static Optional<Image> decode(byte[] content, double width, double height) {
        Optional<Size> size = size(content).filter(Size::isSmall);
        if (size.isEmpty()) {
            return Optional.empty();
        }
        byte[] one = starts(content, 'G', 'I', 'F', '8') ? firstFrame(content) : content;
        boolean fits = size.get().width() <= width && size.get().height() <= height;
        Image image = new Image(new ByteArrayInputStream(one), fits ? 0 : width, fits ? 0 : height, true, true);
        return image.isError() || image.getWidth() < 1 ? Optional.empty() : Optional.of(image);
    }

    /** Returns a GIF without the frames after the first, of which there may be many. */
    private static byte[] firstFrame(byte[] gif) {
        int at = 13 + colours(gif, 10);
        while (at + 10 < gif.length) {
            int block = gif[at] & 0xFF;
            if (block == 0x21) {
                at = afterBlocks(gif, at + 2);
            } else if (block == 0x2C) {
                int end = Math.min(gif.length, afterBlocks(gif, at + 10 + colours(gif, at + 9) + 1));
                byte[] one = Arrays.copyOf(gif, end + 1);
                one[end] = 0x3B;
                return one;
            } else {
                break;
            }
        }
        return gif.length > 13 ? Arrays.copyOf(gif, 13) : gif;
    }

    private static int colours(byte[] gif, int flags) {
        return flags < gif.length && (gif[flags] & 0x80) != 0 ? 3 << ((gif[flags] & 7) + 1) : 0;
    }

    private static int afterBlocks(byte[] gif, int from) {
        int at = from;
        while (at < gif.length && gif[at] != 0) {
            at += 1 + (gif[at] & 0xFF);
        }
        return at + 1;
    }

    private static boolean starts(byte[] content, int... first) {
        for (int i = 0; i < first.length; i++) {
            if (i >= content.length || (content[i] & 0xFF) != first[i]) {
                return false;
            }
        }
        return true;
    }

    private static int big(byte[] content, int at, int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 8 | (content[at + i] & 0xFF);
        }
        return value;
    }

    private static int little(byte[] content, int at, int count) {
        int value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = value << 8 | (content[at + i] & 0xFF);
        }
        return value;
    }
}
