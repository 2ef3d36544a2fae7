package quayside.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javafx.scene.control.TableView;
import quayside.app.core.AppCore;
import quayside.app.core.settings.Settings;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.ui.kit.HumanFormat;

/** Connects and transfers again through two real windows, the host's and a guest's, and draws them. */
final class Pictures {
    private static final List<Settings.Theme> THEMES = List.of(Settings.Theme.LIGHT, Settings.Theme.DARK);

    private final AppCore host;
    private final AppCore guest;
    private final WireTap tap;
    private final Journal journal;
    private int drawn;

    Pictures(AppCore host, AppCore guest, WireTap tap, Journal journal) {
        this.host = host;
        this.guest = guest;
        this.tap = tap;
        this.journal = journal;
    }

    /**
     * @param folder the folder for the pictures; if it is empty, the same steps run without pictures
     * @param link the link with its key, for the guest's window
     * @param film a file of the share that is large enough to transfer for a while
     * @param guestFolder the folder that the guest's left side shows, into which the film is downloaded
     */
    void draw(Optional<Path> folder, String link, Path film, Path guestFolder)
            throws IOException, Mismatch, InterruptedException {
        guest.settings()
                .update(settings -> settings.withLocal(settings.local().withDownloadFolder(Optional.of(guestFolder))));
        // The pictures must not show the user's own files.
        host.settings()
                .update(settings ->
                        settings.withLocal(settings.local().withDownloadFolder(Optional.of(film.resolveSibling("")))));
        DemoWindow.startToolkit();
        try (DemoWindow guestWindow = new DemoWindow(guest);
                DemoWindow hostWindow = new DemoWindow(host)) {
            draw(folder, "1-first-screen", guestWindow);
            hostWindow.press("#host-pill");
            connect(guestWindow, link);
            journal.ok("a guest's window is connected by the pasted link");
            guestWindow.await(
                    "Showing the lock of the protected file", () -> guestWindow.has(".remote .lock-cell .icon"));
            journal.ok("the window shows the lock of the protected file");
            draw(folder, "2-two-panes", guestWindow);
            download(guestWindow, film);
            draw(folder, "3-transfer-under-way", guestWindow);
            hostWindow.await(
                    "Showing the guest",
                    () -> hostWindow.shows("#host-guests", film.getFileName().toString()));
            draw(folder, "4-hosting-a-guest", hostWindow);
            lose(guestWindow);
            draw(folder, "5-waiting-for-the-connection", guestWindow);
            tap.mend();
            guestWindow.press(".transfer-now");
            finish(film, guestFolder);
            askForAPasscode(guestWindow);
            draw(folder, "6-passcode-asked-for", guestWindow, Settings.Theme.DARK);
            answer(guestWindow, film.resolveSibling(Protecting.FILE), guestFolder);
            hostWindow.press("#host-advanced");
            hostWindow.await("Listing what is protected", () -> hostWindow.shows("#host-protected", Protecting.FILE));
            hostWindow.scrollTo("#host-protect-files");
            draw(folder, "7-protected-files", hostWindow, Settings.Theme.LIGHT);
        }
        folder.ifPresent(into -> journal.ok("drew the window " + drawn + " times into " + into));
    }

    /** Draws the window in the light and the dark theme. */
    private void draw(Optional<Path> folder, String name, DemoWindow window)
            throws IOException, Mismatch, InterruptedException {
        for (Settings.Theme theme : THEMES) {
            draw(folder, name, window, theme);
        }
    }

    private void draw(Optional<Path> folder, String name, DemoWindow window, Settings.Theme theme)
            throws IOException, Mismatch, InterruptedException {
        if (folder.isPresent()) {
            window.theme(theme);
            window.picture(folder.get().resolve(name + "-" + theme.name().toLowerCase(Locale.ROOT) + ".png"));
            drawn++;
        }
    }

    private static void connect(DemoWindow window, String link) throws Mismatch, InterruptedException {
        window.type("#home-link", link);
        window.press("#home-connect");
        window.await("Connecting the window", () -> files(window, ".remote") > 0);
    }

    private static void download(DemoWindow window, String name) throws Mismatch, InterruptedException {
        window.select(".remote", name);
        window.press("#download");
    }

    private void download(DemoWindow window, Path film) throws IOException, Mismatch, InterruptedException {
        // The wire stops after two fifths of the film, so that the picture is the same on every machine.
        tap.holdAfter(Files.size(film) * 2 / 5);
        download(window, film.getFileName().toString());
        window.await(
                "Downloading the film",
                () -> guest.transfers().snapshot().stream().anyMatch(transfer -> transfer.fraction() > 0.3));
        journal.ok("a download is under way in the window, held after two fifths of the film");
    }

    private void lose(DemoWindow window) throws Mismatch, InterruptedException {
        tap.sever();
        window.await(
                "Noticing the loss",
                () -> guest.transfers().snapshot().stream()
                        .anyMatch(transfer -> transfer.state() == TransferSnapshot.State.WAITING));
        window.await(
                "Offering another try",
                () -> window.has(".transfer-now")
                        && window.find(".transfer-now").isVisible());
        journal.ok("the wire is cut, and the window shows that the download waits");
    }

    private static void askForAPasscode(DemoWindow window) throws Mismatch, InterruptedException {
        download(window, Protecting.FILE);
        window.await("Asking for the passcode", () -> window.has("#passcode"));
    }

    private void answer(DemoWindow window, Path file, Path guestFolder)
            throws IOException, Mismatch, InterruptedException {
        window.type("#passcode", Protecting.PASSCODE);
        window.press(".dialog-buttons .accent");
        window.await(
                "Downloading the protected file",
                () -> guest.transfers().snapshot().stream()
                        .filter(transfer -> transfer.name().equals(Protecting.FILE))
                        .allMatch(transfer -> transfer.state().hasEnded()));
        Mismatch.unless(
                Tree.sha256(file).equals(Tree.sha256(guestFolder.resolve(Protecting.FILE))),
                "The protected file differs after its download.");
        journal.ok("the window asked for the passcode, and the protected file arrived; SHA-256 equal");
    }

    private void finish(Path film, Path guestFolder) throws IOException, Mismatch, InterruptedException {
        CompletableFuture<TransferSnapshot> ended = new CompletableFuture<>();
        guest.transfers().onEnded(ended::complete);
        guest.transfers().snapshot().stream()
                .filter(transfer -> !transfer.state().isActive())
                .findFirst()
                .ifPresent(ended::complete);
        TransferSnapshot transfer = Waiting.forResult(ended, "The rest of the film");
        Mismatch.unless(
                transfer.state() == TransferSnapshot.State.DONE, "The film did not arrive: " + transfer.message());
        Path arrived = guestFolder.resolve(film.getFileName());
        Mismatch.unless(Tree.sha256(film).equals(Tree.sha256(arrived)), "The film differs after its download.");
        journal.ok("the wire is restored, and the download resumed and completed: "
                + HumanFormat.exactSize(Files.size(arrived)) + ", SHA-256 equal");
    }

    private static int files(DemoWindow window, String pane) {
        String table = pane + " .table-view";
        return window.has(table)
                ? ((TableView<?>) window.find(table)).getItems().size()
                : 0;
    }
}
