package quayside.protocol.client.transfer;

/** The result of a single file's transfer without a fault. */
public sealed interface TransferResult {
    /** The file is complete, checked and synced on the receiver's disk under {@code name}. */
    record Stored(String name, long bytes) implements TransferResult {}

    /** The conflict policy kept the existing file. */
    record Skipped(String name) implements TransferResult {}
}
