package quayside.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ServerIdentityTest {
    @Test
    void itsKeysAreThoseOfEd25519() {
        // RFC 8032, 7.1, test 2.
        HexFormat hex = HexFormat.of();
        ServerIdentity identity = ServerIdentity.fromSeed(
                hex.parseHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
        byte[] signature = identity.sign(new byte[] {0x72});

        assertThat(hex.formatHex(identity.publicKey()))
                .isEqualTo("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
        assertThat(hex.formatHex(signature))
                .isEqualTo("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
        assertThat(Primitives.verify(identity.publicKey(), new byte[] {0x72}, signature))
                .isTrue();
        assertThat(Primitives.verify(identity.publicKey(), new byte[] {0x73}, signature))
                .isFalse();
        assertThat(Primitives.verify(new byte[32], new byte[] {0x72}, signature))
                .isFalse();
    }

    @Test
    void noKeyThatAPeerSendsMakesVerifyingFailOtherwise() {
        SeededRandom random = new SeededRandom("public keys");
        byte[] key = new byte[32];
        byte[] signature = new byte[64];
        for (int i = 0; i < 200; i++) {
            random.nextBytes(key);
            random.nextBytes(signature);
            assertThat(Primitives.verify(key, key, signature)).isFalse();
        }
        Arrays.fill(key, (byte) 0xFF);
        assertThat(Primitives.verify(key, key, signature)).isFalse();
    }

    @Test
    void theFileGivesTheSameIdentityAgain(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("new/folders/identity");

        ServerIdentity made = ServerIdentity.loadOrCreate(file);
        ServerIdentity read = ServerIdentity.loadOrCreate(file);

        assertThat(read.fingerprint()).isEqualTo(made.fingerprint()).isEqualTo(Fingerprint.of(made.publicKey()));
        assertThat(read.sign(new byte[3])).isEqualTo(made.sign(new byte[3]));
        assertThat(namesIn(file.getParent())).containsExactly("identity");
    }

    @Test
    void fileAndNewFoldersAreTheirOwnersAlone() throws Exception {
        try (FileSystem posix = posixFileSystem()) {
            Path file = posix.getPath("/home/new/identity");
            Files.createDirectories(
                    posix.getPath("/home"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));

            ServerIdentity.loadOrCreate(file);

            assertThat(permissions(file)).isEqualTo("rw-------");
            assertThat(permissions(file.getParent())).isEqualTo("rwx------");
            assertThat(permissions(posix.getPath("/home"))).isEqualTo("rwxr-xr-x");
        }
    }

    @Test
    void permissionsThatWereWidenedAreNarrowedAgain() throws Exception {
        try (FileSystem posix = posixFileSystem()) {
            Path file = posix.getPath("/home/identity");
            ServerIdentity made = ServerIdentity.loadOrCreate(file);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

            assertThat(ServerIdentity.loadOrCreate(file).fingerprint()).isEqualTo(made.fingerprint());
            assertThat(permissions(file)).isEqualTo("rw-------");
        }
    }

    @Test
    void aFileSystemWithoutPosixPermissionsWillDo() throws Exception {
        try (FileSystem windows = Jimfs.newFileSystem(Configuration.windows())) {
            Path file = windows.getPath("C:\\Users\\me\\identity");

            ServerIdentity made = ServerIdentity.loadOrCreate(file);

            assertThat(ServerIdentity.loadOrCreate(file).fingerprint()).isEqualTo(made.fingerprint());
        }
    }

    static Stream<String> damages() {
        String base64 = "A".repeat(86) + "==";
        return Stream.of(
                "",
                "\n",
                "quayside server identity 1\n",
                "quayside server identity 1\n\n",
                "quayside server identity 1\n" + base64 + "\n",
                "quayside server identity 1\nno base64\n",
                "quayside server identity 1\n" + "A".repeat(2000) + "\n");
    }

    @ParameterizedTest
    @MethodSource("damages")
    void aDamagedFileIsReportedAndLeftAlone(String content, @TempDir Path folder) throws Exception {
        Path file = folder.resolve("identity");
        Files.writeString(file, content);

        assertThatIOException()
                .isThrownBy(() -> ServerIdentity.loadOrCreate(file))
                .withMessageContaining(file.toString())
                .withMessageContaining("damaged");
        assertThat(file).hasContent(content);
        assertThat(namesIn(folder)).containsExactly("identity");
    }

    @Test
    void aChangeOfAnyByteIsNoticed(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("identity");
        ServerIdentity.loadOrCreate(file);
        byte[] fine = Files.readAllBytes(file);
        for (int at = 0; at < fine.length; at++) {
            byte[] changed = fine.clone();
            changed[at] ^= 1;
            Files.write(file, changed);
            assertThatIOException().as("byte " + at).isThrownBy(() -> ServerIdentity.loadOrCreate(file));
            Files.write(file, Arrays.copyOf(fine, at));
            assertThatIOException().as("cut at " + at).isThrownBy(() -> ServerIdentity.loadOrCreate(file));
        }
    }

    @Test
    void noMessageShowsThePrivateKey(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("identity");
        ServerIdentity.loadOrCreate(file);
        String secret = Files.readString(file, StandardCharsets.US_ASCII)
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow();
        Files.writeString(file, "quayside server identity 2\n" + secret + "\n");

        assertThatIOException()
                .isThrownBy(() -> ServerIdentity.loadOrCreate(file))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(secret.substring(0, 8)));
    }

    @Test
    void aFolderInItsPlaceIsReported(@TempDir Path folder) {
        assertThatIOException().isThrownBy(() -> ServerIdentity.loadOrCreate(folder));
    }

    @Test
    void serversThatStartTogetherShareOneIdentity(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("identity");
        Callable<Fingerprint> start = () -> ServerIdentity.loadOrCreate(file).fingerprint();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Fingerprint>> starts =
                    threads.invokeAll(IntStream.range(0, 8).mapToObj(i -> start).toList());
            for (Future<Fingerprint> each : starts) {
                assertThat(each.get()).isEqualTo(starts.getFirst().get());
            }
        }
        assertThat(namesIn(folder)).containsExactly("identity");
    }

    private static FileSystem posixFileSystem() {
        return Jimfs.newFileSystem(Configuration.unix().toBuilder()
                .setAttributeViews("basic", "owner", "posix", "unix")
                .build());
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static List<String> namesIn(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).collect(Collectors.toList());
        }
    }
}
