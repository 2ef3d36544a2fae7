package quayside.app;

/** The program's entry: the window without arguments, a command of the command line with them. */
public final class Quayside {
    private Quayside() {}

    /** Runs what {@code args} ask for, and ends the program with its exit status. */
    public static void main(String[] args) throws InterruptedException {
        if (System.getenv("QUAYSIDE_DEBUG") != null) {
            System.setProperty("quayside.log.trace", "%ex");
        }
        if (args.length == 0) {
            Wiring.showWindow();
            System.exit(0);
        }
        System.exit(Wiring.cli().run(args));
    }
}
