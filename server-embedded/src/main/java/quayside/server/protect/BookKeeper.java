package quayside.server.protect;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * One {@link Book}, in memory and on the disk. Thread-safe.
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

    /** So many files can be protected: all of them are kept in memory, some 600 bytes each, and guests bring them. */
    static final int MOST = 100_000;

    private final StateFile file;
    private final Journal journal;
    private final Book book;
    private final Optional<String> warning;

    /** Held by who writes to the disk; who only looks does not wait for that. */
    private final ReentrantLock writing = new ReentrantLock();

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
        try {
            return question.apply(book);
        } finally {
            empty = book.isEmpty();
        }
    }

    /** As {@link #look}, without an answer. */
    void learn(Consumer<Book> lesson) {
        look(all -> {
            lesson.accept(all);
            return all;
        });
    }

    /**
     * Changes the book, and returns when that is on the disk; where it fails nothing has changed. Whoever looks meanwhile sees the change.
     *
     * @return whether there was something to change
     */
    boolean change(Consumer<Book> change) throws IOException {
        return change(change, Integer.MAX_VALUE);
    }

    /** As {@link #change}, for what guests may do as often as they like: fails with {@link Fault#DISK_FULL} where more than {@link #MOST} would be protected. */
    boolean grow(Consumer<Book> change) throws IOException {
        return change(change, MOST);
    }

    private boolean change(Consumer<Book> change, int most) throws IOException {
        writing.lock();
        try {
            int before = look(all -> all.unkept().size());
            int size = look(Book::size);
            boolean kept = false;
            try {
                boolean changed = look(all -> {
                    change.accept(all);
                    return all.unkept().size() > before;
                });
                if (look(Book::size) > Math.max(size, most)) {
                    throw new ProtocolException(
                            Fault.DISK_FULL,
                            String.format(
                                    Locale.ROOT,
                                    "This share protects no more files: it has %,d of them already.",
                                    size));
                }
                keep();
                kept = true;
                return changed;
            } finally {
                if (!kept) {
                    learn(all -> all.backTo(before));
                }
            }
        } finally {
            writing.unlock();
        }
    }

    /** Has the file hold everything, as it is read by people. */
    void settle() throws IOException {
        writing.lock();
        try {
            if (journal.bytes() > 0) {
                keepWhole();
            }
        } finally {
            writing.unlock();
        }
    }

    /** Steps, or all of the book, as bytes; and how many of the steps are in them. */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares it.
    private record Text(byte[] bytes, int steps) {}

    private void keep() throws IOException {
        if (look(all -> all.unkept().isEmpty())) {
            return;
        }
        boolean small = file.bytes() <= SMALL_BYTES && journal.bytes() == 0;
        boolean outgrown = journal.bytes() > file.bytes();
        if (small || outgrown || isEmpty() || !keepSteps()) {
            keepWhole();
        }
    }

    /** Returns false where the journal does not take them. */
    private boolean keepSteps() throws IOException {
        Text steps = look(
                all -> new Text(JournalForm.write(all.unkept()), all.unkept().size()));
        if (!journal.append(steps.bytes())) {
            return false;
        }
        learn(all -> all.kept(steps.steps()));
        return true;
    }

    private void keepWhole() throws IOException {
        Text whole = look(all -> new Text(BookForm.write(all), all.unkept().size()));
        boolean nothing = isEmpty();
        file.write(whole.bytes());
        learn(all -> all.kept(whole.steps()));
        try {
            journal.delete();
            if (nothing) {
                file.delete();
            }
        } catch (IOException e) {
            LOG.debug("The steps of the journal would be taken once more, which changes nothing", e);
        }
    }
}
