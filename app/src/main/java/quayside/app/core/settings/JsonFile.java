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
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
    private @Nullable String notice;

    /**
     * @param reader may throw any runtime exception where the object is not what it should be: the file is damaged then
     */
    JsonFile(Path file, Function<JsonObject, T> reader, Function<T, JsonObject> writer) {
        this.file = file;
        this.reader = reader;
        this.writer = writer;
    }

    /** What the file holds; empty where there is none, or where it was damaged and has been put aside. */
    Optional<T> read() {
        try {
            if (Files.size(file) > MAX_BYTES) {
                return damaged();
            }
            String text = Files.readString(file, StandardCharsets.UTF_8);
            JsonElement json = GSON.fromJson(text, JsonElement.class);
            return Optional.of(reader.apply(json.getAsJsonObject()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (CharacterCodingException e) {
            return damaged();
        } catch (IOException e) {
            notice = "The file " + file.getFileName() + " could not be read; defaults are used.";
            return Optional.empty();
        } catch (RuntimeException e) {
            // No JSON, or not of this shape: each part of the reader says so with an exception of its own.
            return damaged();
        }
    }

    void write(T value) throws IOException {
        String text = GSON.toJson(writer.apply(value)) + "\n";
        PrivateFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** What the user should know of the last reading; empty where all is well. */
    Optional<String> notice() {
        return Optional.ofNullable(notice);
    }

    private Optional<T> damaged() {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        notice = "The file " + file.getFileName() + " was damaged. It is kept as " + aside.getFileName()
                + ", and defaults are used.";
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            notice = "The file " + file.getFileName() + " is damaged and could not be put aside; defaults are used.";
        }
        return Optional.empty();
    }
}
