package quayside.app;

import java.util.List;

/** The program's entry: opens the window without arguments, and runs a command of the command line with arguments. */
public final class Quayside {
    private Quayside() {}

    /** Runs the command in {@code args}, and ends the program with its exit status. */
    public static void main(String[] args) throws InterruptedException {
        System.exit(run(List.of(args)));
    }

    private static int run(List<String> args) throws InterruptedException {
        if (args.isEmpty()) {
            return Wiring.showWindow();
        }
        return Wiring.cli().run(args.toArray(String[]::new));
    }
}
