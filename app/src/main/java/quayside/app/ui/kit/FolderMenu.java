package quayside.app.ui.kit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import quayside.app.core.text.Texts;

/** A button with a menu of folders, of which those that no longer exist are disabled. JavaFX thread only. */
public final class FolderMenu extends MenuButton {
    /** The end of a path tells folders apart. */
    private static final int MAX_LENGTH = 60;

    private final Consumer<Path> chosen;
    private final NewestOnly checks;
    private List<Path> folders = List.of();

    /** @param chosen gets the folder that the user chooses, which may be gone by then */
    public FolderMenu(Background background, Consumer<Path> chosen) {
        this.chosen = chosen;
        this.checks = new NewestOnly(background);
        Nodes.asIcon(this, Glyph.CLOCK, Texts.get("shared.folders.earlier"));
        // A disk or a network may be slow to respond, so the menu does not wait for it.
        setOnShowing(event -> checks.run(
                cancellation -> folders.stream().map(Files::isDirectory).toList(),
                found -> {
                    for (int i = 0; i < found.size(); i++) {
                        getItems().get(i).setDisable(!found.get(i));
                    }
                },
                failed -> {}));
        show(List.of());
    }

    /** Offers these folders. Without any, the button is hidden. */
    public void show(List<Path> next) {
        checks.cancel();
        folders = List.copyOf(next);
        getItems().setAll(folders.stream().map(this::item).toList());
        Nodes.show(this, !folders.isEmpty());
    }

    /** Returns what {@link #show} was given last. */
    public List<Path> folders() {
        return folders;
    }

    private MenuItem item(Path folder) {
        String path = HumanFormat.path(folder);
        MenuItem item =
                new MenuItem(path.length() <= MAX_LENGTH ? path : "…" + path.substring(path.length() - MAX_LENGTH));
        item.setMnemonicParsing(false);
        item.setOnAction(event -> chosen.accept(folder));
        return item;
    }
}
