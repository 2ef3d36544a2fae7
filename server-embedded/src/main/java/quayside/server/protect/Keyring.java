package quayside.server.protect;

/** The locks that one person has opened. Used by one thread at a time; never blocks. */
@FunctionalInterface
public interface Keyring {
    Keyring EMPTY = _ -> false;

    /** The keyring of the host, who owns the files: it opens all locks. */
    Keyring HOST = _ -> true;

    /** Returns whether the lock of that id is open. */
    boolean opens(String lock);
}
