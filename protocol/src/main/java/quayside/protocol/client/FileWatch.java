package quayside.protocol.client;

/** Told how one file's transfer goes; must return at once. */
interface FileWatch extends ProgressListener {
    /** Of a single call, whose caller only wants to know how far it is. */
    static FileWatch of(ProgressListener progress) {
        return progress::progressed;
    }

    /** Something that the user may want to know and that is no failure. */
    default void noted(String sentence) {}

    /** Something that will not have to be done again was done. */
    default void moved() {}
}
