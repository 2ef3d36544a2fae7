package quayside.protocol.files;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
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
        requireOthers(name);
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

    /**
     * The name of {@code entry} as text, if that text leads back to it. Java reads names in the encoding of the locale and gives what does not fit that encoding, such as a Latin-1 name
     * under UTF-8, a text that other names share and that names nothing.
     *
     * @param entry a path with at least one name
     */
    public static Optional<String> told(Path entry) {
        Path name = Objects.requireNonNull(entry.getFileName());
        String text = name.toString();
        try {
            return name.equals(name.getFileSystem().getPath(text)) ? Optional.of(text) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /**
     * As {@link #told}.
     *
     * @throws ProtocolException {@link Fault#LOCAL_STORAGE} where there is no such text
     */
    public static String requireTold(Path entry) throws ProtocolException {
        return told(entry)
                .orElseThrow(() -> new ProtocolException(
                        Fault.LOCAL_STORAGE,
                        "Its name on this computer is not text in the encoding in use, mostly UTF-8; rename it."));
    }

    /**
     * The name of {@code entry} for messages, not escaped: where it is no text, with each byte that is none as <code>&#92;xe9</code>, so that such names
     * can be told apart. Looks at the disk only for those.
     */
    public static String shown(Path entry) {
        if (entry.getFileName() == null) {
            return entry.toString();
        }
        return told(entry).orElseGet(() -> {
            String uri = entry.toUri().getRawPath();
            String bytes = uri.substring(uri.lastIndexOf('/', uri.length() - 2) + 1);
            return plain(bytes.endsWith("/") ? bytes.substring(0, bytes.length() - 1) : bytes);
        });
    }

    /** What a URI has percent-encoded: ASCII as its characters, every other byte in hexadecimal. */
    private static String plain(String encoded) {
        StringBuilder out = new StringBuilder();
        for (byte unit : URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.ISO_8859_1)
                .getBytes(StandardCharsets.ISO_8859_1)) {
            if (unit < 0) {
                out.append("\\x").append(HexFormat.of().toHexDigits(unit));
            } else {
                out.append((char) unit);
            }
        }
        return out.toString();
    }

    /**
     * Refuses the names that no transfer carries.
     *
     * @throws ProtocolException {@link Fault#LOCAL_STORAGE} where {@code name} is one that Quayside keeps for itself (PROTOCOL.md section 4.1)
     */
    public static void requireOthers(String name) throws ProtocolException {
        if (Names.isReserved(name)) {
            throw new ProtocolException(
                    Fault.LOCAL_STORAGE,
                    "The name \"" + DisplayText.escape(name) + "\" is one that Quayside keeps for itself.");
        }
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
