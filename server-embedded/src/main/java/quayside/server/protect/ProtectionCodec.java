package quayside.server.protect;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.ProtocolException;

/**
 * The format of {@code protected.json}: a {@link ProtectionIndex} as a JSON object that people can read, and a line for
 * each later change. A line is a JSON object, too, and begins with a checksum of the rest of it. {@link
 * ProtectionReader} reads both.
 */
final class ProtectionCodec {
    static final int VERSION = 2;

    /** The end of the object at the beginning. No other place in it looks like this. */
    static final String END = "\n}\n";

    /** Reads and writes the records of both classes. A field that must be text is never of another type, nor null. */
    static final Gson GSON = new GsonBuilder()
            .disableHtmlEscaping()
            .registerTypeAdapter(String.class, text(Function.identity(), Function.identity()))
            .registerTypeAdapter(Instant.class, text(Instant::toString, Instant::parse))
            .registerTypeAdapter(RemotePath.class, text(RemotePath::toString, ProtectionCodec::path))
            .registerTypeAdapter(byte[].class, text(Base64.getEncoder()::encodeToString, Base64.getDecoder()::decode))
            .create();

    private static final Gson PRETTY = GSON.newBuilder().setPrettyPrinting().create();

    /** The size of {@link #checksum}. */
    private static final int CHECKSUM_BYTES = 21;

    private ProtectionCodec() {}

    /** A stored {@link Lock}: sealed, or with a hash. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record KeptLock(
            String id,
            Hashing.@Nullable Cost argon2id,
            byte @Nullable [] salt,
            byte @Nullable [] hash,
            @Nullable Boolean sealed) {
        private static KeptLock of(Lock lock) {
            Lock.Hash hash = lock.hash();
            return hash == null
                    ? new KeptLock(lock.id(), null, null, null, true)
                    : new KeptLock(lock.id(), hash.cost(), hash.salt(), hash.hash(), null);
        }

        /** Throws a {@link RuntimeException} if the hash is damaged. */
        Lock lock() {
            return new Lock(
                    id,
                    sealed != null
                            ? null
                            : new Lock.Hash(
                                    Objects.requireNonNull(argon2id),
                                    Objects.requireNonNull(salt),
                                    Objects.requireNonNull(hash)));
        }
    }

    private record Whole(int version, @Nullable String everything, List<KeptLock> locks, List<Protection> files) {}

    private record Line(List<KeptLock> locks, List<Step> steps) {}

    /** One of the two fields is set. */
    private record Step(@Nullable Protection put, @Nullable Protection remove) {}

    /** Returns all of {@code index}. */
    static byte[] whole(ProtectionIndex index) {
        Whole whole = new Whole(
                VERSION,
                index.everything(),
                index.locksInUse().stream().map(KeptLock::of).toList(),
                Stream.concat(index.named().stream(), index.nameless().stream()).toList());
        return (PRETTY.toJson(whole) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Returns a line with the steps of {@code index} that are not stored, and the locks that they need. */
    static byte[] line(ProtectionIndex index) {
        List<Step> steps = index.unkept().stream()
                .map(each -> new Step(each.after(), each.after() == null ? each.before() : null))
                .toList();
        List<KeptLock> locks = steps.stream()
                .map(Step::put)
                .filter(Objects::nonNull)
                .map(Protection::lock)
                .distinct()
                .map(index::lock)
                .filter(Objects::nonNull)
                .map(KeptLock::of)
                .toList();
        return line(GSON.toJson(new Line(locks, steps)));
    }

    /** Returns {@code json}, an object that is not empty, with its checksum and a line feed. */
    static byte[] line(String json) {
        byte[] rest = (json.substring(1) + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] line = Arrays.copyOf(checksum(rest, 0, rest.length - 1), CHECKSUM_BYTES + rest.length);
        System.arraycopy(rest, 0, line, CHECKSUM_BYTES, rest.length);
        return line;
    }

    /** Returns whether a line, without its line feed, is what {@link #line} returned. */
    static boolean isLine(byte[] text, int from, int to) {
        int rest = from + CHECKSUM_BYTES;
        return rest <= to && Arrays.equals(text, from, rest, checksum(text, rest, to), 0, CHECKSUM_BYTES);
    }

    /** Returns the beginning of a line: everything before the bytes that the checksum covers. */
    private static byte[] checksum(byte[] bytes, int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, to - from);
        return String.format(Locale.ROOT, "{\"crc32c\":\"%08x\",", crc.getValue())
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static RemotePath path(String text) {
        try {
            RemotePath path = RemotePath.parse(text);
            if (!path.isRoot()) {
                return path;
            }
        } catch (ProtocolException e) {
            throw new JsonParseException(e);
        }
        throw new JsonParseException("the share itself is not a file");
    }

    private static <T> TypeAdapter<T> text(Function<T, String> write, Function<String, T> read) {
        return new TypeAdapter<>() {
            @Override
            public void write(JsonWriter out, @Nullable T value) throws IOException {
                out.value(value == null ? null : write.apply(value));
            }

            @Override
            public T read(JsonReader in) throws IOException {
                if (in.peek() != JsonToken.STRING) {
                    throw new JsonParseException("a text is missing");
                }
                return read.apply(in.nextString());
            }
        };
    }
}
