package quayside.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import quayside.app.core.doctor.Check;
import quayside.app.core.doctor.Diagnosis;
import quayside.app.core.doctor.Finding;
import quayside.app.core.doctor.Found;
import quayside.app.core.doctor.NextStep;
import quayside.app.core.doctor.Topic;
import quayside.app.core.share.ShareState;
import quayside.app.core.text.Texts;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Reason;

/** The scenes of the doctor, for guests and for the host. */
final class DoctorScenes {
    private static final String ADDRESS = "192.168.1.20:4870";
    private static final String HOST = "192.168.1.20";
    private static final String PORT = "4870";
    private static final String NETWORK = "192.168.1.0/24";

    private DoctorScenes() {}

    private static Check good(Topic topic, Sentence found) {
        return new Check(topic, Check.Mark.GOOD, found);
    }

    private static Check bad(Topic topic, Sentence found) {
        return new Check(topic, Check.Mark.BAD, found);
    }

    private static Check unknown(Topic topic, Sentence found) {
        return new Check(topic, Check.Mark.UNKNOWN, found);
    }

    private static Diagnosis end(
            Sentence verdict, Sentence next, Optional<String> command, Optional<ShareLink> there, Check... checks) {
        return new Diagnosis((Finding) verdict.key(), verdict, next, command, there, List.of(checks));
    }

    static void guest(Gallery gallery, Path folder) throws IOException, Mismatch, InterruptedException {
        Check link = good(Topic.LINK, Sentence.of(Found.LINK_WHOLE));
        Check name = good(Topic.NAME, Sentence.of(Found.NAME_IS_ADDRESS));
        Check near = good(Topic.ADDRESS, Sentence.of(Found.ADDRESS_NEAR, NETWORK));
        try (Showcase showcase = new Showcase(folder.resolve(".config"))) {
            HomeScenes.save(showcase);
            DemoWindow window = showcase.open(Files.createDirectories(folder.resolve("Documents")));
            showcase.nextShare(new ShareState.Waiting(
                    ADDRESS, Texts.words(Sentence.of(Reason.DOES_NOT_ANSWER, ADDRESS)), Duration.ofMinutes(5)));
            HomeScenes.open(showcase, 0);
            showcase.examining(List.of(link, name, near));
            shown(gallery, window, "#connect-why", "doctor-running");
            showcase.examined(end(
                    Sentence.of(Finding.MOVED, "192.168.1.44:4870"),
                    Sentence.of(NextStep.CONNECT_THERE, "192.168.1.44:4870"),
                    Optional.empty(),
                    Optional.of(ShareLink.of("192.168.1.44", 4870, null)),
                    link,
                    name,
                    near,
                    bad(Topic.PORT, Sentence.of(Found.PORT_UNREACHABLE, HOST)),
                    good(Topic.NEARBY, Sentence.of(Found.NEARBY_ELSEWHERE, "192.168.1.44:4870"))));
            shown(gallery, window, "#connect-why", "doctor-moved");
            showcase.examined(end(
                    Sentence.of(Finding.DROPPED, HOST, PORT),
                    Sentence.of(NextStep.ASK_ABOUT_FIREWALL),
                    Optional.empty(),
                    Optional.empty(),
                    link,
                    name,
                    near,
                    bad(Topic.PORT, Sentence.of(Found.PORT_SILENT_BUT_THERE, PORT)),
                    unknown(Topic.NEARBY, Sentence.of(Found.NEARBY_NONE))));
            unfolded(gallery, window, "#connect-why", "doctor-firewall-of-the-host");
            showcase.examined(end(
                    Sentence.of(Finding.IDENTITY_CHANGED, ADDRESS),
                    Sentence.of(NextStep.COMPARE_FINGERPRINTS),
                    Optional.empty(),
                    Optional.empty(),
                    link,
                    name,
                    near,
                    good(Topic.PORT, Sentence.of(Found.PORT_OPEN, PORT)),
                    good(Topic.PROGRAM, Sentence.of(Found.PROGRAM_QUAYSIDE)),
                    good(Topic.VERSION, Sentence.of(Found.VERSION_SHARED, "2")),
                    bad(
                            Topic.IDENTITY,
                            Sentence.of(
                                    Found.IDENTITY_OTHER,
                                    Fingerprint.parse("abcdefghijklmnopqrstuvwxyz234567")
                                            .grouped(),
                                    Fingerprint.parse("765432zyxwvutsrqponmlkjihgfedcba")
                                            .grouped()))));
            unfolded(gallery, window, "#connect-why", "doctor-changed-identity");
            showcase.examined(end(
                    Sentence.of(Finding.UNFINISHED),
                    Sentence.of(NextStep.EXAMINE_AGAIN),
                    Optional.empty(),
                    Optional.empty(),
                    link,
                    unknown(Topic.NAME, Sentence.of(Found.UNFINISHED)),
                    unknown(Topic.NEARBY, Sentence.of(Found.UNFINISHED))));
            unfolded(gallery, window, "#connect-why", "doctor-unfinished");
        }
    }

    static void host(Gallery gallery, Path folder) throws IOException, Mismatch, InterruptedException {
        Path shared = SampleFolders.photos(Files.createDirectories(folder.resolve("Pictures")));
        Check on = good(Topic.SERVER, Sentence.of(Found.SERVER_ON, PORT));
        Check listens = good(Topic.LISTENING, Sentence.of(Found.LISTENS_ALL, PORT));
        Check answers = good(Topic.ANSWERS, Sentence.of(Found.ANSWERS_AT, "192.168.1.7"));
        Check networks = good(Topic.NETWORKS, Sentence.of(Found.NETWORK_AT, NETWORK));
        Check link = good(Topic.SHARED_LINK, Sentence.of(Found.LINK_CURRENT, "192.168.1.7"));
        Check guests = good(Topic.GUESTS, Sentence.of(Found.GUESTS_NONE_BLOCKED));
        try (Showcase showcase = new Showcase(folder.resolve(".config"))) {
            showcase.core().settings().update(now -> now.withHost(now.host().withFolder(shared)));
            DemoWindow window = showcase.open(Files.createDirectories(folder.resolve("Documents")));
            window.press("#share-again");
            showcase.host(HostScenes.on(shared));
            showcase.examined(end(
                    Sentence.of(Finding.FIREWALL_LIKELY, "ufw", PORT),
                    Sentence.of(NextStep.RUN_COMMAND, PORT),
                    Optional.of("sudo ufw allow 4870/tcp"),
                    Optional.empty(),
                    on,
                    listens,
                    answers,
                    networks,
                    link,
                    unknown(Topic.FIREWALL, Sentence.of(Found.FIREWALL_MAYBE, "ufw")),
                    guests));
            unfolded(gallery, window, "#host-doctor", "doctor-host-firewall");
            showcase.examined(end(
                    Sentence.of(Finding.READY),
                    Sentence.of(NextStep.ASK_GUEST),
                    Optional.empty(),
                    Optional.empty(),
                    on,
                    listens,
                    answers,
                    networks,
                    link,
                    good(Topic.FIREWALL, Sentence.of(Found.FIREWALL_NONE)),
                    guests));
            shown(gallery, window, "#host-doctor", "doctor-host-ready");
        }
    }

    private static void shown(Gallery gallery, DemoWindow window, String button, String scene)
            throws IOException, Mismatch, InterruptedException {
        window.press(button);
        window.await("Examining", () -> window.has("#doctor-next"));
        window.settle();
        ShareScenes.shown(gallery, window, scene);
    }

    private static void unfolded(Gallery gallery, DemoWindow window, String button, String scene)
            throws IOException, Mismatch, InterruptedException {
        window.press(button);
        window.await("Examining", () -> window.has("#doctor-copy"));
        window.press("#doctor-details");
        ShareScenes.shown(gallery, window, scene);
    }
}
