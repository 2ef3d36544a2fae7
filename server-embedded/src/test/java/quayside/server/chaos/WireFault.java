package quayside.server.chaos;

/**
 * Something that happens to one direction of a connection.
 *
 * @param at how many bytes pass unharmed before
 * @param amount what {@link Kind} says
 */
record WireFault(Kind kind, long at, int amount) {
    enum Kind {
        /** Both sides are closed. */
        CUT,
        /** Both sides are reset. */
        RESET,
        /** The receiver sees the stream's end; what follows is swallowed, and the other direction goes on. */
        HALF_CLOSE,
        /** Nothing passes for {@code amount} ms, then all goes on: longer than a server waits in these tests. */
        STALL,
        /** Nothing passes for {@code amount} ms, then both sides are closed. */
        STALL_THEN_CUT,
        /** Nothing passes any more, not even the end. */
        STALL_FOR_GOOD,
        /** Nothing passes for {@code amount} ms: shorter than any limit. */
        DELAY,
        /** The next {@code amount} bytes come in pieces of 1 to 7. */
        SPLIT,
        /** The last {@code amount} bytes come again. */
        DUPLICATE,
        /** Bit {@code amount} of the next byte is another. */
        FLIP,
        /** The next {@code amount} bytes are missing. */
        DROP;

        /** Whether every byte still arrives, in its order and in time. */
        boolean isHarmless() {
            return this == DELAY || this == SPLIT;
        }

        /** Whether no more can come of it than a lost connection, and soon. */
        boolean isLoss() {
            return switch (this) {
                case CUT, RESET, HALF_CLOSE, STALL, STALL_THEN_CUT -> true;
                case STALL_FOR_GOOD, DELAY, SPLIT, DUPLICATE, FLIP, DROP -> false;
            };
        }
    }

    @Override
    public String toString() {
        return switch (kind) {
            case CUT, RESET, HALF_CLOSE, STALL_FOR_GOOD -> kind + " at " + at;
            case STALL, STALL_THEN_CUT, DELAY -> kind + " of " + amount + " ms at " + at;
            case SPLIT, DROP -> kind + " of " + amount + " B from " + at;
            case DUPLICATE -> kind + " of " + amount + " B before " + at;
            case FLIP -> kind + " of bit " + amount + " at " + at;
        };
    }
}
