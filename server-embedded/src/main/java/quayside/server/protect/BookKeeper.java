package quayside.server.protect;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One {@link Book}, in memory and on the disk. Thread-safe: who looks or changes has it alone.
 *
 * <p>It is kept whole in one file, which is written anew with each change while it is small. Of a large one the changes are kept in a journal beside it, until
 * that has outgrown it: so a change costs the same however many files are protected.
 */
final class BookKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(BookKeeper.class);
    private static final String FILE = "protected.json";
    private static final String JOURNAL = "protected.journal";

    /** Up to this size the file is written anew with each change. */
    private static final int SMALL_BYTES = 64 * 1024;

    private final StateFile file;
    private final Journal journal;
    private final Book book;
    private final Optional<String> warning;
    private volatile boolean empty;

    private BookKeeper(StateFile file, Journal journal, Book book, Optional<String> warning) {
        this.file = file;
        this.journal = journal;
        this.book = book;
        this.empty = book.isEmpty();
        this.warning = warning;
    }

    /** As {@link ProtectedFiles#open}. */
    static BookKeeper open(Path folder, InstantSource clock, RandomGenerator random) throws IOException {
        StateFolder place = new StateFolder(folder);
        StateFile file = new StateFile(place, FILE);
        Journal journal = new Journal(place, JOURNAL);
        byte[] text = file.read();
        byte[] lines = journal.read();
        if (text == null && lines == null) {
            return new BookKeeper(file, journal, new Book(), Optional.empty());
        }
        BookForm.Reading reading = BookForm.read(text, lines, random);
        Optional<String> warning = Optional.empty();
        if (reading.damaged()) {
            warning = Optional.of(keepDamaged(file, text, lines, reading.book(), clock));
        }
        BookKeeper keeper = new BookKeeper(file, journal, reading.book(), warning);
        if (reading.damaged() || lines != null) {
            keeper.keepWhole();
        }
        return keeper;
    }

    /** Copies what is damaged; returns what the host must know of it. */
    private static String keepDamaged(
            StateFile file, byte @Nullable [] text, byte @Nullable [] lines, Book book, InstantSource clock)
            throws IOException {
        String suffix = ".damaged-" + clock.instant().getEpochSecond();
        Path copy = file.keepCopy(text == null ? new byte[0] : text, suffix);
        if (lines != null) {
            file.keepCopy(lines, suffix + ".journal");
        }
        String what = book.everything() == null
                ? "Files whose passcode cannot be read any more stay locked until you unprotect them."
                : "Every file is locked until you confirm which are to be free.";
        return "The list of protected files was damaged. " + what + " What was left of it is kept as "
                + copy.getFileName() + ".";
    }

    Optional<String> warning() {
        return warning;
    }

    /** Never blocks. */
    boolean isEmpty() {
        return empty;
    }

    /** What {@code question} finds. What it adds to the book, as a thing that was only seen, is kept with the next change. */
    synchronized <T> T look(Function<Book, T> question) {
        return question.apply(book);
    }

    /** As {@link #look}, without an answer. */
    synchronized void learn(Consumer<Book> lesson) {
        lesson.accept(book);
    }

    /** Changes the book, and returns when that is on the disk; where it fails nothing has changed. */
    synchronized void change(Consumer<Book> change) throws IOException {
        int before = book.unkept().size();
        boolean kept = false;
        try {
            change.accept(book);
            if (!book.unkept().isEmpty()) {
                keep();
            }
            kept = true;
        } finally {
            if (!kept) {
                book.backTo(before);
            }
            empty = book.isEmpty();
        }
    }

    /** Has the file hold everything, as it is read by people. */
    synchronized void settle() throws IOException {
        if (journal.bytes() > 0) {
            keepWhole();
        }
    }

    private void keep() throws IOException {
        boolean small = file.bytes() <= SMALL_BYTES && journal.bytes() == 0;
        boolean outgrown = journal.bytes() > file.bytes();
        if (small || outgrown || book.isEmpty() || !journal.append(JournalForm.write(book.unkept()))) {
            keepWhole();
        }
        book.kept();
    }

    private void keepWhole() throws IOException {
        file.write(BookForm.write(book));
        book.kept();
        try {
            journal.delete();
            if (book.isEmpty()) {
                file.delete();
            }
        } catch (IOException e) {
            LOG.debug("The steps of the journal would be taken once more, which changes nothing", e);
        }
    }
}
