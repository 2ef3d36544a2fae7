package quayside.app.core.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.InvitationId;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.ProtocolException;
import quayside.server.ShareOptions;
import quayside.server.session.Invitation;
import quayside.server.session.Invitations;
import quayside.server.storage.NamedFolder;

class KeptInvitationsTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @TempDir
    private Path home;

    private Path config;
    private Path share;

    @BeforeEach
    void prepare() throws IOException {
        config = home.resolve("config");
        share = Files.createDirectory(home.resolve("share"));
    }

    private Invitations open(Path folder) throws IOException {
        return new Invitations(new KeptInvitations(config, folder), () -> NOW);
    }

    private static Invitation invitation(String name) throws ProtocolException {
        return new Invitation(
                AccessKey.of("K7PM-2XQA").through(InvitationId.generate(RANDOM)),
                name,
                Invitation.Rights.UPLOAD,
                RemotePath.parse("Trip/Day 1"),
                Optional.of(NOW.plusSeconds(60)),
                OptionalLong.of(3),
                Optional.empty());
    }

    private KeptInvitations keptOf(NamedFolder... folders) throws IOException {
        return new KeptInvitations(config, new SharedFolder(List.of(folders), 0, ShareOptions.Permissions.ALL, false));
    }

    private Invitations open(NamedFolder... folders) throws IOException {
        return new Invitations(keptOf(folders), () -> NOW);
    }

    private static List<String> paths(Invitations invitations) {
        return invitations.all().stream()
                .map(each -> each.name() + ":" + each.folder())
                .toList();
    }

    @Test
    void anInvitationStaysWithItsFolderWhateverItIsCalledAndSharedWith() throws IOException {
        NamedFolder photos = new NamedFolder("Photos", share);
        NamedFolder music = new NamedFolder("Music", Files.createDirectory(home.resolve("music")));
        open(share).add(invitation("Mara"));
        assertThat(paths(open(photos, music))).containsExactly("Mara:Photos/Trip/Day 1");
        Invitations both = open(photos, music);
        both.add(invitation("Jonas").in(RemotePath.parse("Music/Trip")));
        assertThat(paths(open(share))).containsExactly("Mara:Trip/Day 1");
        assertThat(paths(open(music.folder()))).containsExactly("Jonas:Trip");

        KeptInvitations kept = keptOf(photos, music);
        Invitations renamed = new Invitations(kept, () -> NOW);
        kept.share(List.of(new NamedFolder("Music", share), new NamedFolder("Photos", music.folder())));
        renamed.refresh();
        assertThat(paths(renamed)).containsExactly("Mara:Music/Trip/Day 1", "Jonas:Photos/Trip");
        kept.share(List.of(new NamedFolder("Songs", music.folder())));
        renamed.refresh();
        assertThat(paths(renamed)).containsExactly("Jonas:Songs/Trip");
        assertThat(paths(open(photos, music)))
                .as("nothing was lost meanwhile")
                .containsExactlyInAnyOrder("Mara:Photos/Trip/Day 1", "Jonas:Music/Trip");
    }

    @Test
    void aFolderThatIsAwayKeepsItsInvitationsWhileTheOthersChange() throws IOException {
        NamedFolder photos = new NamedFolder("Photos", share);
        Path stick = Files.createDirectory(home.resolve("stick"));
        Path link = Files.createSymbolicLink(home.resolve("link"), stick);
        NamedFolder music = new NamedFolder("Music", link);
        KeptInvitations kept = keptOf(photos, music);
        Invitations all = new Invitations(kept, () -> NOW);
        all.add(invitation("Jonas").in(RemotePath.parse("Music/Trip")));
        Files.delete(stick);
        kept.share(List.of(new NamedFolder("Pictures", share), music));
        all.refresh();
        assertThat(paths(all)).contains("Jonas:Music/Trip");
        kept.share(List.of(new NamedFolder("Pictures", share), new NamedFolder("Songs", link)));
        all.refresh();
        assertThat(paths(all)).contains("Jonas:Songs/Trip");
        Files.createDirectory(stick);
        assertThat(paths(open(photos, music))).contains("Jonas:Music/Trip");
    }

    @Test
    void anInvitationToAllFoldersIsForThoseThatAreSharedWithTheFirst() throws IOException {
        NamedFolder photos = new NamedFolder("Photos", share);
        NamedFolder music = new NamedFolder("Music", Files.createDirectory(home.resolve("music")));
        open(photos, music).add(invitation("Mara").in(RemotePath.root()));
        assertThat(paths(open(photos, music))).containsExactly("Mara:");
        assertThat(paths(open(share))).containsExactly("Mara:");
        assertThat(paths(open(music, photos))).isEmpty();
        assertThat(paths(open(music.folder()))).isEmpty();

        KeptInvitations kept = keptOf(photos, music);
        Invitations left = new Invitations(kept, () -> NOW);
        kept.share(List.of(music));
        left.refresh();
        assertThat(paths(left)).as("they stay with the folders that are left").containsExactly("Mara:");
    }

    @Test
    void anInvitationToOneFolderIsNotForAllOnceAnotherIsSharedWithIt() throws IOException {
        open(share).add(invitation("Mara").in(RemotePath.root()));
        NamedFolder music = new NamedFolder("Music", Files.createDirectory(home.resolve("music")));
        assertThat(paths(open(new NamedFolder("Photos", share), music))).containsExactly("Mara:Photos");
    }

    @Test
    void whatIsInvitedIsThereAfterTheNextStart() throws IOException {
        Invitation made = invitation("Mara");
        Invitations first = open(share);
        first.add(made);
        first.add(invitation("Jonas"));
        first.revoke("Jonas");

        List<Invitation> again = open(share).all();

        assertThat(again).hasSize(2).first().isEqualTo(made);
        assertThat(again.getLast().ended()).contains(new Invitation.End(Invitation.Why.REVOKED, NOW));
    }

    @Test
    void anInvitationAdmitsToNoOtherFolder() throws IOException {
        Path other = Files.createDirectory(home.resolve("other"));
        Invitation made = invitation("Mara");
        open(share).add(made);
        open(other).add(invitation("Mara"));

        assertThat(open(share).all()).containsExactly(made);
        assertThat(open(other).all()).hasSize(1).doesNotContain(made);
    }

    @Test
    void onlyTheOwnerReadsTheFile() throws IOException {
        open(share).add(invitation("Mara"));

        Path file = config.resolve("invitations.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(share).isEmptyDirectory();
    }

    @Test
    void whatAnotherProgramRevokesIsNoticedAndNothingIsUndone() throws IOException {
        KeptInvitations store = new KeptInvitations(config, share);
        Invitations running = new Invitations(store, () -> NOW);
        running.add(invitation("Mara"));
        running.add(invitation("Jonas"));
        running.refresh();
        assertThat(store.isChanged()).isFalse();

        assertThat(open(share).revoke("Mara")).isTrue();
        assertThat(running.change("Jonas", valid -> valid.with(Invitation.Rights.READ)))
                .isTrue();

        assertThat(running.valid("Mara")).isEmpty();
        assertThat(open(share).all())
                .extracting(each -> each.ended().isPresent(), Invitation::rights)
                .containsExactly(tuple(true, Invitation.Rights.UPLOAD), tuple(false, Invitation.Rights.READ));
    }

    @Test
    void anEndThatHasComeStaysWhenTheClockIsSetBack() throws IOException {
        open(share).add(invitation("Mara"));
        Instant late = NOW.plusSeconds(61);
        Invitations running = new Invitations(new KeptInvitations(config, share), () -> late);

        assertThat(running.valid("Mara")).isEmpty();
        assertThat(open(share).valid("Mara"))
                .as("the clock shows an earlier time")
                .isEmpty();
        assertThat(open(share).all().getFirst().ended())
                .contains(new Invitation.End(Invitation.Why.EXPIRED, NOW.plusSeconds(60)));
    }

    @Test
    void thoseThatEndedFirstMakeRoomAndNoneThatIsValid() throws IOException {
        Invitations invitations = open(share);
        for (int i = 0; i < Invitations.MAX; i++) {
            invitations.add(invitation("Guest " + i));
        }
        assertThatThrownBy(() -> invitations.add(invitation("One more"))).isInstanceOf(IllegalArgumentException.class);

        invitations.revoke("Guest 7");
        invitations.add(invitation("One more"));

        assertThat(invitations.all())
                .hasSize(Invitations.MAX)
                .extracting(Invitation::name)
                .doesNotContain("Guest 7")
                .contains("Guest 0", "Guest 255", "One more");
    }

    @Test
    void aFileWithTooManyInvitationsMakesNoHandshakeCostMore() throws IOException {
        Invitations first = open(share);
        first.add(invitation("Mara"));
        Path file = config.resolve("invitations.json");
        JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        JsonObject entry = json.getAsJsonArray("invitations").get(0).getAsJsonObject();
        for (int i = 0; i < 2 * Invitations.MAX; i++) {
            JsonObject more = entry.deepCopy();
            more.addProperty("key", invitation("x").key().reveal());
            json.getAsJsonArray("invitations").add(more);
        }
        Files.writeString(file, json.toString());

        assertThat(open(share).all()).hasSize(Invitations.MAX);
    }

    @Test
    void whatWasRevokedButNotSavedDoesNotBecomeValidAgain() throws IOException {
        KeptInvitations store = new KeptInvitations(config, share);
        Invitations running = new Invitations(store, () -> NOW);
        running.add(invitation("Mara"));
        running.add(invitation("Jonas"));
        assertThat(store.notice()).isEmpty();
        Path file = config.resolve("invitations.json");
        String kept = Files.readString(file);
        Files.delete(file);
        Files.createDirectories(file.resolve("in the way"));

        running.revoke("Mara");

        assertThat(store.notice()).get().asString().startsWith("The invitations cannot be saved.");
        Files.delete(file.resolve("in the way"));
        Files.delete(file);
        Files.writeString(file, kept);
        running.change("Jonas", valid -> valid.with(Invitation.Rights.READ));

        assertThat(store.notice()).isEmpty();
        assertThat(running.valid("Mara")).isEmpty();
        assertThat(open(share).all())
                .extracting(each -> each.ended().isPresent(), Invitation::rights)
                .containsExactly(tuple(true, Invitation.Rights.UPLOAD), tuple(false, Invitation.Rights.READ));
    }

    @Test
    void aDamagedEntryCostsOnlyItself() throws IOException {
        Invitations first = open(share);
        first.add(invitation("Mara"));
        first.add(invitation("Jonas"));
        Path file = config.resolve("invitations.json");
        String text = Files.readString(file);
        Files.writeString(file, text.replaceFirst("\"upload\"", "\"nothing\""));

        assertThat(open(share).all()).extracting(Invitation::name).containsExactly("Jonas");
        assertThat(config.resolve("invitations.json.damaged")).exists();
    }
}
