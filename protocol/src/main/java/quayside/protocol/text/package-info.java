/** Sentences in the reader's language, from resource bundles, and the escaping of text from other programs. */
@NullMarked
package quayside.protocol.text;

import org.jspecify.annotations.NullMarked;
