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
import quayside.protocol.message.Names;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * The local names of files that a server names (PROTOCOL.md section 8.3).
 *
 * <p>Unix stores every name of the protocol as it is. Windows reads some as devices, streams or separators. On Windows,
 * each character that cannot be stored is written as {@code %XX} of its UTF-8 bytes. A {@code %} that looks like such
 * an escape is written as {@code %25}, so that the original name can be restored.
 */
public final class LocalNames {
    private static final String FORBIDDEN_ON_WINDOWS = "<>:\"/\\|?*";
    private static final Set<String> DEVICES = Set.of("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$");

    private final boolean windows;

    private LocalNames(boolean windows) {
        this.windows = windows;
    }

    /** Returns the names of the system that stores {@code folder}. */
    public static LocalNames of(Path folder) {
        return new LocalNames(folder.getFileSystem().getSeparator().equals("\\"));
    }

    /** Returns whether every system that Quayside runs on stores {@code name}, which is a name, as it is. */
    public static boolean isStoredEverywhere(String name) {
        return new LocalNames(true).stored(name).equals(name);
    }

    /**
     * Returns the path of {@code name} directly in {@code folder}.
     *
     * @throws ProtocolException {@link Fault#LOCAL_STORAGE} if this system cannot store the name, or if Quayside
     *     reserves it; {@link Fault#BROKEN_PROTOCOL} if it is not a valid name
     */
    public Path resolve(Path folder, String name) throws ProtocolException {
        Sentence fault = Names.fault(name);
        if (fault != null) {
            throw new ProtocolException(Reason.NAME_FROM_SERVER_INVALID, name, fault);
        }
        requireUnreserved(name);
        try {
            Path path = folder.resolve(stored(name));
            if (folder.equals(path.getParent())) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw new ProtocolException(Reason.NAME_UNSTORABLE, e, name);
        }
        throw new ProtocolException(Reason.NAME_UNSTORABLE, name);
    }

    /**
     * Returns the name of {@code entry} as text, if the text identifies the entry. Java reads names in the encoding of
     * the locale. A name that does not fit it, such as a Latin-1 name under UTF-8, becomes a text that other names
     * share and that names no file.
     *
     * @param entry a path with at least one name
     */
    public static Optional<String> text(Path entry) {
        Path name = Objects.requireNonNull(entry.getFileName());
        String text = name.toString();
        try {
            return name.equals(name.getFileSystem().getPath(text)) ? Optional.of(text) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the same as {@link #text}.
     *
     * @throws ProtocolException {@link Fault#LOCAL_STORAGE} if there is no such text
     */
    public static String requireText(Path entry) throws ProtocolException {
        return text(entry).orElseThrow(() -> new ProtocolException(Reason.NAME_NOT_TEXT));
    }

    /**
     * Returns the name of {@code entry} for messages, not escaped. If it is not text, each byte that cannot be decoded
     * is written as <code>&#92;xe9</code>, so that such names can be distinguished. Accesses the disk only for those.
     */
    public static String shown(Path entry) {
        if (entry.getFileName() == null) {
            return entry.toString();
        }
        return text(entry).orElseGet(() -> {
            String uri = entry.toUri().getRawPath();
            String bytes = uri.substring(uri.lastIndexOf('/', uri.length() - 2) + 1);
            return plain(bytes.endsWith("/") ? bytes.substring(0, bytes.length() - 1) : bytes);
        });
    }

    /** Decodes a percent-encoded text: ASCII as characters, every other byte in hexadecimal. */
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
     * Refuses the names that are never transferred.
     *
     * @throws ProtocolException {@link Fault#LOCAL_STORAGE} if Quayside reserves {@code name} (PROTOCOL.md section 4.1)
     */
    public static void requireUnreserved(String name) throws ProtocolException {
        if (Names.isReserved(name)) {
            throw new ProtocolException(Reason.NAME_RESERVED, name);
        }
    }

    /** Returns the name as this system stores it. */
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
}
