/**
 * Kills real processes at any moment, and looks at what is left: PROTOCOL.md section 8 promises the old file or the new one under each name, and
 * that the same command goes on from there.
 */
package quayside.app.kill;
