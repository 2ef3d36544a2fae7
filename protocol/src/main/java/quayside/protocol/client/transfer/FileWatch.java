package quayside.protocol.client.transfer;

import java.util.Set;
import quayside.protocol.files.Unkept;
import quayside.protocol.text.Phrase;
import quayside.protocol.text.Sentence;

/** Is notified of the progress of one file's transfer. Its methods must return at once. */
public interface FileWatch extends ProgressListener {
    /** Returns the watch of a single call, whose caller only follows the progress. */
    static FileWatch of(ProgressListener progress) {
        return progress::progressed;
    }

    /**
     * Reports that {@code doneBytes} of {@code totalBytes} are done without being transferred now, because an earlier
     * try transferred them. They may still have to be checked.
     */
    default void present(long doneBytes, long totalBytes) {
        progressed(doneBytes, totalBytes);
    }

    /** Reports something that may interest the user and is no failure. */
    default void noted(Sentence sentence) {}

    /**
     * Reports what the disk did not keep of the file, besides its content. {@code whose} is the name of the disk in
     * sentences.
     */
    default void unkept(Set<Unkept> unkept, Phrase whose) {}

    /** Reports progress that will not have to be repeated. */
    default void moved() {}
}
