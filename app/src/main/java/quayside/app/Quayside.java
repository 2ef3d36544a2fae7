package quayside.app;

import java.util.List;
import quayside.app.demo.Demo;

/** The program's entry: the window where nothing is said, the demo, or one command of the command line. */
public final class Quayside {
    private Quayside() {}

    /** Runs the command in {@code args} and ends the program with its exit status. */
    public static void main(String[] args) {
        if (System.getenv("QUAYSIDE_DEBUG") != null) {
            System.setProperty("quayside.log.trace", "%ex");
        }
        if (args.length > 0 && args[0].equals("demo")) {
            System.exit(Demo.run(List.of(args).subList(1, args.length)));
        }
        System.exit(args.length == 0 ? openWindow() : Wiring.cli().run(args));
    }

    private static int openWindow() {
        try {
            Wiring.openWindow();
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }
}
