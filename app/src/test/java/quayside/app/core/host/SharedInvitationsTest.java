package quayside.app.core.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static quayside.app.core.Patience.await;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.Guest;
import quayside.server.ShareOptions;
import quayside.server.session.Invitation;
import quayside.server.session.Invitations;
import quayside.server.storage.NamedFolder;

/** The invitations to a folder that the window shares, with its real server. */
class SharedInvitationsTest {
    @TempDir
    Path home;

    private Path config;
    private Path shared;
    private EmbeddedHost host;

    @BeforeEach
    void share() throws IOException {
        config = home.resolve("config");
        shared = Files.createDirectory(home.resolve("Pictures"));
        Files.writeString(shared.resolve("a.txt"), "a");
        Files.createDirectories(shared.resolve("Prints/Large"));
        host = new EmbeddedHost(new HostIdentity(config, new SecureRandom()), InetAddress.getLoopbackAddress());
        start(shared);
    }

    @AfterEach
    void close() {
        host.close();
    }

    private HostState.On start(Path folder) {
        host.start(new SharedFolder(folder, 0, ShareOptions.Permissions.ALL, false));
        await().until(() ->
                host.state() instanceof HostState.On on && on.folder().equals(folder));
        return on();
    }

    private HostState.On on() {
        return (HostState.On) host.state();
    }

    private Invitation invite(String name, String folder) throws IOException {
        RemotePath place = RemotePath.parse(folder);
        return host.invitations()
                .make(key -> new Invitation(
                        key,
                        name,
                        Invitation.Rights.READ,
                        place,
                        Optional.empty(),
                        OptionalLong.empty(),
                        Optional.empty()));
    }

    private ShareClient connect(AccessKey key) throws IOException {
        return ShareClient.connect(
                ShareLink.parse(on().linkTo("127.0.0.1")), key, ConnectOptions.standard(), new Cancellation());
    }

    private Invitations inAnotherProgram() throws IOException {
        return new Invitations(new KeptInvitations(config, shared), InstantSource.system());
    }

    @Test
    void anInvitedGuestIsAdmittedToItsFolderAndGoneAtOnceWhenRevoked() throws IOException {
        Invitation made = invite("Print shop", "Prints");
        try (ShareClient guest = connect(made.key())) {
            assertThat(guest.list(RemotePath.root())).hasSize(1);
            await().untilAsserted(() ->
                    assertThat(on().guests()).extracting(Guest::invitation).containsExactly("Print shop"));
            host.invitations().revoke(made);
            await().untilAsserted(() -> assertThat(on().guests()).isEmpty());
        }
        assertThatThrownBy(() -> connect(made.key()).close()).isInstanceOf(ProtocolException.class);
        assertThat(host.invitations().state().all().getFirst().ended()).isPresent();
    }

    @Test
    void whatAnotherProgramMakesOrRevokesIsNoticedWhileAGuestIsConnected() throws IOException {
        Invitation made = invite("Family", "");
        try (ShareClient guest = connect(made.key())) {
            guest.ping();
            assertThat(inAnotherProgram().revoke("Family")).isTrue();
            await().untilAsserted(() -> assertThat(
                            host.invitations().state().all().getFirst().ended())
                    .isPresent());
            await().untilAsserted(() -> assertThat(on().guests()).isEmpty());
        }
    }

    @Test
    void eachFolderHasItsOwnInvitationsAndWithoutAShareThereAreNone() throws IOException {
        Invitation made = invite("Family", "");
        AtomicInteger told = new AtomicInteger();
        host.invitations().onState(state -> told.incrementAndGet());
        start(Files.createDirectory(home.resolve("Films")));
        assertThat(host.invitations().state().all()).isEmpty();
        assertThatThrownBy(() -> connect(made.key()).close())
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.fault()).isEqualTo(Fault.WRONG_KEY));
        start(shared);
        assertThat(host.invitations().state().all()).containsExactly(made);
        connect(made.key()).close();
        host.stop();
        await().until(() -> host.state() instanceof HostState.Off);
        assertThat(host.invitations().state().all()).isEmpty();
        assertThat(told.get()).isGreaterThanOrEqualTo(3);
        assertThatThrownBy(() -> invite("Jonas", "")).hasMessageContaining("No folder is shared");
    }

    @Test
    void whatWasRevokedButNotSavedStaysRevokedWithTheNextKeyAndTheNextShare() throws IOException {
        Invitation made = invite("Family", "");
        revokeUnsaved(made);

        host.changeKey(null);
        start(Files.createDirectory(home.resolve("Films")));
        start(shared);

        assertThat(host.invitations().state().all().getFirst().ended()).isPresent();
        assertThatThrownBy(() -> connect(made.key()).close()).isInstanceOf(ProtocolException.class);
    }

    /** Revokes an invitation while its file cannot be read or written, and puts the file back as it was. */
    private void revokeUnsaved(Invitation made) throws IOException {
        Path file = config.resolve("invitations.json");
        String kept = Files.readString(file);
        Files.delete(file);
        Files.createDirectories(file.resolve("in the way"));
        host.invitations().revoke(made);
        assertThat(host.invitations().state().notice()).isPresent();
        Files.delete(file.resolve("in the way"));
        Files.delete(file);
        Files.writeString(file, kept);
    }

    private SharedFolder several(Path... folders) {
        return new SharedFolder(
                Stream.of(folders)
                        .map(each -> new NamedFolder(each.getFileName().toString(), each))
                        .toList(),
                0,
                ShareOptions.Permissions.ALL,
                false);
    }

    @Test
    void whatWasRevokedButNotSavedStaysRevokedWhenAFolderIsAdded() throws IOException {
        Invitation made = invite("Family", "");
        revokeUnsaved(made);

        SharedFolder both = several(shared, Files.createDirectory(home.resolve("Films")));
        host.start(both);
        await().until(() -> host.state() instanceof HostState.On on
                && !on.isEnding()
                && on.folders().size() == 2);

        assertThatThrownBy(() -> connect(made.key()).close()).isInstanceOf(ProtocolException.class);
    }

    @Test
    void whatWasRevokedButNotSavedStaysRevokedWhenTheFirstFolderWasRemoved() throws IOException {
        SharedFolder both = several(shared, Files.createDirectory(home.resolve("Films")));
        host.start(both);
        await().until(() ->
                host.state() instanceof HostState.On on && on.folders().size() == 2);
        Invitation made = invite("Family", "");
        host.folders(both.folders().subList(1, 2));
        await().until(() -> on().folders().size() == 1);
        revokeUnsaved(made);

        String before = on().linkTo("127.0.0.1");
        host.changeKey(null);
        await().until(() -> host.state() instanceof HostState.On on
                && !on.linkTo("127.0.0.1").equals(before));

        assertThatThrownBy(() -> connect(made.key()).close()).isInstanceOf(ProtocolException.class);
    }

    @Test
    void aNameIsTakenOnlyOnceAndThereIsAnEndToTheirNumber() throws IOException {
        invite("Family", "");
        assertThatThrownBy(() -> invite("Family", "")).hasMessageContaining("an invitation with this name already");
        for (int i = 1; i < Invitations.MAX; i++) {
            invite("Guest " + i, "");
        }
        assertThatThrownBy(() -> invite("Jonas", "")).hasMessageContaining("There are 256 invitations.");
    }

    @Test
    void onlyAFolderThatGuestsSeeCanBeChosen() throws IOException {
        assertThat(host.inShare(shared.resolve("Prints/Large")).toString()).isEqualTo("Prints/Large");
        assertThat(host.inShare(shared).isRoot()).isTrue();
        Path hidden = Files.createDirectory(shared.resolve(".hidden"));
        Path link = Files.createSymbolicLink(shared.resolve("link"), home);
        for (Path each : new Path[] {home, hidden, link, shared.resolve("a.txt"), shared.resolve("missing")}) {
            assertThatThrownBy(() -> host.inShare(each))
                    .as(each.toString())
                    .hasMessageContaining("is not in the shared");
        }
    }
}
