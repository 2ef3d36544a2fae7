package quayside.app.ui.host;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.Texts;

/** Asks for files or folders of this computer. JavaFX thread only. */
@FunctionalInterface
interface Chooser {
    /** The purpose of the question. */
    enum Wanted {
        FOLDER_TO_SHARE,
        FOLDER_TO_PROTECT,
        FILES_TO_PROTECT
    }

    /**
     * Returns what the user has chosen; nothing if the user cancels.
     *
     * @param at an existing folder to begin at
     */
    List<Path> choose(Wanted wanted, Optional<Path> at);

    /** Returns a chooser that shows the system's own dialogs over {@code owner}. */
    static Chooser system(Window owner) {
        return (wanted, at) -> switch (wanted) {
            case FOLDER_TO_SHARE -> folder(owner, Texts.get("host.folder.title"), at);
            case FOLDER_TO_PROTECT -> folder(owner, Texts.get("host.protect.chooseFolder"), at);
            case FILES_TO_PROTECT -> files(owner, Texts.get("host.protect.chooseFiles"), at);
        };
    }

    private static List<Path> folder(Window owner, String title, Optional<Path> at) {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle(title);
        at.map(Path::toFile).ifPresent(chooser::setInitialDirectory);
        @Nullable File chosen = chooser.showDialog(owner);
        return Stream.ofNullable(chosen).map(File::toPath).toList();
    }

    private static List<Path> files(Window owner, String title, Optional<Path> at) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(title);
        at.map(Path::toFile).ifPresent(chooser::setInitialDirectory);
        @Nullable List<File> chosen = chooser.showOpenMultipleDialog(owner);
        return Stream.ofNullable(chosen).flatMap(List::stream).map(File::toPath).toList();
    }
}
