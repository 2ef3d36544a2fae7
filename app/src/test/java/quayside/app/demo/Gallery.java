package quayside.app.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.image.Image;
import quayside.app.core.settings.Settings;
import quayside.app.core.settings.WindowSize;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.HumanFormat;

/**
 * Draws every screen, dialog and state of the window, light and dark, on displays of 100 and 150 %, in English and
 * German, in a usual and a small window. {@code index.html} shows the pictures.
 */
final class Gallery {
    /** The frames that a change of the theme or the size takes. */
    private static final int FRAMES = 3;

    private final Path out;
    private final boolean sample;
    private final Journal journal;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("gallery-writer").factory());
    private final List<CompletableFuture<Void>> written = new ArrayList<>();
    private final Map<String, List<String>> drawn = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();
    private Locale language = Locale.ENGLISH;

    /** The theme of a sample's pictures; it differs from act to act. */
    private Settings.Theme theme = Settings.Theme.LIGHT;

    /** Something that shows one window, or several after each other, and draws their scenes. */
    interface Act {
        void play(Gallery gallery, Path folder) throws IOException, Mismatch, InterruptedException;
    }

    /**
     * @param out the folder for the pictures
     * @param sample whether each scene is drawn in one variant, which differs from scene to scene
     */
    Gallery(Path out, boolean sample, Journal journal) {
        this.out = out;
        this.sample = sample;
        this.journal = journal;
    }

    boolean isSample() {
        return sample;
    }

    /** Draws everything. Its files are in {@code scratch}, whose path is in some pictures. */
    void draw(Path scratch, List<Act> acts) throws IOException, Mismatch, InterruptedException {
        Locale display = Locale.getDefault(Locale.Category.DISPLAY);
        Locale format = Locale.getDefault(Locale.Category.FORMAT);
        String system = System.getProperty("os.version");
        try {
            System.setProperty("os.version", "6.12");
            for (Locale each : Variant.LANGUAGES) {
                language = each;
                Locale.setDefault(Locale.Category.DISPLAY, each);
                Locale.setDefault(Locale.Category.FORMAT, each);
                for (int i = 0; i < acts.size(); i++) {
                    if (!sample
                            || Variant.LANGUAGES
                                    .get(i % Variant.LANGUAGES.size())
                                    .equals(each)) {
                        theme = Variant.THEMES.get(i / Variant.LANGUAGES.size() % Variant.THEMES.size());
                        play(acts.get(i), scratch);
                    }
                }
            }
            for (CompletableFuture<Void> each : written) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } finally {
            writer.shutdown();
            System.setProperty("os.version", system);
            Locale.setDefault(Locale.Category.DISPLAY, display);
            Locale.setDefault(Locale.Category.FORMAT, format);
        }
        GalleryPage.write(out, drawn);
        if (!failures.isEmpty()) {
            throw new Mismatch("The gallery is not complete. " + String.join(" ", failures));
        }
        journal.ok("drew " + drawn.size() + " screens, dialogs and states "
                + drawn.values().stream().mapToInt(List::size).sum() + " times; " + out.resolve("index.html"));
    }

    private void play(Act act, Path folder) throws IOException, InterruptedException {
        int before = drawn.size();
        try {
            act.play(this, folder);
        } catch (Mismatch | RuntimeException e) {
            // The other windows are worth drawing all the same.
            String last = drawn.size() == before
                    ? ""
                    : " after " + List.copyOf(drawn.keySet()).getLast();
            failures.add((e instanceof Mismatch ? e.getMessage() : e.toString()) + last);
        } finally {
            Tree.delete(folder);
            Files.createDirectories(folder);
        }
    }

    /** Draws the window in each variant; the scene is called {@code name}. */
    void draw(String name, DemoWindow window) throws IOException, Mismatch, InterruptedException {
        List<Variant> variants = Variant.all(language);
        List<String> names = drawn.computeIfAbsent(name, scene -> new ArrayList<>());
        if (sample) {
            // One theme an act, because a change of the theme takes longer than all else.
            List<Variant> themed = variants.stream()
                    .filter(variant -> variant.theme() == theme)
                    .toList();
            variants = List.of(themed.get(drawn.size() * 3 % themed.size()));
        }
        window.settle();
        Optional<Settings.Theme> shown = Optional.empty();
        Optional<WindowSize> size = Optional.empty();
        for (Variant variant : variants) {
            if (!shown.equals(Optional.of(variant.theme()))) {
                window.theme(variant.theme());
            }
            if (!size.equals(Optional.of(variant.size()))) {
                window.resize(variant.size());
            }
            if (!shown.equals(Optional.of(variant.theme())) || !size.equals(Optional.of(variant.size()))) {
                window.frames(FRAMES);
            }
            shown = Optional.of(variant.theme());
            size = Optional.of(variant.size());
            showFree(window);
            String file = name + "-" + variant.suffix() + ".png";
            names.add(file);
            save(window.snapshot(variant.scale()), out.resolve(file));
        }
        window.resize(Variant.all(language).getFirst().size());
    }

    private void save(Image image, Path png) {
        written.add(CompletableFuture.runAsync(
                () -> {
                    try {
                        Snapshots.write(image, png);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                writer));
    }

    /** Shows the same free space in each picture, whatever disk is below. */
    private static void showFree(DemoWindow window) throws Mismatch, InterruptedException {
        window.call(() -> {
            String words = Texts.get("browse.status.free", "");
            for (Node line : window.all(".pane-status .label")) {
                if (line instanceof Label label && label.getText().endsWith(words.strip())) {
                    label.setText(Texts.get("browse.status.free", HumanFormat.size(214_000_000_000L)));
                }
            }
            return true;
        });
    }
}
