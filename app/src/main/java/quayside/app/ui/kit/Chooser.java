package quayside.app.ui.kit;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Window;

/** Asks for files or folders of this computer. JavaFX thread only. */
@FunctionalInterface
public interface Chooser {
    /** What can be chosen. */
    enum Kind {
        FOLDER,
        FILES,
        NEW_FILE
    }

    /**
     * A question.
     *
     * @param title what the choice is for
     * @param name the suggested name of a new file; otherwise empty
     */
    record Wanted(Kind kind, String title, String name) {
        public static Wanted folder(String title) {
            return new Wanted(Kind.FOLDER, title, "");
        }

        public static Wanted files(String title) {
            return new Wanted(Kind.FILES, title, "");
        }

        public static Wanted newFile(String title, String name) {
            return new Wanted(Kind.NEW_FILE, title, name);
        }
    }

    /**
     * Returns what the user has chosen; nothing if the user cancels.
     *
     * @param at an existing folder to begin at
     */
    List<Path> choose(Wanted wanted, Optional<Path> at);

    /** Returns a chooser that shows the system's own dialogs over {@code owner}. */
    static Chooser system(Window owner) {
        return (wanted, at) -> {
            if (wanted.kind() == Kind.FOLDER) {
                DirectoryChooser chooser = new DirectoryChooser();
                chooser.setTitle(wanted.title());
                at.map(Path::toFile).ifPresent(chooser::setInitialDirectory);
                return paths(Stream.ofNullable(chooser.showDialog(owner)));
            }
            FileChooser chooser = new FileChooser();
            chooser.setTitle(wanted.title());
            at.map(Path::toFile).ifPresent(chooser::setInitialDirectory);
            if (wanted.kind() == Kind.NEW_FILE) {
                chooser.setInitialFileName(wanted.name());
                return paths(Stream.ofNullable(chooser.showSaveDialog(owner)));
            }
            return paths(
                    Stream.ofNullable(chooser.showOpenMultipleDialog(owner)).flatMap(List::stream));
        };
    }

    private static List<Path> paths(Stream<File> files) {
        return files.map(File::toPath).toList();
    }
}
