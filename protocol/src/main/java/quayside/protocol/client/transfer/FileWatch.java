package quayside.protocol.client.transfer;

import java.util.Set;
import quayside.protocol.files.Unkept;

/** Is notified how one file's transfer proceeds; must return at once. */
public interface FileWatch extends ProgressListener {
    /** Of a single call, whose caller only wants to know how far it is. */
    static FileWatch of(ProgressListener progress) {
        return progress::progressed;
    }

    /** Something that the user may want to know and that is no failure. */
    default void noted(String sentence) {}

    /** What the disk that sentences call {@code whose} did not take of the file, besides its content. */
    default void unkept(Set<Unkept> unkept, String whose) {}

    /** Something that will not have to be done again was done. */
    default void moved() {}
}
