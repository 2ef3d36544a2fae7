package quayside.protocol.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import quayside.protocol.text.Phrase;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * The path of an entry in a share: zero or more checked names; the empty path is the shared folder itself (PROTOCOL.md
 * section 4.1).
 *
 * <p>Immutable. Text of a peer becomes a path only through {@link #parse}, so that no instance leads out of the folder.
 * Comparisons are by component, never by string prefix.
 */
public final class RemotePath implements Sentence.Argument {
    private static final RemotePath ROOT = new RemotePath(List.of(), "");

    private final List<String> names;
    private final String text;

    private RemotePath(List<String> names, String text) {
        this.names = names;
        this.text = text;
    }

    private RemotePath(List<String> names) {
        this(names, String.join("/", names));
    }

    /** Returns the path of the shared folder itself. */
    public static RemotePath root() {
        return ROOT;
    }

    /**
     * Parses a path written as names joined by {@code /}; the empty string is the root.
     *
     * @throws ProtocolException with {@link Fault#MALFORMED} if the path is absolute, contains an empty or forbidden
     *     name, or is too long or too deep
     */
    public static RemotePath parse(String text) throws ProtocolException {
        if (text.isEmpty()) {
            return ROOT;
        }
        checkLength(text);
        String[] parts = text.split("/", -1);
        checkDepth(parts.length);
        for (String part : parts) {
            checked(part);
        }
        return new RemotePath(List.of(parts), text);
    }

    /**
     * Returns the path of the entry {@code name} in this folder.
     *
     * @throws ProtocolException with {@link Fault#MALFORMED} if {@code name} is not a name, or the path would become
     *     too long or too deep
     */
    public RemotePath child(String name) throws ProtocolException {
        // Extends the names that were already checked, because this is called for each file of large folders.
        checkDepth(names.size() + 1);
        List<String> longer = new ArrayList<>(names.size() + 1);
        longer.addAll(names);
        longer.add(checked(name));
        String path = text.isEmpty() ? name : text + "/" + name;
        checkLength(path);
        return new RemotePath(Collections.unmodifiableList(longer), path);
    }

    private static void checkLength(String text) throws ProtocolException {
        // A UTF-16 unit has at most three bytes in UTF-8; a pair of units has four.
        if (text.length() > Limits.MAX_PATH_BYTES / 3
                && (text.length() > Limits.MAX_PATH_BYTES
                        || text.getBytes(StandardCharsets.UTF_8).length > Limits.MAX_PATH_BYTES)) {
            throw new ProtocolException(Reason.PATH_TOO_LONG, Limits.MAX_PATH_BYTES);
        }
    }

    private static void checkDepth(int depth) throws ProtocolException {
        if (depth > Limits.MAX_PATH_DEPTH) {
            throw new ProtocolException(Reason.PATH_TOO_DEEP, Limits.MAX_PATH_DEPTH);
        }
    }

    /**
     * Returns the path of the entry {@code name} in the same folder.
     *
     * @throws IllegalArgumentException if it is not a name or its path is too long
     */
    public RemotePath sibling(String name) {
        try {
            return parent().child(name);
        } catch (ProtocolException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Returns the folder that holds this entry; the root's parent is the root. */
    public RemotePath parent() {
        return isRoot() ? ROOT : new RemotePath(names.subList(0, names.size() - 1));
    }

    /** Returns the last name; empty for the root. */
    public String name() {
        return names.isEmpty() ? "" : names.getLast();
    }

    public List<String> names() {
        return names;
    }

    public boolean isRoot() {
        return names.isEmpty();
    }

    /** Returns whether this is {@code folder} or is inside it, compared name by name. */
    public boolean startsWith(RemotePath folder) {
        return names.size() >= folder.names.size()
                && names.subList(0, folder.names.size()).equals(folder.names);
    }

    /** Returns this path as seen from the topmost folder on it; the root's is the root. */
    public RemotePath tail() {
        return isRoot() ? ROOT : new RemotePath(names.subList(1, names.size()));
    }

    /**
     * Returns this path as seen from a folder that has the root as {@code name}.
     *
     * @throws ProtocolException with {@link Fault#MALFORMED} if {@code name} is not a name, or the path would become
     *     too long or too deep
     */
    public RemotePath within(String name) throws ProtocolException {
        if (isRoot()) {
            return ROOT.child(name);
        }
        checkDepth(names.size() + 1);
        List<String> longer = new ArrayList<>(names.size() + 1);
        longer.add(checked(name));
        longer.addAll(names);
        String path = name + "/" + text;
        checkLength(path);
        return new RemotePath(Collections.unmodifiableList(longer), path);
    }

    /** Returns this path and every folder above it, the root first, as a breadcrumb shows them. */
    public List<RemotePath> trail() {
        List<RemotePath> trail = new ArrayList<>();
        for (int depth = 0; depth <= names.size(); depth++) {
            trail.add(new RemotePath(names.subList(0, depth)));
        }
        return trail;
    }

    private static String checked(String name) throws ProtocolException {
        Sentence fault = Names.fault(name);
        if (fault != null) {
            throw new ProtocolException(Reason.NAME_INVALID, name, fault);
        }
        return name;
    }

    @Override
    public Object inSentences(Locale language) {
        return isRoot() ? Phrase.SHARED_FOLDER : Sentence.of(Phrase.QUOTED, toString());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RemotePath path && path.names.equals(names);
    }

    @Override
    public int hashCode() {
        return names.hashCode();
    }

    /** Returns the form on the wire: names joined by {@code /}. Not escaped for display. */
    @Override
    public String toString() {
        return text;
    }
}
