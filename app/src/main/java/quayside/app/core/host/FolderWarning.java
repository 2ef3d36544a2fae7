package quayside.app.core.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import quayside.app.core.text.Texts;

/** Warns about folders that should not be shared without thought. */
public final class FolderWarning {
    /** Files and folders in which programs keep keys, passwords or sessions. */
    private static final List<String> SECRETS = List.of(
            ".ssh",
            ".gnupg",
            ".aws",
            ".azure",
            ".kube",
            ".docker",
            ".password-store",
            ".mozilla",
            ".thunderbird",
            ".netrc",
            ".git-credentials",
            ".config",
            "AppData",
            "Library");

    private FolderWarning() {}

    /**
     * Returns a plain sentence about a home folder, a disk's root, or a folder that holds {@code .ssh} or a similar
     * entry; empty if there is no warning. Blocks on the disk; links are followed first.
     */
    public static Optional<String> of(Path folder) {
        return of(folder, Path.of(System.getProperty("user.home", "/")));
    }

    static Optional<String> of(Path folder, Path home) {
        Path real = real(folder);
        Path realHome = real(home);
        if (real.getParent() == null) {
            return Optional.of(Texts.get("core.folder.root"));
        }
        if (real.equals(realHome)) {
            return Optional.of(Texts.get("core.folder.home"));
        }
        if (realHome.startsWith(real)) {
            return Optional.of(Texts.get("core.folder.aboveHome"));
        }
        for (Path name : real) {
            if (SECRETS.contains(name.toString()) && real.startsWith(realHome)) {
                return Optional.of(Texts.get("core.folder.inSecrets", name));
            }
        }
        for (String secret : SECRETS) {
            if (secret.startsWith(".") && Files.exists(real.resolve(secret), LinkOption.NOFOLLOW_LINKS)) {
                return Optional.of(Texts.get("core.folder.holdsSecrets", secret));
            }
        }
        return Optional.empty();
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return folder.toAbsolutePath().normalize();
        }
    }
}
