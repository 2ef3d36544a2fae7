package quayside.protocol.client.transfer;

/** How a single file's transfer ended without a fault. */
public sealed interface TransferResult {
    /** Whole, checked and synced on the receiver's disk under {@code name}. */
    record Stored(String name, long bytes) implements TransferResult {}

    /** The conflict rule left the old file. */
    record Skipped(String name) implements TransferResult {}
}
