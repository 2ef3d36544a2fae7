/**
 * The command line: {@link Cli} runs one command on the same core as the window.
 *
 * <p>Scripts rely on its contract. Results go to standard output, messages to standard error, and only {@link ExitCode}
 * maps failures to exit statuses. Names of files are shown escaped.
 */
@NullMarked
package quayside.app.cli;

import org.jspecify.annotations.NullMarked;
