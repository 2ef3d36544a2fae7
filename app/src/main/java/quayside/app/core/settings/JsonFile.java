package quayside.app.core.settings;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.Strictness;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.app.core.text.AppReason;
import quayside.app.core.text.Texts;
import quayside.protocol.files.PrivateFile;
import quayside.protocol.wire.ProtocolException;

/**
 * One JSON object in one file, read with a fallback and replaced as a whole. Not thread-safe; its owner holds a lock.
 */
public final class JsonFile<T> {
    private static final long MAX_BYTES = 4 << 20;
    private static final Gson GSON = new GsonBuilder()
            .setStrictness(Strictness.STRICT)
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .create();
    private static final Logger LOG = LoggerFactory.getLogger(JsonFile.class);

    private final Path file;
    private final Function<JsonObject, T> reader;
    private final Function<T, JsonObject> writer;
    private final Predicate<T> isWhole;
    private @Nullable String notice;
    private boolean readable = true;

    /** @param reader may throw any runtime exception if the object is invalid; the file then counts as damaged */
    public JsonFile(Path file, Function<JsonObject, T> reader, Function<T, JsonObject> writer) {
        this(file, reader, writer, _ -> true);
    }

    /**
     * @param isWhole returns false if the reader skipped something that it could not read. The file then counts as
     *     damaged, and the rest is kept
     */
    public JsonFile(Path file, Function<JsonObject, T> reader, Function<T, JsonObject> writer, Predicate<T> isWhole) {
        this.file = file;
        this.reader = reader;
        this.writer = writer;
        this.isWhole = isWhole;
    }

    /**
     * Returns the content of the file; empty if it does not exist, cannot be read, or was damaged and has been moved
     * aside.
     */
    public Optional<T> read() {
        readable = true;
        try {
            if (Files.size(file) > MAX_BYTES) {
                return damaged();
            }
            String text = Files.readString(file, StandardCharsets.UTF_8);
            JsonElement json = GSON.fromJson(text, JsonElement.class);
            T value = reader.apply(json.getAsJsonObject());
            if (!isWhole.test(value)) {
                mend(value);
            }
            return Optional.of(value);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (CharacterCodingException e) {
            return damaged();
        } catch (IOException e) {
            if (!isInAFile()) {
                readable = false;
                notice = Texts.get("core.settingsFile.unread", file.getFileName());
            }
            return Optional.empty();
        } catch (RuntimeException e) {
            // Invalid JSON, or JSON of another shape: each part of the reader throws its own exception.
            return damaged();
        }
    }

    /** Moves the damaged file aside and writes what could be read of it. If that fails, the next change writes it. */
    private void mend(T value) {
        damaged();
        try {
            if (readable) {
                write(value);
            }
        } catch (IOException e) {
            LOG.warn("The readable part of {} could not be written", file, e);
        }
    }

    /** Returns whether the last reading could determine the file's content, or that it does not exist. */
    boolean isReadable() {
        return readable;
    }

    /** Returns whether earlier content of this file was moved aside and is still there. */
    boolean wasDamaged() {
        return Files.exists(aside(1));
    }

    /** Takes the lock for a change of the file. Other programs of the user wait for it. */
    public FileTurn turn() throws IOException {
        return FileTurn.take(file);
    }

    /**
     * Changes the content of the file under its lock, so that programs that run at the same time do not undo each
     * other's changes.
     *
     * @param held the value to change if the file holds nothing, or cannot be read
     * @param kept receives the changed value, even if it is not saved
     * @throws IOException if it is not saved
     */
    public void change(T held, UnaryOperator<T> change, Consumer<T> kept) throws IOException {
        boolean made = false;
        try (FileTurn _ = turn()) {
            T before = read().orElse(held);
            T after = change.apply(before);
            kept.accept(after);
            made = true;
            if (!after.equals(before)) {
                write(after);
            }
        } finally {
            if (!made) {
                kept.accept(change.apply(held));
            }
        }
    }

    /**
     * Replaces the file. A file that could not be read is left as it is, because it may hold data that the user needs.
     */
    public void write(T value) throws IOException {
        if (!readable) {
            throw new ProtocolException(AppReason.SETTINGS_LEFT, file.getFileName());
        }
        String text = GSON.toJson(writer.apply(value)) + "\n";
        PrivateFile.at(file).write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a sentence for the user about the last reading; empty if there is nothing to report. */
    public Optional<String> notice() {
        return Optional.ofNullable(notice);
    }

    /** Returns whether the path of the folder leads to a file. Then nothing was ever stored in it. */
    private boolean isInAFile() {
        Path folder = file.toAbsolutePath().getParent();
        return folder != null && Files.isRegularFile(folder);
    }

    private Path aside(int number) {
        return file.resolveSibling(file.getFileName() + (number == 1 ? ".damaged" : ".damaged-" + number));
    }

    private Optional<T> damaged() {
        int number = 1;
        while (Files.exists(aside(number), LinkOption.NOFOLLOW_LINKS)) {
            number++;
        }
        Path aside = aside(number);
        notice = Texts.get("core.settingsFile.aside", file.getFileName(), aside.getFileName());
        try {
            Files.move(file, aside);
        } catch (IOException e) {
            readable = false;
            notice = Texts.get("core.settingsFile.damaged", file.getFileName());
        }
        return Optional.empty();
    }
}
