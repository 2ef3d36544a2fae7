package quayside.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javafx.application.Platform;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import quayside.app.core.nearby.Nearby;
import quayside.app.core.nearby.NearbyShare;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.Fingerprint;

/** The scenes of the first screen. */
final class HomeScenes {
    /** The names of the shares that {@link #save} saves. */
    static final List<String> SAVED = List.of(
            "Family album",
            "Backup",
            "Photos of the regatta",
            "Music",
            "Minutes and accounts of the allotment gardeners",
            "Reports",
            "תמונות",
            "Films 🎬",
            "Scans");

    private static final String KEY = "k7pm2xqd";
    private static final String ID = "abcdefghijklmnopqrstuvwxyz234567";

    private HomeScenes() {}

    /** The address of a saved share, which nobody has. */
    private static ShareLink link(int number) {
        return ShareLink.of("192.168.1." + (20 + number), 4870, id(number));
    }

    private static Fingerprint id(int number) {
        return Fingerprint.parse(ID.substring(number) + ID.substring(0, number));
    }

    static void save(Showcase showcase) throws IOException {
        for (int i = SAVED.size() - 1; i >= 0; i--) {
            showcase.core().savedServers().used(SAVED.get(i), link(i), id(i));
        }
    }

    /** Opens a saved share with its key. */
    static void open(Showcase showcase, int number) throws Mismatch, InterruptedException {
        showcase.window().press("#tab-home");
        connect(showcase.window(), link(number).withKey(AccessKey.of(KEY)));
    }

    static void connect(DemoWindow window, String link) throws Mismatch, InterruptedException {
        window.type("#home-link", link);
        window.press("#home-connect");
    }

    static void firstStart(Gallery gallery, Path folder) throws IOException, Mismatch, InterruptedException {
        try (Showcase showcase = new Showcase(folder.resolve(".config"))) {
            DemoWindow window = showcase.open(Files.createDirectories(folder.resolve("Documents")));
            gallery.draw("first-start", window);
            window.type("#home-link", "not an address");
            window.pressIfShown("#home-connect");
            gallery.draw("first-screen-wrong-link", window);
        }
    }

    static void cards(Gallery gallery, Path folder) throws IOException, Mismatch, InterruptedException {
        Path shared = Files.createDirectories(folder.resolve("Pictures"));
        try (Showcase showcase = new Showcase(folder.resolve(".config"))) {
            save(showcase);
            showcase.core().keys().keep(id(0), link(0).address(), AccessKey.of(KEY));
            showcase.core().settings().update(now -> now.withHost(now.host().withFolder(shared)));
            DemoWindow window = showcase.open(Files.createDirectories(folder.resolve("Documents")));
            gallery.draw("first-screen", window);
            ShareScenes.textSize(showcase, window, 1.5);
            gallery.draw("first-screen-large-text", window);
            ShareScenes.textSize(showcase, window, 1);
        }
        copy(link(12).withKey(AccessKey.of(KEY)));
        try (Showcase showcase = new Showcase(folder.resolve(".config 2"))) {
            DemoWindow window = showcase.open(Files.createDirectories(folder.resolve("Documents")));
            window.await(
                    "Offering the copied link",
                    () -> window.has("#home-offer")
                            && window.find("#home-offer").isVisible());
            gallery.draw("first-screen-with-a-copied-link", window);
        } finally {
            copy("");
        }
    }

    static void nearby(Gallery gallery, Path folder) throws IOException, Mismatch, InterruptedException {
        try (Showcase showcase = new Showcase(folder.resolve(".config"))) {
            DemoWindow window = showcase.open(Files.createDirectories(folder.resolve("Documents")));
            showcase.nearby(new Nearby.State(true, false, List.of()));
            window.await(
                    "Looking",
                    () -> window.has("#home-around")
                            && window.find("#home-around").isVisible());
            gallery.draw("first-screen-none-nearby", window);
            showcase.core().savedServers().used("Family album", link(0), id(0));
            showcase.core().keys().keep(id(0), link(0).address(), AccessKey.of(KEY));
        }
        try (Showcase showcase = new Showcase(folder.resolve(".config"))) {
            DemoWindow window = showcase.open(folder.resolve("Documents"));
            showcase.nearby(new Nearby.State(
                    true,
                    false,
                    List.of(
                            near("Family album", "Kitchen laptop", 0),
                            near("Reports of the meetings of the allotment gardeners", "Office desktop", 1),
                            near("Scans", "", 2),
                            near("תמונות \u202e", "Attic server", 3))));
            window.await("Showing what is nearby", () -> window.has(".nearby-card"));
            gallery.draw("first-screen-three-nearby", window);
            showcase.nearby(new Nearby.State(true, true, List.of()));
            window.await("Showing nothing nearby", () -> !window.has(".nearby-card"));
            gallery.draw("first-screen-multicast-shut-off", window);
        }
    }

    private static NearbyShare near(String share, String computer, int number) {
        return new NearbyShare(id(number), share, computer, List.of(link(number)));
    }

    /** Puts a text into the clipboard, which belongs to the demo, since it has no display. */
    private static void copy(String text) throws Mismatch, InterruptedException {
        CompletableFuture<Boolean> copied = new CompletableFuture<>();
        Platform.runLater(
                () -> copied.complete(Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, text))));
        Waiting.forResult(copied, "Copying");
    }
}
