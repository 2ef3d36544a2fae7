package quayside.protocol.transfer;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import quayside.protocol.message.DisplayText;
import quayside.protocol.message.Names;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * Where a name that a server sent is stored here (PROTOCOL.md section 8.3).
 *
 * <p>Unix takes every name of the protocol as it is. Windows reads some as devices, streams or separators; there each
 * character that it does not store is written as {@code %XX} of its UTF-8 byte, and a {@code %} that looks like such an escape as
 * {@code %25}, so that the name can be told back.
 */
public final class LocalNames {
    private static final String FORBIDDEN_ON_WINDOWS = "<>:\"/\\|?*";
    private static final Set<String> DEVICES = Set.of("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$");

    private final boolean windows;

    private LocalNames(boolean windows) {
        this.windows = windows;
    }

    /** For what lies on the same system as {@code folder}. */
    public static LocalNames of(Path folder) {
        return new LocalNames(folder.getFileSystem().getSeparator().equals("\\"));
    }

    /**
     * The path of {@code name} directly in {@code folder}.
     *
     * @throws ProtocolException {@link Fault#LOCAL_STORAGE} where this system cannot express the name, or it is one of Quayside's own, {@link Fault#BROKEN_PROTOCOL} where it
     *     is no name at all
     */
    public Path resolve(Path folder, String name) throws ProtocolException {
        String fault = Names.fault(name);
        if (fault != null) {
            throw new ProtocolException(
                    Fault.BROKEN_PROTOCOL,
                    "The server sent the name \"" + DisplayText.escape(name) + "\", which " + fault + ".");
        }
        if (Names.isReserved(name) || Names.isPartFile(name)) {
            throw new ProtocolException(
                    Fault.LOCAL_STORAGE,
                    "The name \"" + DisplayText.escape(name) + "\" is one that Quayside keeps for itself.");
        }
        try {
            Path path = folder.resolve(stored(name));
            if (folder.equals(path.getParent())) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw new ProtocolException(Fault.LOCAL_STORAGE, cannotStore(name), e);
        }
        throw new ProtocolException(Fault.LOCAL_STORAGE, cannotStore(name));
    }

    /** The name as this system stores it. */
    String stored(String name) {
        if (!windows) {
            return name;
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean last = i == name.length() - 1;
            if (FORBIDDEN_ON_WINDOWS.indexOf(c) >= 0 || (last && (c == '.' || c == ' ')) || looksEscaped(name, i)) {
                escape(out, c);
            } else {
                out.append(c);
            }
        }
        if (isDevice(name)) {
            String rest = out.substring(1);
            out.setLength(0);
            escape(out, name.charAt(0));
            out.append(rest);
        }
        return out.toString();
    }

    private static boolean looksEscaped(String name, int at) {
        return name.charAt(at) == '%'
                && at + 2 < name.length()
                && HexFormat.isHexDigit(name.charAt(at + 1))
                && HexFormat.isHexDigit(name.charAt(at + 2));
    }

    private static void escape(StringBuilder out, char c) {
        for (byte unit : String.valueOf(c).getBytes(StandardCharsets.UTF_8)) {
            out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(unit));
        }
    }

    private static boolean isDevice(String name) {
        int end = name.indexOf('.');
        String stem = (end < 0 ? name : name.substring(0, end)).stripTrailing().toUpperCase(Locale.ROOT);
        return DEVICES.contains(stem) || stem.matches("(COM|LPT)[0-9\u00B9\u00B2\u00B3]");
    }

    private static String cannotStore(String name) {
        return "The name \"" + DisplayText.escape(name) + "\" cannot be stored on this computer.";
    }
}
