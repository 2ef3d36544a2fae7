package quayside.app.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The version of this program, which the build writes into a file beside this class. */
public final class ProgramVersion {
    private ProgramVersion() {}

    /** Returns the version, such as "1.2.0"; reads a file of the program. */
    public static String get() {
        try (InputStream in = Objects.requireNonNull(ProgramVersion.class.getResourceAsStream("version"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
