package quayside.app;

import java.util.List;
import quayside.app.core.desktop.LoginStart;

/**
 * The program's entry: opens the window without arguments, with a link or with {@code --background}, else runs a command
 * of the command line.
 */
public final class Quayside {
    private Quayside() {}

    /** Runs the command in {@code args}, and ends the program with its exit status. */
    public static void main(String[] args) throws InterruptedException {
        System.exit(run(List.of(args)));
    }

    private static boolean isOfWindow(String arg) {
        return arg.startsWith("quayside://") || arg.equals(LoginStart.BACKGROUND);
    }

    private static int run(List<String> args) throws InterruptedException {
        if (args.isEmpty() || (args.size() == 1 && isOfWindow(args.getFirst()))) {
            return Wiring.showWindow(args.stream().findFirst());
        }
        return Wiring.cli().run(args.toArray(String[]::new));
    }
}
