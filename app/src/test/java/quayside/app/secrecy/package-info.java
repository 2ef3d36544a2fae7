/** What the program writes anywhere, searched for keys and passcodes. */
@NullMarked
package quayside.app.secrecy;

import org.jspecify.annotations.NullMarked;
