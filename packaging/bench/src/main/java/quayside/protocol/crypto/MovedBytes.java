package quayside.protocol.crypto;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Counts bytes in addition to calls. In a benchmark that counts per microsecond, {@code bytes} is MB/s. */
@AuxCounters(AuxCounters.Type.OPERATIONS)
@State(Scope.Thread)
public class MovedBytes {
    public long bytes;
}
