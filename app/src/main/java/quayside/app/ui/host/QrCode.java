package quayside.app.ui.host;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.SVGPath;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.DialogBox;

/**
 * A text as a QR code, dark on white in both themes, because some cameras read no other. Its squares are whole pixels.
 * JavaFX thread only.
 */
final class QrCode extends StackPane {
    /** The quiet zone around the code, in squares. */
    private static final int QUIET = 4;

    private final SVGPath squares = new SVGPath();
    private String shown = "";

    QrCode() {
        getStyleClass().add("qr-code");
        squares.getStyleClass().add("squares");
        squares.setManaged(false);
        getChildren().add(squares);
    }

    /** Returns a box that shows {@code text} as a code about {@code side} pixels wide. */
    static DialogBox dialog(String title, String text, double side) {
        QrCode code = new QrCode();
        code.show(text, side);
        return DialogBox.of(title).content(new StackPane(code)).safe(Texts.get("shared.close"));
    }

    /** Shows {@code text}, about {@code side} pixels wide; nothing if it is empty or too long for a code. */
    void show(String text, double side) {
        String next = text + " " + side;
        if (next.equals(shown)) {
            return;
        }
        shown = next;
        squares.setContent("");
        setMinSize(side, side);
        if (!text.isEmpty()) {
            try {
                draw(Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix(), side);
            } catch (WriterException e) {
                setMinSize(0, 0);
            }
        }
        setPrefSize(getMinWidth(), getMinHeight());
        setMaxSize(getMinWidth(), getMinHeight());
    }

    private void draw(ByteMatrix code, double side) {
        int count = code.getWidth();
        int square = Math.max(1, (int) Math.round(side / (count + 2 * QUIET)));
        setMinSize((count + 2.0 * QUIET) * square, (count + 2.0 * QUIET) * square);
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < count; y++) {
            for (int x = 0; x < count; x++) {
                int begin = x;
                while (x < count && code.get(x, y) == 1) {
                    x++;
                }
                if (x > begin) {
                    path.append("M%d %dh%dv%dh%dz"
                            .formatted(begin * square, y * square, (x - begin) * square, square, (begin - x) * square));
                }
            }
        }
        squares.setContent(path.toString());
        squares.setLayoutX(QUIET * square);
        squares.setLayoutY(QUIET * square);
    }
}
