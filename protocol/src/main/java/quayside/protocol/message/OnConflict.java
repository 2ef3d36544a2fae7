package quayside.protocol.message;

/** What to do where the target's name is taken (PROTOCOL.md section 5.3). */
public enum OnConflict {
    /** Say so and change nothing. */
    FAIL,
    /** Replace the old file whole, once the new one is complete and checked. */
    OVERWRITE,
    /** Replace only a file whose modified time is older than the source's; otherwise skip. */
    NEWER,
    /** Publish as "name (2).ext", the first number that is free. */
    RENAME,
    /** Leave the old file and do not transfer. */
    SKIP;

    /** The rule for what must not take the place of something that the same transfer has just brought. */
    public OnConflict withoutReplacing() {
        return switch (this) {
            case OVERWRITE, NEWER -> FAIL;
            case FAIL, RENAME, SKIP -> this;
        };
    }
}
