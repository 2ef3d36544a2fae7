package quayside.app.ui.transfers;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import quayside.app.core.share.ShareId;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.core.transfer.TransferSnapshot.Direction;
import quayside.app.core.transfer.TransferSnapshot.Remarks;
import quayside.app.core.transfer.TransferSnapshot.State;
import quayside.app.core.transfer.Why;
import quayside.protocol.client.transfer.TransferReport.Failure;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.wire.Fault;

/** Builds a snapshot of a transfer for the window: an upload of one file of 2 MB, unless something else is said. */
public final class SampleTransfer {
    private static final ShareId SHARE = new ShareId(Fingerprint.parse("a".repeat(32)));

    private final long id;
    private final String name;
    private final State state;
    private Direction direction = Direction.UPLOAD;
    private String share = "Pictures";
    private ShareId shareId = SHARE;
    private boolean folder;
    private long bytesDone = 500_000;
    private long bytesTotal = 2_000_000;
    private long filesDone;
    private long filesTotal = 1;
    private long speed;
    private String message = "";
    private Why why = Why.UNKNOWN;
    private Optional<Fault> fault = Optional.empty();
    private Remarks remarks = Remarks.NONE;
    private TransferSnapshot.Result result = TransferSnapshot.Result.NONE;

    private SampleTransfer(long id, String name, State state) {
        this.id = id;
        this.name = name;
        this.state = state;
    }

    public static SampleTransfer of(long id, String name, State state) {
        return new SampleTransfer(id, name, state);
    }

    public SampleTransfer down() {
        direction = Direction.DOWNLOAD;
        return this;
    }

    public SampleTransfer share(String escaped) {
        share = escaped;
        return this;
    }

    public SampleTransfer of(ShareId id) {
        shareId = id;
        return this;
    }

    public SampleTransfer bytes(long done, long total) {
        bytesDone = done;
        bytesTotal = total;
        return this;
    }

    public SampleTransfer files(long done, long total) {
        folder = true;
        filesDone = done;
        filesTotal = total;
        return this;
    }

    public SampleTransfer speed(long bytesPerSecond) {
        speed = bytesPerSecond;
        return this;
    }

    public SampleTransfer message(String words) {
        message = words;
        return this;
    }

    public SampleTransfer why(Why reason) {
        why = reason;
        return this;
    }

    public SampleTransfer fault(Fault kind) {
        fault = Optional.of(kind);
        return this;
    }

    public SampleTransfer nextTry(Duration left) {
        remarks = new Remarks(remarks.note(), Optional.of(left), 0, List.of());
        return this;
    }

    public SampleTransfer note(String words) {
        remarks = new Remarks(words, remarks.untilNextTry(), 0, List.of());
        return this;
    }

    public SampleTransfer failures(long count, List<Failure> failures) {
        remarks = new Remarks("", Optional.empty(), count, failures);
        return this;
    }

    public SampleTransfer ended(Instant at, Duration took, Path path) {
        result = new TransferSnapshot.Result(
                Optional.of(at),
                Optional.of(took),
                bytesDone,
                direction == Direction.DOWNLOAD ? Optional.of(path) : Optional.empty(),
                Optional.empty());
        return this;
    }

    public SampleTransfer pausedAfter(Duration took) {
        result =
                new TransferSnapshot.Result(Optional.empty(), Optional.of(took), 0, Optional.empty(), Optional.empty());
        return this;
    }

    public TransferSnapshot build() {
        return new TransferSnapshot(
                id,
                direction,
                name,
                share,
                shareId,
                direction == Direction.UPLOAD ? share + "/2026" : "/home/mara/Downloads",
                folder,
                state,
                bytesDone,
                bytesTotal,
                filesDone,
                filesTotal,
                speed,
                speed > 0 && bytesTotal >= 0
                        ? Optional.of(Duration.ofSeconds((bytesTotal - bytesDone) / speed))
                        : Optional.empty(),
                message,
                why,
                fault,
                remarks,
                result);
    }
}
