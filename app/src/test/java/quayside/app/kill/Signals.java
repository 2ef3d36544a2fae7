package quayside.app.kill;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** What this system's tools can do with signals. */
final class Signals {
    private Signals() {}

    /** Whether {@code env} can start a program that hears signals which this one ignores. */
    static boolean canBeReset() {
        return succeeds("env", "--default-signal=INT,TERM", "true");
    }

    static boolean canBeSent() {
        return succeeds("kill", "-l");
    }

    private static boolean succeeds(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
