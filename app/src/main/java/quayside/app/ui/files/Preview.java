package quayside.app.ui.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.DoubleBinding;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.FileKind;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Icon;
import quayside.app.ui.kit.NewestOnly;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.message.Entry;
import quayside.protocol.text.DisplayText;

/**
 * Shows a text, a picture, or else the facts of one file after the other. The content of a file on the share is only
 * read into memory. JavaFX thread only; nothing blocks.
 */
final class Preview<P> {
    /** Of a longer text on this computer only the beginning is shown. */
    static final int MAX_TEXT = 256 * 1024;

    static final int MAX_PICTURE = 20 * 1000 * 1000;
    private static final int MAX_LINE = 500;
    private static final double WIDTH = 760;
    private static final double HEIGHT = 440;

    private final UiServices services;
    private final FileSide<P> side;
    private final List<FilesFeature.Item<P>> items;
    private final NewestOnly newest;
    private final StackPane content = new StackPane();
    private final Label name = Nodes.name("", "strong");
    private final Label facts = Nodes.muted("");
    private int at;

    /** The content of a file, ready to be shown. */
    private sealed interface Shown {}

    private record Text(List<String> lines, boolean whole) implements Shown {}

    private record Painted(Image image, Picture.Size size) implements Shown {}

    /** Neither a text nor a picture, or a too large one; {@code why} is a sentence. */
    private record Other(String why) implements Shown {}

    private Preview(UiServices services, FileSide<P> side, List<FilesFeature.Item<P>> items, int at) {
        this.services = services;
        this.side = side;
        this.items = items;
        this.at = at;
        newest = new NewestOnly(services.background());
        content.getStyleClass().add("preview");
        content.setMinHeight(80);
        content.setPrefSize(WIDTH, HEIGHT);
    }

    /**
     * Shows the file {@code items[at]}; the arrow keys lead to the others.
     *
     * @param open the words and the action for the shown file: opens or downloads it
     * @param edit another such action
     */
    static <P> void show(
            UiServices services,
            FileSide<P> side,
            List<FilesFeature.Item<P>> items,
            int at,
            FilesFeature.Deed<P> open,
            Optional<FilesFeature.Deed<P>> edit) {
        new Preview<>(services, side, items, at).show(open, edit);
    }

    private void show(FilesFeature.Deed<P> open, Optional<FilesFeature.Deed<P>> edit) {
        Button next = Nodes.iconButton(Glyph.CHEVRON_RIGHT, Texts.get("files.preview.next"), () -> move(1));
        Button before = Nodes.iconButton(Glyph.CHEVRON_LEFT, Texts.get("files.preview.before"), () -> move(-1));
        HBox head = new HBox(8, before, new VBox(name, facts), next);
        HBox.setHgrow(head.getChildren().get(1), Priority.ALWAYS);
        head.setAlignment(Pos.CENTER_LEFT);
        edit.ifPresent(deed -> {
            Button button = Nodes.button(deed.words(), () -> deed.action().accept(items.get(at)));
            button.getStyleClass().add("small");
            head.getChildren().add(2, button);
        });
        VBox all = new VBox(8, head, content);
        all.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            switch (event.getCode()) {
                case LEFT, UP -> move(-1);
                case RIGHT, DOWN -> move(1);
                default -> {
                    return;
                }
            }
            event.consume();
        });
        DialogBox box = DialogBox.of(Texts.get("files.preview.title"))
                .content(all)
                .width(WIDTH + 48)
                .yielding()
                .safe(Texts.get("shared.close"))
                .deed(open.words(), () -> open.action().accept(items.get(at)))
                .focusOn(content)
                .whenClosed(newest::cancel);
        content.setFocusTraversable(true);
        // Space closes what it has opened.
        content.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.SPACE) {
                box.close();
                event.consume();
            }
        });
        services.dialogs().show(box);
        load();
    }

    private void move(int by) {
        int to = Math.clamp((long) at + by, 0, items.size() - 1);
        if (to != at) {
            at = to;
            load();
        }
    }

    private void load() {
        FilesFeature.Item<P> item = items.get(at);
        Entry entry = item.entry();
        name.setText(DisplayText.escape(entry.name()));
        facts.setText(facts(entry, ""));
        content.setAccessibleText(name.getText());
        content.getChildren().setAll(Nodes.muted(Texts.get("files.preview.reading")));
        newest.run(
                cancellation -> read(item, cancellation),
                this::present,
                e -> present(
                        new Other(e instanceof IOException ? Texts.problem(e) : Texts.get("files.preview.damaged"))));
    }

    private String facts(Entry entry, String more) {
        String base = HumanFormat.size(entry.size()) + " · " + HumanFormat.moment(entry.modified(), services.clock());
        return more.isEmpty() ? base : base + " · " + more;
    }

    private Shown read(FilesFeature.Item<P> item, Cancellation cancellation) throws IOException {
        Entry entry = item.entry();
        boolean local = side.local(item.path()).isPresent();
        if (FileKind.of(entry.name(), false) == FileKind.IMAGE) {
            if (entry.size() > MAX_PICTURE) {
                return new Other(Texts.get("files.preview.pictureTooLarge"));
            }
            byte[] bytes = side.read(item.path(), MAX_PICTURE, cancellation);
            Optional<Picture.Size> size = Picture.size(bytes);
            if (size.isPresent()) {
                return Picture.decode(bytes, WIDTH, HEIGHT)
                        .<Shown>map(image -> new Painted(image, size.get()))
                        .orElseGet(() -> new Other(Texts.get(
                                size.get().isSmall() ? "files.preview.damaged" : "files.preview.tooManyPixels")));
            }
            return bytes.length <= MAX_TEXT ? text(bytes, true) : new Other(Texts.get("files.preview.unknown"));
        }
        if (!local && entry.size() > MAX_TEXT) {
            return new Other(Texts.get("files.preview.tooLarge"));
        }
        byte[] bytes = side.read(item.path(), MAX_TEXT, cancellation);
        return text(bytes, entry.size() <= bytes.length);
    }

    /** Takes the bytes as UTF-8, or else as Latin-1, unless they are no text at all. */
    private static Shown text(byte[] bytes, boolean whole) {
        for (byte b : bytes) {
            if (b >= 0 && b < 0x20 && b != '\n' && b != '\r' && b != '\t' && b != '\f' && b != 0x1B) {
                return new Other(Texts.get("files.preview.unknown"));
            }
        }
        List<String> lines = new ArrayList<>();
        decoded(bytes, whole).lines().forEach(line -> {
            String shown = line.replace("\t", "    ");
            for (int from = 0; from < shown.length() || from == 0; from += MAX_LINE) {
                lines.add(shown.substring(from, Math.min(shown.length(), from + MAX_LINE)));
            }
        });
        return new Text(lines, whole);
    }

    private static String decoded(byte[] bytes, boolean whole) {
        // The cut may be in the middle of a letter.
        return IntStream.rangeClosed(0, whole ? 0 : Math.min(3, bytes.length))
                .mapToObj(cut -> utf8(bytes, bytes.length - cut))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> new String(bytes, StandardCharsets.ISO_8859_1));
    }

    private static Optional<String> utf8(byte[] bytes, int length) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private void present(Shown shown) {
        Entry entry = items.get(at).entry();
        Node node = switch (shown) {
            case Text text -> {
                facts.setText(facts(entry, text.whole() ? "" : Texts.get("files.preview.beginning")));
                yield lines(text.lines());
            }
            case Painted painted -> {
                facts.setText(facts(
                        entry,
                        Texts.get(
                                "files.preview.pixels",
                                painted.size().width(),
                                painted.size().height())));
                yield fitted(painted.image());
            }
            case Other other -> {
                Icon icon = FileKind.of(entry.name(), false).icon();
                icon.getStyleClass().remove("s16");
                icon.getStyleClass().add("s40");
                VBox box = new VBox(12, icon, Nodes.paragraph(other.why(), "muted"));
                box.setAlignment(Pos.CENTER);
                yield box;
            }
        };
        content.getChildren().setAll(node);
    }

    /** Shows a picture no larger than it is and than the room that there is. */
    private Node fitted(Image image) {
        ImageView view = new ImageView(image);
        view.setPreserveRatio(true);
        view.fitWidthProperty()
                .bind(room(content.widthProperty(), Insets::getLeft, Insets::getRight, image.getWidth()));
        view.fitHeightProperty()
                .bind(room(content.heightProperty(), Insets::getTop, Insets::getBottom, image.getHeight()));
        return view;
    }

    private DoubleBinding room(
            ReadOnlyDoubleProperty whole,
            ToDoubleFunction<Insets> before,
            ToDoubleFunction<Insets> after,
            double most) {
        return Bindings.createDoubleBinding(
                () -> {
                    Insets edges = content.getInsets();
                    double room = whole.get() - before.applyAsDouble(edges) - after.applyAsDouble(edges);
                    return Math.clamp(room, 1, Math.max(1, most));
                },
                whole,
                content.insetsProperty());
    }

    private static ListView<String> lines(List<String> lines) {
        ListView<String> list = new ListView<>();
        list.getItems().setAll(lines);
        list.getStyleClass().addAll("preview-text", "mono");
        list.setFocusTraversable(false);
        return list;
    }
}
