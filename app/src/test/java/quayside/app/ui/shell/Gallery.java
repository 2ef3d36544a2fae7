package quayside.app.ui.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import quayside.app.core.settings.Settings;
import quayside.app.demo.Snapshots;
import quayside.app.ui.kit.Fx;

/** Draws the window with made-up files into PNGs, to be looked at: {@code Gallery FOLDER}. */
final class Gallery {
    /** So many after a change workers have handed over what they read, and what fades in is there. */
    private static final int FRAMES = 30;

    private final Path out;

    private Gallery(Path out) {
        this.out = out;
    }

    public static void main(String[] args) throws Exception {
        try {
            draw(new Gallery(Path.of(args[0])));
        } finally {
            Platform.exit();
        }
    }

    private static void draw(Gallery gallery) throws Exception {
        for (Settings.Theme theme : List.of(Settings.Theme.LIGHT, Settings.Theme.DARK)) {
            String suffix = theme == Settings.Theme.LIGHT ? "-light" : "-dark";
            gallery.window("panes" + suffix, theme, 1000, 700, 1, window -> {});
            gallery.window("transfers" + suffix, theme, 1000, 700, 1, GalleryWindow::transfer);
            gallery.window(
                    "conflict" + suffix,
                    theme,
                    1000,
                    700,
                    1,
                    window -> window.dialogs().conflict());
            gallery.window("lost" + suffix, theme, 1000, 700, 1, GalleryWindow::lost);
        }
        for (Settings.Theme theme : List.of(Settings.Theme.LIGHT, Settings.Theme.DARK)) {
            gallery.everySize("waiting", theme, GalleryWindow::waiting);
            gallery.everySize("paused", theme, GalleryWindow::paused);
            gallery.everySize("partly-failed", theme, GalleryWindow::partlyFailed);
            gallery.everySize("details", theme, GalleryWindow::partlyFailed, GalleryWindow::details);
            gallery.everySize(
                    "checksum-reading", theme, window -> window.dialogs().checksumReading());
            gallery.everySize("checksum-same", theme, window -> window.dialogs().checksumSame());
            gallery.everySize(
                    "checksum-different", theme, window -> window.dialogs().checksumDifferent());
            gallery.everySize(
                    "checksum-alone", theme, window -> window.dialogs().checksumAlone());
            gallery.everySize("help", theme, window -> window.dialogs().help());
            gallery.everySize("locks", theme, GalleryWindow::locks);
            gallery.everySize(
                    "asking",
                    theme,
                    GalleryWindow::asking,
                    window -> window.dialogs().passcode());
            gallery.everySize(
                    "protect",
                    theme,
                    GalleryWindow::locks,
                    window -> window.dialogs().newPasscode());
            gallery.everySize("taken", theme, window -> window.dialogs().conflict());
        }
        gallery.window("small", Settings.Theme.LIGHT, 720, 520, 1, GalleryWindow::transfer);
        gallery.window("large-letters", Settings.Theme.LIGHT, 1000, 700, 1.25, GalleryWindow::transfer);
        gallery.window("long-names", Settings.Theme.LIGHT, 1000, 700, 1, GalleryWindow::longNames);
        gallery.window("empty", Settings.Theme.LIGHT, 1000, 700, 1, GalleryWindow::empty);
        gallery.window("error", Settings.Theme.DARK, 1000, 700, 1, GalleryWindow::error);
        gallery.window("failed", Settings.Theme.LIGHT, 1000, 700, 1, GalleryWindow::failed);
        gallery.window(
                "rename",
                Settings.Theme.DARK,
                1000,
                700,
                1,
                window -> window.dialogs().ask());
        gallery.window("wide", Settings.Theme.LIGHT, 1280, 800, 1, GalleryWindow::transfer);
    }

    /** As it is usually, in the smallest window, and with large letters. */
    private void everySize(String name, Settings.Theme theme, Consumer<GalleryWindow> change) throws Exception {
        everySize(name, theme, change, window -> {});
    }

    private void everySize(
            String name, Settings.Theme theme, Consumer<GalleryWindow> change, Consumer<GalleryWindow> then)
            throws Exception {
        String suffix = theme == Settings.Theme.LIGHT ? "-light" : "-dark";
        window(name + suffix, theme, 1000, 700, 1, change, then);
        window(name + "-small" + suffix, theme, 640, 480, 1, change, then);
        window(name + "-large-letters" + suffix, theme, 640, 480, 1.25, change, then);
    }

    private void window(
            String name, Settings.Theme theme, int width, int height, double scale, Consumer<GalleryWindow> change)
            throws Exception {
        window(name, theme, width, height, scale, change, window -> {});
    }

    private void window(
            String name,
            Settings.Theme theme,
            int width,
            int height,
            double scale,
            Consumer<GalleryWindow> change,
            Consumer<GalleryWindow> then)
            throws Exception {
        GalleryWindow window = Fx.call(() -> new GalleryWindow(theme, width, height, scale));
        Fx.await(window.drawn(1));
        for (Consumer<GalleryWindow> step : List.of(change, then)) {
            Fx.run(() -> step.accept(window));
            Fx.await(window.drawn(FRAMES));
        }
        shoot(window.scene, name);
        Fx.run(window.stage::hide);
    }

    private void shoot(Scene scene, String name) throws IOException {
        Image image = Fx.call(() -> Snapshots.of(scene));
        Snapshots.write(image, out.resolve(name + ".png"));
    }
}
