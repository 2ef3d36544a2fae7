package quayside.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import quayside.app.core.share.ShareState;
import quayside.app.core.text.Texts;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Reason;
import quayside.server.ShareOptions.Permissions;
import quayside.server.session.Invitation;

/** The scenes of an open share: its files beside one's own, and the dialogs about files. */
final class ShareScenes {
    private static final String COMPUTER = "Kitchen laptop";
    private static final String ADDRESS = "192.168.1.20:4870";

    /** The pages of the settings, in their order. */
    private static final List<String> SETTINGS = List.of("look", "transfers", "hosting", "files", "notices", "about");

    private ShareScenes() {}

    /** Opens a real share in a window, plays the scenes, and closes both. */
    private static void inShare(Path folder, Permissions may, Played scenes)
            throws IOException, Mismatch, InterruptedException {
        Path here = SampleFolders.documents(Files.createDirectories(folder.resolve("Documents")));
        Path there = SampleFolders.photos(Files.createDirectories(folder.resolve("Photos")));
        try (ShownShare share = new ShownShare(there, COMPUTER, may);
                Showcase showcase = new Showcase(folder.resolve(".config"))) {
            DemoWindow window = showcase.open(here);
            HomeScenes.connect(window, share.typed());
            window.await("Listing the share", () -> window.row(".remote", "README.md") >= 0);
            scenes.play(showcase, window, share);
        }
    }

    private interface Played {
        void play(Showcase showcase, DemoWindow window, ShownShare share)
                throws IOException, Mismatch, InterruptedException;
    }

    static void panes(Gallery gallery, Path folder) throws IOException, Mismatch, InterruptedException {
        inShare(folder, Permissions.ALL, (showcase, window, share) -> {
            gallery.draw("panes-first-visit", window);
            window.pressIfShown("#connect-first-matches");
            gallery.draw("panes", window);
            window.press("#share-fingerprint");
            shown(gallery, window, "fingerprint");
            window.select(".local", "Budget.xlsx", "Theme song.flac");
            window.select(".remote", "README.md", "IMG_4101.jpg", "IMG_4103.jpg");
            gallery.draw("panes-selected", window);
            window.type(".remote .filter-field", "no such name");
            window.await("Filtering", () -> window.table(".remote").getItems().isEmpty());
            gallery.draw("panes-filter-without-a-hit", window);
            window.type(".remote .filter-field", "");
            textSize(showcase, window, 1.5);
            gallery.draw("panes-large-text", window);
            textSize(showcase, window, 1);
            for (String names : List.of("Long names", "Right to left", "Emoji")) {
                open(window, ".local", names);
                open(window, ".remote", names);
                window.settle();
                gallery.draw("panes-" + names.toLowerCase(Locale.ROOT).replace(' ', '-'), window);
                window.key(".local .file-table", KeyCode.BACK_SPACE, false, false);
                window.key(".remote .file-table", KeyCode.BACK_SPACE, false, false);
            }
            open(window, ".local", "Nothing in it");
            open(window, ".remote", "Nothing in it");
            window.settle();
            gallery.draw("panes-empty", window);
        });
    }

    static void textSize(Showcase showcase, DemoWindow window, double scale)
            throws IOException, Mismatch, InterruptedException {
        showcase.core().settings().update(now -> now.withLook(now.look().withFontScale(scale)));
        window.settle();
    }

    private static void open(DemoWindow window, String side, String name) throws Mismatch, InterruptedException {
        window.select(side, name);
        window.key(side + " .file-table", KeyCode.ENTER, false, false);
    }

    static void dialogs(Gallery gallery, Path folder) throws IOException, Mismatch, InterruptedException {
        inShare(folder, Permissions.ALL, (showcase, window, share) -> {
            window.pressIfShown("#connect-first-matches");
            window.select(".remote", "README.md", "IMG_4101.jpg", "IMG_4103.jpg");
            dialog(gallery, window, "delete-on-the-share", ".remote", KeyCode.DELETE, false);
            window.select(".local", "Budget.xlsx");
            dialog(gallery, window, "delete-here", ".local", KeyCode.DELETE, false);
            dialog(gallery, window, "rename", ".local", KeyCode.F2, false);
            dialog(gallery, window, "new-folder", ".local", KeyCode.N, true);
            window.select(".local", "Budget.xlsx");
            menu(gallery, window, "checksum", ".local", "browse.menu.checksum");
            window.select(".remote", "README.md");
            menu(gallery, window, "protect", ".remote", "browse.remote.protect");
            menu(gallery, window, "properties", ".remote", "browse.menu.properties");
            menu(gallery, window, "preview-of-a-text", ".remote", "browse.menu.preview");
            window.select(".remote", "Harbour at dusk.png");
            menu(gallery, window, "preview-of-a-picture", ".remote", "browse.menu.preview");
            menu(gallery, window, "compare", ".local", "browse.menu.compare");
            window.choose(".remote", Texts.get("browse.menu.search"));
            window.type("#search-words", "harbour");
            window.key("#search-words", KeyCode.ENTER, false, false);
            window.await(
                    "Finding files",
                    () -> !((TableView<?>) window.find("#search-hits"))
                            .getItems()
                            .isEmpty());
            shown(gallery, window, "search");
            window.select(".local", "Budget.xlsx", "notes.txt");
            window.press("#upload");
            shown(gallery, window, "conflicts");
        });
    }

    /** Draws the messages of a copy within the share: under way, cancelled, and done. */
    static void copying(Gallery gallery, Path folder) throws IOException, Mismatch, InterruptedException {
        inShare(folder, Permissions.ALL, (showcase, window, share) -> {
            window.pressIfShown("#connect-first-matches");
            window.select(
                    ".remote", "2025", "2026", "Film of the harbour.mp4", "IMG_4101.jpg", "IMG_4102.jpg", "README.md");
            window.key(".remote .file-table", KeyCode.C, true, false);
            share.wire().holdAfter(0);
            window.key(".remote .file-table", KeyCode.V, true, false);
            window.await("Copying", () -> window.has(".toast .button"));
            gallery.draw("copying-under-way", window);
            window.press(".toast .button");
            share.wire().release();
            message(gallery, window, "copying-cancelled", "files.clip.stopped");
            window.pressInMessage(Texts.get("files.clip.goOn"));
            message(gallery, window, "copying-done", "files.clip.copied", 6);
        });
    }

    /** Draws a message, which the mouse keeps from leaving. */
    private static void message(Gallery gallery, DemoWindow window, String scene, String words, Object... arguments)
            throws IOException, Mismatch, InterruptedException {
        window.await(
                "Showing " + scene, () -> window.has(".toast") && window.shows(".toast", Texts.get(words, arguments)));
        window.restOn(".toast");
        gallery.draw(scene, window);
    }

    /** Draws what a key brings up, and closes it. */
    private static void dialog(
            Gallery gallery, DemoWindow window, String scene, String side, KeyCode key, boolean shortcut)
            throws IOException, Mismatch, InterruptedException {
        window.key(side + " .file-table", key, shortcut, shortcut);
        shown(gallery, window, scene);
    }

    /** Draws what an entry of a list's menu brings up, and closes it. */
    private static void menu(Gallery gallery, DemoWindow window, String scene, String side, String words)
            throws IOException, Mismatch, InterruptedException {
        window.choose(side, Texts.get(words));
        shown(gallery, window, scene);
    }

    /** Draws a dialog, and closes it. */
    static void shown(Gallery gallery, DemoWindow window, String scene)
            throws IOException, Mismatch, InterruptedException {
        window.await("Showing " + scene, () -> window.has(".veil"));
        gallery.draw(scene, window);
        window.key(".veil", KeyCode.ESCAPE, false, false);
        window.await("Closing " + scene, () -> !window.has(".veil"));
    }

    /** What a guest sees of what the host does to it. */
    static void ordered(Gallery gallery, Path folder) throws IOException, Mismatch, InterruptedException {
        inShare(folder, Permissions.ALL, (showcase, window, share) -> {
            window.pressIfShown("#connect-first-matches");
            String guest = share.server().guests().getFirst().id();
            share.server().pause(guest, true, "Dinner is ready, I need the line for an hour.");
            window.await("Reading that it is paused", () -> window.has("#host-orders"));
            gallery.draw("guest-paused", window);
            share.server().pause(guest, false, "");
            share.server().limit(guest, 2_000_000, "");
            window.await("Reading that it is limited", () -> window.shows("#host-orders .label", "limits"));
            gallery.draw("guest-limited", window);
            share.server().disconnect(guest, "Back at six.");
            window.await("Reading that it is disconnected", () -> window.has("#connect-reconnect"));
            gallery.draw("guest-disconnected", window);
        });
    }

    static void help(Gallery gallery, Path folder) throws IOException, Mismatch, InterruptedException {
        inShare(folder, new Permissions(true, false, false), (showcase, window, share) -> {
            window.pressIfShown("#connect-first-matches");
            window.select(".remote", "README.md");
            window.key(".remote .file-table", KeyCode.F2, false, false);
            gallery.draw("share-that-is-read-only-with-a-message", window);
            window.press("#help");
            shown(gallery, window, "help");
            window.press("#settings");
            window.await("Showing the settings", () -> window.has("#settings-pages"));
            for (int page = 0; page < SETTINGS.size(); page++) {
                int number = page;
                window.call(() -> {
                    ((ListView<?>) window.find("#settings-pages"))
                            .getSelectionModel()
                            .select(number);
                    return true;
                });
                gallery.draw("settings-" + SETTINGS.get(page), window);
            }
        });
    }

    /** Draws the share of a guest who can only send files, before and after that. */
    static void onlySending(Gallery gallery, Path folder) throws IOException, Mismatch, InterruptedException {
        Path here = SampleFolders.documents(Files.createDirectories(folder.resolve("Documents")));
        Path there = Files.createDirectories(folder.resolve("Photos for the album"));
        try (ShownShare share = new ShownShare(there, COMPUTER, Permissions.ALL);
                Showcase showcase = new Showcase(folder.resolve(".config"))) {
            DemoWindow window = showcase.open(here);
            HomeScenes.connect(window, share.invite("Harbour club", Invitation.Rights.DROP));
            window.await("Opening the share", () -> window.has(".drop-zone"));
            gallery.draw("share-to-send-only", window);
            window.select(".local", "Budget.xlsx", "notes.txt");
            window.press("#upload");
            window.await("Sending", () -> Files.exists(there.resolve("notes.txt")));
            window.settle();
            gallery.draw("share-to-send-only-sent", window);
        }
    }

    static void many(Gallery gallery, Path folder) throws IOException, Mismatch, InterruptedException {
        // A sample has to be quick.
        int count = gallery.isSample() ? 1_000 : 100_000;
        Path many = SampleFolders.many(folder.resolve("Reports"), count);
        try (Showcase showcase = new Showcase(folder.resolve(".config"))) {
            DemoWindow window = showcase.open(many);
            showcase.nextShare(new ShareState.Connecting(ADDRESS));
            HomeScenes.open(showcase, 0);
            window.await(
                    "Listing many files",
                    () -> window.has(".local .file-table")
                            && window.table(".local").getItems().size() == count);
            gallery.draw("panes-hundred-thousand-files", window);
        }
    }

    /** Draws a share that is not open, in each of its states, and all of them in tabs. */
    static void states(Gallery gallery, Path folder) throws IOException, Mismatch, InterruptedException {
        Path here = SampleFolders.documents(Files.createDirectories(folder.resolve("Documents")));
        Map<String, ShareState> states = new LinkedHashMap<>();
        states.put("share-asks-for-its-key", new ShareState.Idle());
        states.put(
                "share-offline",
                new ShareState.Waiting(ADDRESS, words(Reason.NOBODY_SHARES, ADDRESS), Duration.ofMinutes(5)));
        states.put("share-wrong-key", failed(Fault.WRONG_KEY, words(Reason.WRONG_KEY)));
        states.put("share-unknown-host", failed(Fault.UNREACHABLE, words(Reason.HOST_UNKNOWN, "attic-server")));
        states.put(
                "share-changed-key",
                new ShareState.Failed(
                        ADDRESS,
                        Fault.SERVER_KEY_CHANGED,
                        "",
                        Optional.of(new ShareState.Changed(
                                Fingerprint.parse("abcdefghijklmnopqrstuvwxyz234567"),
                                Fingerprint.parse("765432zyxwvutsrqponmlkjihgfedcba")))));
        states.put("share-lost", new ShareState.Lost(ADDRESS, words(Reason.CONNECTION_LOST), ShareState.Why.GONE));
        states.put("share-stopped", new ShareState.Lost(ADDRESS, words(Reason.HOST_STOPPED), ShareState.Why.STOPPED));
        states.put("share-blocked", new ShareState.Lost(ADDRESS, words(Reason.HOST_BLOCKED), ShareState.Why.BLOCKED));
        states.put(
                "share-invitation-revoked",
                new ShareState.Lost(ADDRESS, words(Reason.HOST_REVOKED), ShareState.Why.REVOKED));
        states.put(
                "share-invitation-ended",
                new ShareState.Lost(ADDRESS, words(Reason.INVITATION_ENDED), ShareState.Why.EXPIRED));
        states.put("tabs-and-connecting", new ShareState.Connecting(ADDRESS));
        try (Showcase showcase = new Showcase(folder.resolve(".config"))) {
            HomeScenes.save(showcase);
            showcase.open(here);
            int number = 0;
            for (Map.Entry<String, ShareState> state : states.entrySet()) {
                showcase.nextShare(state.getValue());
                HomeScenes.open(showcase, number++);
                gallery.draw(state.getKey(), showcase.window());
            }
        }
    }

    private static ShareState failed(Fault fault, String sentence) {
        return new ShareState.Failed(ADDRESS, fault, sentence);
    }

    private static String words(Reason reason, Object... arguments) {
        return Texts.words(Sentence.of(reason, arguments));
    }
}
