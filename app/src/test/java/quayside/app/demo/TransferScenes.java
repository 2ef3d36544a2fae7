package quayside.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.input.KeyCode;
import quayside.app.core.AppCore;
import quayside.app.core.text.Texts;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.core.transfer.TransferSnapshot.State;
import quayside.server.ShareOptions.Permissions;

/** The scenes of the transfers, all of them real: what is under way is held on its wire. */
final class TransferScenes {
    private static final String FILM = "Film of the harbour.mp4";
    private static final String PROTECTED = "Accounts of the harbour.ods";

    private TransferScenes() {}

    static void transfers(Gallery gallery, Path folder) throws IOException, Mismatch, InterruptedException {
        Path here = SampleFolders.documents(Files.createDirectories(folder.resolve("Documents")));
        Path there = SampleFolders.photos(Files.createDirectories(folder.resolve("Photos")));
        try (ShownShare share = new ShownShare(there, "Kitchen laptop", Permissions.ALL);
                Showcase showcase = new Showcase(folder.resolve(".config"))) {
            share.protect(PROTECTED);
            AppCore core = showcase.core();
            core.settings().update(now -> now.withTransfers(now.transfers().withParallel(2)));
            DemoWindow window = showcase.open(here);
            HomeScenes.connect(window, share.link());
            window.await("Listing the share", () -> window.row(".remote", FILM) >= 0);
            window.pressIfShown("#connect-first-matches");
            window.press("#transfers-fold");
            gallery.draw("transfers-none", window);
            down(window, "IMG_4101.jpg", "IMG_4102.jpg");
            down(window, "Grüße aus Kraków.jpg");
            ended(window, core, 2);
            gallery.draw("transfers-all-done", window);
            share.wire().holdAfter(10_000_000);
            down(window, FILM);
            window.await(
                    "Transferring the film",
                    () -> core.transfers().snapshot().stream()
                            .anyMatch(transfer -> transfer.fraction() > 0.3 && transfer.fraction() < 1));
            down(window, "IMG_4105.jpg");
            down(window, "IMG_4106.jpg");
            down(window, "IMG_4107.jpg");
            window.call(() -> {
                core.transfers().pause(core.transfers().snapshot().getLast().id());
                return true;
            });
            gallery.draw("transfers-under-way", window);
            share.wire().sever();
            window.await(
                    "Losing the connection",
                    () -> core.transfers().snapshot().stream().anyMatch(transfer -> transfer.state() == State.WAITING));
            gallery.draw("transfers-waiting-for-a-lost-share", window);
            window.press("#transfers-fold");
            gallery.draw("share-lost-while-transfers-wait", window);
            share.wire().mend();
        }
    }

    static void failures(Gallery gallery, Path folder) throws IOException, Mismatch, InterruptedException {
        Path here = SampleFolders.documents(Files.createDirectories(folder.resolve("Documents")));
        Path there = SampleFolders.photos(Files.createDirectories(folder.resolve("Photos")));
        try (ShownShare share = new ShownShare(there, "Kitchen laptop", Permissions.ALL);
                Showcase showcase = new Showcase(folder.resolve(".config"))) {
            share.protect(PROTECTED);
            AppCore core = showcase.core();
            DemoWindow window = showcase.open(here);
            HomeScenes.connect(window, share.link());
            window.await("Listing the share", () -> window.row(".remote", FILM) >= 0);
            window.pressIfShown("#connect-first-matches");
            down(window, PROTECTED);
            window.await("Asking for the passcode", () -> window.has("#passcode"));
            gallery.draw("passcode", window);
            window.key(".veil", KeyCode.ESCAPE, false, false);
            ended(window, core, 1);
            window.select(".remote", "IMG_4102.jpg", "IMG_4103.jpg", "README.md");
            Files.delete(there.resolve("IMG_4102.jpg"));
            Files.delete(there.resolve("README.md"));
            window.press("#download");
            ended(window, core, 2);
            gallery.draw("transfers-failed", window);
            window.press(".step-details");
            ShareScenes.shown(gallery, window, "transfers-failed-details");
            window.chooseIn("#transfers-more", Texts.get("transfers.history"));
            ShareScenes.shown(gallery, window, "transfers-history");
        }
    }

    private static void down(DemoWindow window, String... names) throws Mismatch, InterruptedException {
        window.select(".remote", names);
        window.press("#download");
    }

    private static void ended(DemoWindow window, AppCore core, int count) throws Mismatch, InterruptedException {
        window.await(
                "Ending the transfers",
                () -> core.transfers().snapshot().stream()
                                .map(TransferSnapshot::state)
                                .filter(State::hasEnded)
                                .count()
                        == count);
    }
}
