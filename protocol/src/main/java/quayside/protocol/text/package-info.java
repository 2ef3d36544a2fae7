/** Sentences in the reader's language, from resource bundles, and texts of others made safe to show. */
@NullMarked
package quayside.protocol.text;

import org.jspecify.annotations.NullMarked;
