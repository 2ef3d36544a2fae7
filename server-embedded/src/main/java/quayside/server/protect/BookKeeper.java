package quayside.server.protect;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** One {@link Book}, in memory and in its file. Thread-safe: who looks or changes has it alone. */
final class BookKeeper {
    private static final String FILE = "protected.json";

    private final StateFile file;
    private final Optional<String> warning;
    private Book book;
    private volatile boolean empty;

    private BookKeeper(StateFile file, Book book, Optional<String> warning) {
        this.file = file;
        this.book = book;
        this.empty = book.isEmpty();
        this.warning = warning;
    }

    /** As {@link ProtectedFiles#open}. */
    static BookKeeper open(Path folder, InstantSource clock, RandomGenerator random) throws IOException {
        StateFile file = new StateFile(folder, FILE);
        byte[] text = file.read();
        if (text == null) {
            return new BookKeeper(file, new Book(), Optional.empty());
        }
        BookForm.Reading reading = BookForm.read(text, random);
        Book book = reading.book().copy();
        if (!reading.damaged()) {
            return new BookKeeper(file, book, Optional.empty());
        }
        Path copy = file.keepCopy(text, ".damaged-" + clock.instant().getEpochSecond());
        file.write(BookForm.write(book));
        String what = book.everything() == null
                ? "Files whose passcode cannot be read any more stay locked until you unprotect them."
                : "Every file is locked until you confirm which are to be free.";
        return new BookKeeper(
                file,
                book,
                Optional.of("The list of protected files was damaged. " + what + " What was left of it is kept as "
                        + copy.getFileName() + "."));
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
        Book next = book.copy();
        change.accept(next);
        if (!next.isChanged() && !book.isChanged()) {
            return;
        }
        if (next.isEmpty()) {
            file.delete();
        } else {
            file.write(BookForm.write(next));
        }
        // The copy of it is one that has not changed since.
        book = next.copy();
        empty = book.isEmpty();
    }
}
