package quayside.protocol.files;

import quayside.protocol.wire.Checksum;

/**
 * The second reading of a file, which must equal the first. If a program has the file open for writing, no time shows
 * whether the file stays the same. So the file is read once in advance. For one thread.
 */
public final class SecondReading {
    private final Checksum first;
    private final Checksum second;

    /**
     * @param first the checksum of the whole file
     * @param skipped the checksum of the bytes before the first one that is added
     */
    public SecondReading(Checksum first, Checksum skipped) {
        this.first = first;
        this.second = new Checksum(skipped.value());
    }

    /** Adds {@code count} bytes at {@code offset} of {@code buffer}. */
    public void update(byte[] buffer, int offset, int count) {
        second.update(buffer, offset, count);
    }

    /** Returns whether everything was read and equals the first reading. */
    public boolean isSame() {
        return second.value() == first.value();
    }
}
