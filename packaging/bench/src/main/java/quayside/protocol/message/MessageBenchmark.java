package quayside.protocol.message;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/**
 * The cost of the messages of one small file, and of a whole page of a listing, in microseconds. Decoding includes the
 * check of names.
 */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MessageBenchmark {
    private static final String NAME = "harbour 0042 – evening.jpg";
    private static final Instant MODIFIED = Instant.parse("2026-01-02T03:04:05.678901234Z");

    private final RemotePath folder;
    private final Message post;
    private final byte[] encodedPost;
    private final Message get;
    private final byte[] encodedGet;
    private final Message listing = new Response.Listing(entries(), true);
    private final byte[] encodedListing = MessageCodec.encode(listing);

    public MessageBenchmark() {
        try {
            folder = RemotePath.parse("holiday/2026 Norway/day 17");
            post = new Request.Post(folder.child(NAME), 4096, MODIFIED, OnConflict.FAIL, false);
            encodedPost = MessageCodec.encode(post);
            get = new Request.Get(folder.child(NAME));
            encodedGet = MessageCodec.encode(get);
        } catch (ProtocolException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < Limits.MAX_PAGE_ENTRIES; i++) {
            entries.add(new Entry("harbour %04d – evening.jpg".formatted(i), Entry.Kind.FILE, 4096 + i, MODIFIED));
        }
        return entries;
    }

    @Benchmark
    public byte[] encodePost() {
        return MessageCodec.encode(post);
    }

    @Benchmark
    public Message decodePost() throws IOException {
        return MessageCodec.decode(encodedPost);
    }

    @Benchmark
    public byte[] encodeGet() {
        return MessageCodec.encode(get);
    }

    @Benchmark
    public Message decodeGet() throws IOException {
        return MessageCodec.decode(encodedGet);
    }

    @Benchmark
    public byte[] encodePageOfListing() {
        return MessageCodec.encode(listing);
    }

    @Benchmark
    public Message decodePageOfListing() throws IOException {
        return MessageCodec.decode(encodedListing);
    }

    @Benchmark
    public RemotePath nameInFolder() throws IOException {
        return folder.child(NAME);
    }
}
