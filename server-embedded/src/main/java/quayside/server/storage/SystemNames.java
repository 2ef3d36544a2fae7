package quayside.server.storage;

import java.nio.file.FileSystem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.Names;

/** Names of the protocol as names of the host's file system, and back. What only one of the two can express is in neither. */
final class SystemNames {
    /** What Windows opens as a device or spells otherwise than asked. */
    private static final Pattern NO_WINDOWS_NAME = Pattern.compile(
            "(con|prn|aux|nul|conin\\$|conout\\$|com[0-9¹²³]|lpt[0-9¹²³])( *\\..*)?|.*[<>:\"|?*\\\\].*|.*[. ]",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final FileSystem system;
    private final boolean windows;

    SystemNames(FileSystem system) {
        this.system = system;
        this.windows = system.getSeparator().equals("\\");
    }

    /** {@code name} as a path of one component, or null where the system has no such names. */
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

    /** The name that guests see, or null where they could not ask for it by that name. */
    @Nullable
    String text(Path name) {
        String text = name.toString();
        return Names.fault(text) == null && name.equals(path(text)) ? text : null;
    }
}
