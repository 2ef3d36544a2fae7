package quayside.protocol.message;

/** The policy for a target whose name is taken (PROTOCOL.md section 5.3). */
public enum OnConflict {
    /** Report the conflict and change nothing. */
    FAIL,
    /** Replace the whole old file, once the new one is complete and checked. */
    OVERWRITE,
    /** Replace only a file whose modified time is older than the source's; otherwise skip. */
    NEWER,
    /** Publish as "name (2).ext", with the first number that is free. */
    RENAME,
    /** Leave the old file and do not transfer. */
    SKIP;

    /** Returns the policy for an entry that must not replace an entry which the same transfer has just stored. */
    public OnConflict withoutReplacing() {
        return switch (this) {
            case OVERWRITE, NEWER -> FAIL;
            case FAIL, RENAME, SKIP -> this;
        };
    }
}
