package quayside.server.protect;

/** The locks that somebody has opened. Asked by one thread at a time; never blocks. */
@FunctionalInterface
public interface Keyring {
    /** Who has opened none. */
    Keyring EMPTY = _ -> false;

    /** The host, whose files they are. */
    Keyring HOST = _ -> true;

    boolean opens(String lock);
}
