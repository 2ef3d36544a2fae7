package quayside.app.ui.host;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import quayside.app.ui.kit.Texts;

/** The system's own dialogs for files and folders. JavaFX thread only; each returns when the user has chosen. */
final class SystemChoosers {
    private SystemChoosers() {}

    /** As {@link HostFeature.FolderQuestion}. */
    static Optional<Path> folder(Node owner, Optional<Path> at) {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle(Texts.get("host.folder.title"));
        at.map(Path::toFile).ifPresent(chooser::setInitialDirectory);
        return Optional.ofNullable(chooser.showDialog(window(owner))).map(File::toPath);
    }

    /** As {@link HostFeature.FilesQuestion}. */
    static List<Path> files(Node owner, Path shared, boolean folder) {
        if (folder) {
            DirectoryChooser chooser = new DirectoryChooser();
            chooser.setTitle(Texts.get("host.protect.chooseFolder"));
            chooser.setInitialDirectory(shared.toFile());
            return Optional.ofNullable(chooser.showDialog(window(owner))).map(File::toPath).stream()
                    .toList();
        }
        FileChooser chooser = new FileChooser();
        chooser.setTitle(Texts.get("host.protect.chooseFiles"));
        chooser.setInitialDirectory(shared.toFile());
        List<File> chosen = chooser.showOpenMultipleDialog(window(owner));
        return chosen == null ? List.of() : chosen.stream().map(File::toPath).toList();
    }

    private static @Nullable Window window(Node owner) {
        return owner.getScene() == null ? null : owner.getScene().getWindow();
    }
}
