/**
 * The command line: {@link Cli} runs one command on the same core as the window.
 *
 * <p>Its contract is held for scripts: results go to standard output, messages to standard error, and {@link ExitCode} is
 * the one place that says which failure ends with which status. Names of files are shown escaped.
 */
@NullMarked
package quayside.app.cli;

import org.jspecify.annotations.NullMarked;
