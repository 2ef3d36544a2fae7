package quayside.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.app.core.host.SharedFolder;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.message.RemotePath;
import quayside.server.ShareOptions;
import quayside.server.session.Invitation;

class InviteOptionTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @TempDir
    private Path share;

    private Invitation read(String spec) throws CliException {
        return InviteOption.read(
                spec,
                new SharedFolder(share, 0, ShareOptions.Permissions.ALL, false),
                new SecureRandom(),
                NOW,
                ZoneOffset.UTC);
    }

    @Test
    void aNameAloneMayReadEverythingForever() throws CliException {
        Invitation made = read("Mara's laptop");

        assertThat(made.name()).isEqualTo("Mara's laptop");
        assertThat(made.rights()).isEqualTo(Invitation.Rights.READ);
        assertThat(made.folder()).isEqualTo(RemotePath.root());
        assertThat(made.ends()).isEmpty();
        assertThat(made.downloads()).isEmpty();
        assertThat(made.id()).isNotEqualTo(read("Mara's laptop").id());
    }

    @Test
    void everythingCanBeLimited() throws IOException, CliException {
        Files.createDirectories(share.resolve("Trip/Day 1"));
        Invitation made = read("Mara,may=upload,folder=Trip/Day 1,until=2026-12-24T18:30,downloads=10");

        assertThat(made.rights()).isEqualTo(Invitation.Rights.UPLOAD);
        assertThat(made.folder().toString()).isEqualTo("Trip/Day 1");
        assertThat(made.ends()).contains(Instant.parse("2026-12-24T18:30:00Z"));
        assertThat(made.downloads()).isEqualTo(OptionalLong.of(10));
        assertThat(read("Mara,until=2026-12-24").ends()).contains(Instant.parse("2026-12-25T00:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({"30m,PT30M", "12h,PT12H", "7d,P7D"})
    void aLengthBeginsNow(String text, Duration length) throws CliException {
        assertThat(read("Mara,for=" + text).ends()).contains(NOW.plus(length));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",may=read",
                "may=read",
                "Mara,",
                "Mara,may",
                "Mara,may=drops",
                "Mara,may=READ",
                "Mara,colour=red",
                "Mara,may=read,may=read",
                "Mara,folder=Nowhere",
                "Mara,folder=..",
                "Mara,folder=/",
                "Mara,for=7",
                "Mara,for=0m",
                "Mara,for=-1d",
                "Mara,until=2026-11-21",
                "Mara,until=tomorrow",
                "Mara,until=2026-12-24,for=7d",
                "Mara,downloads=0",
                "Mara,downloads=many"
            })
    void whatIsNotUnderstoodIsAUsageErrorWithASentence(String spec) {
        assertThatThrownBy(() -> read(spec))
                .isInstanceOfSatisfying(
                        CliException.class, e -> assertThat(e.getMessage()).endsWith("."));
    }

    @Test
    void itsLineHasTheLinkWhileItIsValid() throws CliException {
        ShareLink link = ShareLink.of("192.0.2.1", 4870, Fingerprint.parse("wgvzbfqzj7wsycv42lt7gkk36be2vgpx"));
        Invitation made = read("Mara,may=upload,for=1h");

        String line = InviteOption.line(made, link, NOW);

        assertThat(line).startsWith("invitation Mara quayside://192.0.2.1:4870/?id=wgvzbfqzj7wsycv42lt7gkk36be2vgpx.");
        assertThat(line).endsWith(" may=upload until=2026-11-22T11:00:00Z");
        assertThat(ShareLink.parse(line.split(" ", -1)[2]).key()).isEqualTo(Optional.of(made.key()));
        assertThat(InviteOption.line(made, link, NOW.plusSeconds(3600)))
                .isEqualTo("invitation Mara expired may=upload until=2026-11-22T11:00:00Z");
    }
}
