package quayside.app;

import java.util.List;

/** The program's entry: opens the window without arguments or with a link, else runs a command of the command line. */
public final class Quayside {
    private Quayside() {}

    /** Runs the command in {@code args}, and ends the program with its exit status. */
    public static void main(String[] args) throws InterruptedException {
        System.exit(run(List.of(args)));
    }

    private static int run(List<String> args) throws InterruptedException {
        if (args.isEmpty() || (args.size() == 1 && args.getFirst().startsWith("quayside://"))) {
            return Wiring.showWindow(args.stream().findFirst());
        }
        return Wiring.cli().run(args.toArray(String[]::new));
    }
}
