package quayside.app.ui.files;

import java.io.IOException;
import java.util.List;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.Latest;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.ProgressListener;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** Shows checksums in front of the window. JavaFX thread only; nothing blocks. */
public final class Checksums {
    private static final double WIDTH = 680;

    private final UiServices services;

    public Checksums(UiServices services) {
        this.services = services;
    }

    /**
     * One side of the comparison.
     *
     * @param place the location of the file, as shown
     */
    public record Side(String place, Digest digest) {}

    /**
     * Computes a SHA-256 as 64 hexadecimal characters. Blocks; called on a worker thread. Throws {@link
     * Fault#NOT_FOUND} if there is no file.
     */
    @FunctionalInterface
    public interface Digest {
        String sha256(ProgressListener progress, Cancellation cancellation) throws IOException;
    }

    /**
     * Shows the checksum of the file {@code shownName} on each side. All are computed at once, until the user presses
     * Esc or Close.
     */
    public void show(String shownName, List<Side> sides) {
        List<ChecksumModel> models = sides.stream().map(this::compute).toList();
        services.dialogs()
                .show(DialogBox.of(Texts.get("files.checksum.title", shownName))
                        .content(new ChecksumView(models))
                        .width(WIDTH)
                        .yielding()
                        .safe(Texts.get("shared.close"), () -> models.forEach(ChecksumModel::cancel)));
    }

    private ChecksumModel compute(Side side) {
        ChecksumModel model = new ChecksumModel(side.place());
        Latest<ChecksumModel.State> progress = new Latest<>(model::show);
        model.cancelBy(services.background()
                .run(
                        cancellation -> side.digest()
                                .sha256(
                                        (done, total) -> progress.offer(new ChecksumModel.Reading(done, total)),
                                        cancellation),
                        sha256 -> model.show(new ChecksumModel.Known(sha256)),
                        e -> model.show(
                                e instanceof ProtocolException known && known.fault() == Fault.NOT_FOUND
                                        ? new ChecksumModel.Missing()
                                        : new ChecksumModel.Failed(Texts.problem(e)))));
        return model;
    }
}
