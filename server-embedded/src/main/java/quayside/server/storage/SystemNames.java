package quayside.server.storage;

import java.nio.file.FileSystem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.Names;

/**
 * Converts names of the protocol to names of the host's file system, and back. A name that only one of the two can
 * express has no counterpart.
 */
final class SystemNames {
    /** Names that Windows opens as a device or stores in another spelling. */
    private static final Pattern NO_WINDOWS_NAME = Pattern.compile(
            "(con|prn|aux|nul|conin\\$|conout\\$|com[0-9¹²³]|lpt[0-9¹²³])( *\\..*)?|.*[<>:\"|?*\\\\].*|.*[. ]",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final FileSystem system;
    private final boolean windows;

    SystemNames(FileSystem system) {
        this.system = system;
        this.windows = system.getSeparator().equals("\\");
    }

    /** Returns {@code name} as a path of one component, or null if the system has no such names. */
    @Nullable
    Path path(String name) {
        if (windows && NO_WINDOWS_NAME.matcher(name).matches()) {
            return null;
        }
        try {
            Path path = system.getPath(name);
            boolean plain = path.getRoot() == null
                    && path.getNameCount() == 1
                    && path.toString().equals(name);
            return plain ? path : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    /** Returns the name that guests see, or null if they could not use it in a request. */
    @Nullable
    String text(Path name) {
        String text = name.toString();
        return Names.fault(text) == null && name.equals(path(text)) ? text : null;
    }
}
