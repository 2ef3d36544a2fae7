/** Finds out why a share does not open, or why nobody reaches one. Reads only, and changes nothing. */
@NullMarked
package quayside.app.core.doctor;

import org.jspecify.annotations.NullMarked;
