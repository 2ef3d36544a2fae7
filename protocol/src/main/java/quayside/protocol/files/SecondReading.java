package quayside.protocol.files;

import quayside.protocol.wire.Checksum;

/**
 * A file's second reading, which must be what the first was: if a program has the file open for writing, no time tells whether it stays the same, so it is read once in
 * advance. For one thread.
 */
public final class SecondReading {
    private final Checksum first;
    private final Checksum second;

    /**
     * @param first of the whole file
     * @param skipped of what comes before the byte that is read next
     */
    public SecondReading(Checksum first, Checksum skipped) {
        this.first = first;
        this.second = new Checksum(skipped.value());
    }

    /** Takes the next {@code count} bytes at {@code offset} of {@code buffer}. */
    public void update(byte[] buffer, int offset, int count) {
        second.update(buffer, offset, count);
    }

    /** Returns whether all was read, and is what it was. */
    public boolean isSame() {
        return second.value() == first.value();
    }
}
