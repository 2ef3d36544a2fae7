package quayside.app;

/** The program's entry: one command of the command line. */
public final class Quayside {
    private Quayside() {}

    /** Runs the command in {@code args} and ends the program with its exit status. */
    public static void main(String[] args) {
        if (System.getenv("QUAYSIDE_DEBUG") != null) {
            System.setProperty("quayside.log.trace", "%ex");
        }
        System.exit(Wiring.cli().run(args));
    }
}
