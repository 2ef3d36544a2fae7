package quayside.app.demo;

import atlantafx.base.controls.ToggleSwitch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import javafx.scene.input.KeyCode;
import quayside.app.core.host.HostState;
import quayside.app.core.host.SharedProtection;
import quayside.app.core.reach.Reach;
import quayside.app.core.text.Texts;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.server.Guest;
import quayside.server.ShareEvent;
import quayside.server.protect.ProtectedFile;
import quayside.server.text.ServerPhrase;
import quayside.server.text.ServerReason;

/** The scenes of the host's screen. */
final class HostScenes {
    private static final List<String> ADDRESSES = List.of("192.168.1.7", "fd00::7");
    private static final String ID = "abcdefghijklmnopqrstuvwxyz234567";
    private static final String LINK = "quayside://192.168.1.7:4870/?id=" + ID + "#k7pm2xqd";
    private static final Instant AT = Instant.parse("2026-11-22T17:20:00Z");

    private HostScenes() {}

    static void host(Gallery gallery, Path folder) throws IOException, Mismatch, InterruptedException {
        Path shared = SampleFolders.photos(Files.createDirectories(folder.resolve("Pictures")));
        try (Showcase showcase = new Showcase(folder.resolve(".config"))) {
            showcase.core().settings().update(now -> now.withHost(now.host().withFolder(shared)));
            DemoWindow window = showcase.open(Files.createDirectories(folder.resolve("Documents")));
            window.press("#share-again");
            gallery.draw("host-not-sharing", window);
            Path last = Files.createDirectories(folder.resolve("Recipes"));
            showcase.core().settings().update(now -> now.withHost(now.host().withFolder(last)));
            window.call(() -> {
                ((ToggleSwitch) window.find("#host-switch")).setSelected(true);
                return true;
            });
            ShareScenes.shown(gallery, window, "host-another-folder");
            showcase.host(new HostState.Failed(
                    shared,
                    Texts.words(Sentence.of(ServerReason.PORT_TAKEN, 4870)),
                    Optional.of(ServerReason.PORT_TAKEN)));
            gallery.draw("host-failed-start", window);
            showcase.host(on(shared));
            gallery.draw("host-sharing", window);
            reach(gallery, showcase, window);
            showcase.host(on(shared)
                    .withFailed(Optional.of(new HostState.Failed(
                            last,
                            Texts.words(Sentence.of(ServerReason.FOLDER_UNREADABLE, last)),
                            Optional.of(ServerReason.FOLDER_UNREADABLE)))));
            gallery.draw("host-failed-other", window);
            showcase.host(new HostState.Off());
            showcase.host(new HostState.On(
                    shared, "Pictures", 41_234, ADDRESSES, LINK.replace("4870", "41234"), "k7pm-2xqd", List.of()));
            window.await("Saying that the port is taken", () -> window.shows("#host-other-port", "41234"));
            gallery.draw("host-other-port", window);
            showcase.host(new HostState.Off());
            showcase.host(on(shared));
            window.press("#host-advanced");
            gallery.draw("host-advanced", window);
            window.press("#host-key-change");
            ShareScenes.shown(gallery, window, "host-change-key");
            window.press("#host-advanced");
            List<Guest> guests = guests();
            showcase.protection(new SharedProtection(
                    List.of(
                            new ProtectedFile(RemotePath.parse("Accounts of the harbour.ods"), "1", false),
                            new ProtectedFile(RemotePath.parse("2026/Letter to Jonas.odt"), "2", false)),
                    false));
            showcase.happened(events());
            showcase.host(on(shared, guests.toArray(Guest[]::new)));
            window.await("Measuring the speeds", () -> window.shows(".traffic", "MB/s"));
            gallery.draw("host-with-guests", window);
            ShareScenes.textSize(showcase, window, 1.5);
            gallery.draw("host-with-guests-large-text", window);
            ShareScenes.textSize(showcase, window, 1);
            window.close();
            window.await("Asking before the window closes", () -> window.has(".veil"));
            gallery.draw("host-stop-question", window);
            window.key(".veil", KeyCode.ESCAPE, false, false);
            window.await("Closing the question", () -> !window.has(".veil"));
            showcase.host(on(shared));
            window.keepRunning();
            window.close();
            window.await("Asking before sharing in the background", () -> window.has("#keep-always"));
            gallery.draw("host-keep-question", window);
            window.key(".veil", KeyCode.ESCAPE, false, false);
            window.await("Closing that question", () -> !window.has(".veil"));
        }
    }

    /** What the router may do. */
    private static void reach(Gallery gallery, Showcase showcase, DemoWindow window)
            throws IOException, Mismatch, InterruptedException {
        showcase.core().settings().update(now -> now.withHost(now.host().withReachable(true)));
        List<String> sixes = List.of("2001:db8:85a3::8a2e:370:7334");
        showcase.reach(new Reach.State.Opening(4870));
        gallery.draw("host-internet-opening", window);
        showcase.reach(new Reach.State.Open("203.0.113.9", 4870, Reach.Way.PCP, false, List.of()));
        gallery.draw("host-internet-open", window);
        showcase.reach(new Reach.State.Closed(Reach.Trouble.NO_ADDRESS, 4870, "192.168.1.7", "100.64.3.20", sixes));
        gallery.draw("host-internet-no-address", window);
        showcase.reach(new Reach.State.Closed(Reach.Trouble.SILENT, 4870, "192.168.1.7", "", List.of()));
        gallery.draw("host-internet-no-router-answers", window);
        showcase.reach(new Reach.State.Off());
        showcase.core().settings().update(now -> now.withHost(now.host().withReachable(false)));
    }

    private static HostState.On on(Path folder, Guest... guests) {
        return new HostState.On(folder, "Pictures", 4870, ADDRESSES, LINK, "k7pm-2xqd", List.of(guests));
    }

    private static List<Guest> guests() {
        return List.of(
                new Guest(
                        "1",
                        "192.168.1.31",
                        "Mara’s laptop",
                        AT,
                        2,
                        Sentence.of(ServerPhrase.DOWNLOADING, "2026/Film of the harbour.mp4"),
                        OptionalDouble.of(0.41),
                        11_400_000,
                        412_000_000),
                new Guest(
                        "2",
                        "192.168.1.42",
                        "Attic server",
                        AT,
                        1,
                        Sentence.of(ServerPhrase.BROWSING),
                        OptionalDouble.empty(),
                        0,
                        88_000),
                new Guest(
                        "3",
                        "192.168.1.57",
                        "",
                        AT,
                        1,
                        Sentence.of(ServerPhrase.UPLOADING_NOW, "Minutes of the general meeting, second draft.pdf"),
                        OptionalDouble.of(0.9),
                        640_000,
                        3_100_000));
    }

    private static List<ShareEvent> events() {
        String mara = "Mara’s laptop (192.168.1.31)";
        List<ShareEvent> events = new ArrayList<>();
        events.add(new ShareEvent.GuestJoined(AT, mara));
        for (int i = 1; i <= 9; i++) {
            events.add(
                    new ShareEvent.Downloaded(AT.plusSeconds(40L * i), mara, "IMG_41" + (10 + i) + ".jpg", 2_400_000));
        }
        events.add(new ShareEvent.GuestJoined(AT.plusSeconds(500), "Attic server (192.168.1.42)"));
        events.add(new ShareEvent.Uploaded(AT.plusSeconds(620), "192.168.1.57", "Budget.xlsx", 88_000, false));
        events.add(new ShareEvent.TransferStopped(AT.plusSeconds(700), mara, "Holiday 2026.mov"));
        events.add(new ShareEvent.TransferFailed(
                AT.plusSeconds(900), "192.168.1.57", "chapter 10.odt", Fault.CONNECTION_LOST, ""));
        return events;
    }
}
