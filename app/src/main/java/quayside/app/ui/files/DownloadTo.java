package quayside.app.ui.files;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import javafx.stage.Window;
import quayside.app.core.settings.RecentFolders;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.text.DisplayText;

/** Asks for the folder of a download: one of the last folders, or any other. JavaFX thread only. */
public final class DownloadTo {
    private final UiServices services;
    private final RecentFolders recent;
    private final Function<Optional<Path>, Optional<Path>> chooser;

    /** @param chooser asks for any folder, beginning at a given one; empty if the user cancels */
    public DownloadTo(UiServices services, RecentFolders recent, Function<Optional<Path>, Optional<Path>> chooser) {
        this.services = services;
        this.recent = recent;
        this.chooser = chooser;
    }

    /** Returns the system's dialog over {@code owner} as a chooser. */
    public static Function<Optional<Path>, Optional<Path>> system(Window owner) {
        return at -> {
            DirectoryChooser dialog = new DirectoryChooser();
            dialog.setTitle(Texts.get("files.downloadTo.other"));
            at.map(Path::toFile).ifPresent(dialog::setInitialDirectory);
            return Optional.ofNullable(dialog.showDialog(owner)).map(File::toPath);
        };
    }

    /** Asks, and passes the chosen folder on, unless the user cancels. */
    public void ask(int items, Consumer<Path> chosen) {
        services.background()
                .run(
                        cancellation -> recent.folders(),
                        folders -> {
                            if (folders.isEmpty()) {
                                other(Optional.empty(), chosen);
                            } else {
                                show(items, folders, chosen);
                            }
                        },
                        e -> other(Optional.empty(), chosen));
    }

    private void show(int items, List<Path> folders, Consumer<Path> chosen) {
        VBox list = new VBox(4);
        DialogBox box = DialogBox.of(Texts.get("files.downloadTo.title", items))
                .content(list)
                .safe()
                .deed(Texts.get("files.downloadTo.other"), () -> other(Optional.of(folders.getFirst()), chosen));
        for (Path folder : folders) {
            Button button = Nodes.button(Glyph.FOLDER, DisplayText.escape(folder.toString()), () -> {
                box.close();
                choose(folder, chosen);
            });
            button.setMinWidth(0);
            button.setMaxWidth(Double.MAX_VALUE);
            button.setAlignment(Pos.CENTER_LEFT);
            button.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
            button.setEllipsisString("…");
            button.getStyleClass().add("recent-folder");
            list.getChildren().add(button);
        }
        box.focusOn(list.getChildren().getFirst());
        services.dialogs().show(box);
    }

    private void other(Optional<Path> at, Consumer<Path> chosen) {
        chooser.apply(at).ifPresent(folder -> choose(folder, chosen));
    }

    private void choose(Path folder, Consumer<Path> chosen) {
        services.background().run(() -> recent.add(folder), () -> {}, e -> {});
        chosen.accept(folder);
    }
}
