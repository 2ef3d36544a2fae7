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
import quayside.protocol.files.PrivateFile;

/** One JSON object in one file: read with a fallback, replaced whole. Not thread-safe; its owner holds a lock. */
final class JsonFile<T> {
    private static final long MAX_BYTES = 4 << 20;
    private static final Gson GSON = new GsonBuilder()
            .setStrictness(Strictness.STRICT)
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .create();

    private final Path file;
    private final Function<JsonObject, T> reader;
    private final Function<T, JsonObject> writer;
    private final Predicate<T> isWhole;
    private @Nullable String notice;
    private boolean readable = true;

    /**
     * @param reader may throw any runtime exception where the object is not what it should be: the file is damaged then
     */
    JsonFile(Path file, Function<JsonObject, T> reader, Function<T, JsonObject> writer) {
        this(file, reader, writer, _ -> true);
    }

    /** @param isWhole false where the reader left out what it could not read: the file is damaged then, and what is left is kept */
    JsonFile(Path file, Function<JsonObject, T> reader, Function<T, JsonObject> writer, Predicate<T> isWhole) {
        this.file = file;
        this.reader = reader;
        this.writer = writer;
        this.isWhole = isWhole;
    }

    /** What the file holds; empty where there is none, where it cannot be read, or where it was damaged and has been put aside. */
    Optional<T> read() {
        readable = true;
        try {
            if (Files.size(file) > MAX_BYTES) {
                return damaged();
            }
            String text = Files.readString(file, StandardCharsets.UTF_8);
            JsonElement json = GSON.fromJson(text, JsonElement.class);
            T value = reader.apply(json.getAsJsonObject());
            if (!isWhole.test(value)) {
                damaged();
                if (readable) {
                    write(value);
                }
            }
            return Optional.of(value);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (CharacterCodingException e) {
            return damaged();
        } catch (IOException e) {
            if (!isInAFile()) {
                readable = false;
                notice = "The file " + file.getFileName() + " could not be read; defaults are used.";
            }
            return Optional.empty();
        } catch (RuntimeException e) {
            // No JSON, or not of this shape: each part of the reader says so with an exception of its own.
            return damaged();
        }
    }

    /** Whether the last reading found out what the file holds, or that there is none. */
    boolean isReadable() {
        return readable;
    }

    /** Whether what this file once held was put aside, and lies there still. */
    boolean wasDamaged() {
        return Files.exists(aside(1));
    }

    /** The turn to change the file, for which programs of one user wait. */
    FileTurn turn() throws IOException {
        return FileTurn.take(file);
    }

    /**
     * Changes what the file holds, in a turn of its own: programs side by side do not undo each other's changes.
     *
     * @param held what counts where the file holds nothing, or cannot be read
     * @param kept given what the change made of it, also where that is not saved
     * @throws IOException where it is not saved
     */
    void change(T held, UnaryOperator<T> change, Consumer<T> kept) throws IOException {
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

    /** Replaces the file. One that could not be read is left as it is: it may hold what nobody wants to lose. */
    void write(T value) throws IOException {
        if (!readable) {
            throw new IOException("The file " + file.getFileName() + " cannot be read, and is left as it is.");
        }
        String text = GSON.toJson(writer.apply(value)) + "\n";
        PrivateFile.at(file).write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What the user should know of the last reading; empty where all is well. */
    Optional<String> notice() {
        return Optional.ofNullable(notice);
    }

    /** Whether the folder is a file: then nothing was ever kept there. */
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
        notice = "The file " + file.getFileName() + " was damaged. It is kept as " + aside.getFileName()
                + "; what of it could not be read is not used.";
        try {
            Files.move(file, aside);
        } catch (IOException e) {
            readable = false;
            notice = "The file " + file.getFileName() + " is damaged and could not be put aside; defaults are used.";
        }
        return Optional.empty();
    }
}
