package quayside.server.protect;

import org.jspecify.annotations.Nullable;

/** What a change of a {@link Book} consists of. Steps that were taken before, taken again in the same order, change nothing. */
sealed interface Step {
    record Put(Guarded guarded) implements Step {}

    record Remove(Guarded guarded) implements Step {}

    /** A lock that files may be put under by later steps. */
    record Add(Lock lock) implements Step {}

    /**
     * Which lock is on everything.
     *
     * @param before null for none
     * @param after null for none
     */
    record Everything(@Nullable String before, @Nullable String after) implements Step {}
}
