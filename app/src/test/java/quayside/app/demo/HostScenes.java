package quayside.app.demo;

import atlantafx.base.controls.ToggleSwitch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import quayside.app.core.host.HostState;
import quayside.app.core.host.SharedFolder;
import quayside.app.core.host.SharedProtection;
import quayside.app.core.reach.Reach;
import quayside.app.core.settings.WindowSize;
import quayside.app.core.text.Texts;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Response;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.AwayGuest;
import quayside.server.BlockedGuest;
import quayside.server.Guest;
import quayside.server.ShareEvent;
import quayside.server.ShareOptions;
import quayside.server.Who;
import quayside.server.protect.ProtectedFile;
import quayside.server.session.Invitation;
import quayside.server.storage.NamedFolder;
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
            several(gallery, showcase, window, shared, last);
            showcase.host(new HostState.Off());
            window.settle();
            showcase.host(new HostState.On(
                    shared, "Pictures", 41_234, ADDRESSES, LINK.replace("4870", "41234"), "k7pm-2xqd", List.of()));
            window.await("Saying that the port is taken", () -> window.shows("#host-other-port", "41234"));
            gallery.draw("host-other-port", window);
            showcase.host(new HostState.Off());
            window.settle();
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
            showcase.invitations(folder, invitations().subList(0, 4));
            showcase.host(on(shared, guests.toArray(Guest[]::new)));
            window.await("Measuring the speeds", () -> window.shows(".traffic", "MB/s"));
            gallery.draw("host-with-guests", window);
            showcase.blocked(
                    List.of(new BlockedGuest("1", new Who("Old tablet", "192.168.1.77", ""))),
                    List.of(
                            new AwayGuest(
                                    "2", new Who("Ida’s Mac", "192.168.1.9", ""), new Response.Orders(true, 0, "")),
                            new AwayGuest(
                                    "3",
                                    new Who("Boathouse PC", "192.168.1.12", ""),
                                    new Response.Orders(false, 2_000_000, ""))));
            showcase.host(on(shared, ordered(guests).toArray(Guest[]::new)));
            showcase.happened(events());
            window.press("#host-blocked-shown");
            gallery.draw("host-blocked-guests", window);
            window.press("#host-blocked-shown");
            showcase.blocked(List.of(), List.of());
            showcase.host(on(shared, guests.toArray(Guest[]::new)));
            window.type("#host-log-filter", "Attic");
            chip(window, 2);
            gallery.draw("host-log-filtered", window);
            window.type("#host-log-filter", "");
            chip(window, 0);
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

    /** Draws several folders under one link: three, one of them away, and twelve with long names. */
    private static void several(Gallery gallery, Showcase showcase, DemoWindow window, Path shared, Path last)
            throws IOException, Mismatch, InterruptedException {
        List<NamedFolder> three = List.of(
                new NamedFolder("Pictures", shared),
                new NamedFolder("Recipes", last),
                new NamedFolder("Stick", last.resolveSibling("Stick")));
        showcase.host(on(shared).withFolders(together(three)));
        gallery.draw("host-several-folders", window);
        List<NamedFolder> twelve = IntStream.rangeClosed(1, 12)
                .mapToObj(number -> new NamedFolder(
                        "Photographs of the summer by the harbour with everybody, " + number,
                        last.resolveSibling("Summer " + number)))
                .toList();
        showcase.host(on(shared).withFolders(together(twelve)));
        gallery.draw("host-twelve-folders", window);
    }

    private static SharedFolder together(List<NamedFolder> folders) {
        return new SharedFolder(folders, 0, ShareOptions.Permissions.ALL, false);
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
        showcase.reach(new Reach.State.Closed(Reach.Trouble.FORBIDDEN, 4870, "192.168.1.7", "", List.of()));
        gallery.draw("host-internet-forbidden", window);
        showcase.reach(new Reach.State.Off());
        showcase.core().settings().update(now -> now.withHost(now.host().withReachable(false)));
    }

    /** Invitations, and crowds of guests that came by them. */
    static void invitations(Gallery gallery, Path folder) throws IOException, Mismatch, InterruptedException {
        Path shared = SampleFolders.photos(Files.createDirectories(folder.resolve("Pictures")));
        try (Showcase showcase = new Showcase(folder.resolve(".config"))) {
            showcase.core().settings().update(now -> now.withHost(now.host().withFolder(shared)));
            DemoWindow window = showcase.open(Files.createDirectories(folder.resolve("Documents")));
            window.press("#share-again");
            showcase.host(on(shared));
            gallery.draw("host-0-guests-0-invitations", window);
            crowd(gallery, showcase, window, shared, 1, 4);
            chip(window, 1);
            gallery.draw("host-invitations", window);
            window.press("#host-invite");
            window.await("Asking for the invitation", () -> window.has(".veil"));
            window.type("#invitation-name", "Rowing club");
            gallery.draw("host-new-invitation", window);
            window.call(() -> {
                ((ChoiceBox<?>) window.find("#invitation-ends"))
                        .getSelectionModel()
                        .select(1);
                return true;
            });
            window.type("#invitation-name", "");
            window.key("#invitation-name", KeyCode.ENTER, false, false);
            window.await(
                    "Saying what is wrong",
                    () -> window.shows(".field-fault", Texts.get("host.invitation.name.empty")));
            ShareScenes.shown(gallery, window, "host-new-invitation-without-a-name");
            window.press(".invitation-finish");
            ShareScenes.shown(gallery, window, "host-revoke-question");
            crowd(gallery, showcase, window, shared, 12, 4);
            crowd(gallery, showcase, window, shared, 12, 30);
            crowd(gallery, showcase, window, shared, 200, 30);
        }
    }

    /** Chooses a chip of the small window. */
    private static void chip(DemoWindow window, int which) throws Mismatch, InterruptedException {
        window.resize(new WindowSize(800, 500, false));
        window.await("Showing the chips", () -> window.has("#host-parts"));
        window.call(() -> {
            ((ToggleButton) ((HBox) window.find("#host-parts")).getChildren().get(which)).fire();
            return true;
        });
    }

    private static void crowd(
            Gallery gallery, Showcase showcase, DemoWindow window, Path shared, int guests, int invitations)
            throws IOException, Mismatch, InterruptedException {
        showcase.invitations(shared.getParent(), invitations().subList(0, invitations));
        showcase.happened(events());
        showcase.host(on(shared, crowd(guests).toArray(Guest[]::new)));
        window.await("Showing the guests", () -> window.shows(".badge", Integer.toString(guests)));
        chip(window, 0);
        gallery.draw("host-" + guests + "-guests-" + invitations + "-invitations", window);
    }

    private static List<Guest> crowd(int size) {
        List<String> names = List.of(
                "Living room PC",
                "Boathouse PC",
                "Mara’s laptop",
                "Attic server",
                "Jonas’ phone",
                "Kitchen tablet of the whole Petersen family",
                "",
                "Clubhouse",
                "DESKTOP-7F3K2Q1",
                "Großmutters Rechner",
                "Print shop, counter 2",
                "studio-mac-mini.local");
        List<String> invited =
                List.of("Family", "Rowing club", "Family", "", "Rowing club", "Family", "", "Rowing club");
        List<Guest> all = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            boolean down = i % 3 == 0;
            boolean up = i % 5 == 1;
            Guest guest = new Guest(
                    Integer.toString(i),
                    i % 11 == 9 ? "2001:db8:85a3::8a2e:370:" + (7000 + i) : "192.168." + (1 + i / 200) + "." + (20 + i),
                    names.get(i % names.size()),
                    invited.get(i % invited.size()),
                    AT.plusSeconds(7L * i),
                    1,
                    down
                            ? Sentence.of(ServerPhrase.DOWNLOADING, "2026/Ferry crossing at dusk, long exposure.mov")
                            : up
                                    ? Sentence.of(ServerPhrase.UPLOADING_NOW, "IMG_4" + (100 + i) + ".jpg")
                                    : Sentence.of(ServerPhrase.BROWSING),
                    down || up ? OptionalDouble.of(i * 37 % 100 / 100.0) : OptionalDouble.empty(),
                    down ? 14_200_000 / (1 + i % 4) : up ? 640_000 : 0,
                    88_000 + 1_000_000L * i);
            all.add(guest);
        }
        return all;
    }

    private static List<Function<AccessKey, Invitation>> invitations() {
        List<Function<AccessKey, Invitation>> all = new ArrayList<>();
        all.add(key -> invitation(key, "Family", Invitation.Rights.CHANGE, "", Optional.empty(), OptionalLong.empty()));
        all.add(key -> invitation(
                key,
                "Rowing club",
                Invitation.Rights.UPLOAD,
                "",
                Optional.of(SampleFolders.NOW.plus(Duration.ofDays(5).plusHours(2))),
                OptionalLong.empty()));
        all.add(key ->
                invitation(key, "Print shop", Invitation.Rights.READ, "Prints", Optional.empty(), OptionalLong.of(1)));
        all.add(key -> invitation(
                key,
                "Wedding of Anneliese and Karl-Friedrich, guests of the bride",
                Invitation.Rights.UPLOAD,
                "2026/Wedding/From guests",
                Optional.of(SampleFolders.NOW.plus(Duration.ofHours(2))),
                OptionalLong.empty()));
        for (int i = 5; i <= 30; i++) {
            int number = i;
            Optional<Invitation.End> end = i % 3 != 0
                    ? Optional.empty()
                    : Optional.of(new Invitation.End(
                            i % 2 == 0 ? Invitation.Why.REVOKED : Invitation.Why.USED_UP,
                            SampleFolders.NOW.minus(Duration.ofHours(7L * i))));
            all.add(key -> new Invitation(
                    key,
                    "Course " + number + ", Ms Okafor",
                    number % 2 == 0 ? Invitation.Rights.READ : Invitation.Rights.UPLOAD,
                    RemotePath.root(),
                    Optional.of(SampleFolders.NOW.plus(Duration.ofDays(number))),
                    OptionalLong.empty(),
                    end));
        }
        return all;
    }

    private static Invitation invitation(
            AccessKey key,
            String name,
            Invitation.Rights rights,
            String folder,
            Optional<Instant> ends,
            OptionalLong downloads) {
        try {
            return new Invitation(key, name, rights, RemotePath.parse(folder), ends, downloads, Optional.empty());
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    static HostState.On on(Path folder, Guest... guests) {
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

    /** The first guest is limited, the second idle, and the third paused. */
    private static List<Guest> ordered(List<Guest> guests) {
        return List.of(
                guests.get(0)
                        .with(new Guest.Details(
                                new Response.Orders(false, 12_000_000, ""),
                                true,
                                List.of(guests.get(0).activity(), guests.get(2).activity()),
                                Guest.Totals.NONE)),
                guests.get(1)
                        .with(new Guest.Details(
                                Response.Orders.NONE, true, List.of(), new Guest.Totals(12, 29_000_000, 1, 88_000))),
                guests.get(2)
                        .moving(0, 3_100_000)
                        .with(new Guest.Details(new Response.Orders(true, 0, ""), true, List.of(), Guest.Totals.NONE)));
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
