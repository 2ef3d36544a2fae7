package quayside.app.ui.shell;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import quayside.app.core.publish.Subscription;
import quayside.app.core.share.ShareId;
import quayside.app.core.share.ShareState;
import quayside.app.core.text.Texts;
import quayside.app.core.transfer.Job;
import quayside.app.ui.browse.BrowsePane;
import quayside.app.ui.browse.RemoteSource;
import quayside.app.ui.browse.Side;
import quayside.app.ui.home.Visit;
import quayside.app.ui.kit.Banner;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Latest;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Response;
import quayside.protocol.message.ShareInfo;
import quayside.protocol.text.DisplayText;

/**
 * The screen of one tab: this computer's files beside those of a share. The pane of this computer is the same in all
 * tabs; it is in the one that is shown. The pane of the share shows its files, or why it is not open.
 */
final class SharePage {
    private final Visit visit;
    private final BrowsePane<RemotePath> remote;
    private final UiServices services;
    private final BooleanSupplier showHidden;
    private final SplitPane node = new SplitPane();
    private final VBox right;

    /** What the host has ordered for this guest, if anything. */
    private final VBox orders = new VBox();

    private final Subscription following;
    private Consumer<Optional<ShareInfo>> listener = share -> {};
    private @Nullable ShareClient client;
    private Optional<ShareId> lastShare = Optional.empty();
    private Optional<Job.ShareRef> reference = Optional.empty();
    private RemotePath lastFolder = RemotePath.root();

    /** Whether the folder to which the link leads is not open yet. */
    private boolean leading;

    /** @param showHidden returns whether the user wants to see hidden files; called on any thread */
    SharePage(Visit visit, BrowsePane.DragBridge<RemotePath> drags, BooleanSupplier showHidden, UiServices services) {
        this.showHidden = showHidden;
        this.visit = visit;
        this.services = services;
        remote = new BrowsePane<>(Side.REMOTE, services, drags);
        VBox.setVgrow(remote.node(), Priority.ALWAYS);
        right = new VBox(visit.notice(), orders, remote.node());
        Latest<Response.Orders> ordered = new Latest<>(this::show);
        following = visit.share().onOrders(ordered::offer);
        right.setMinWidth(0);
        right.setMinHeight(0);
        node.setMinHeight(0);
        node.getStyleClass().add("sides");
        remote.detach(visit.view());
        visit.titleProperty().subscribe(remote::title);
        visit.lastOpenProperty().subscribe(remote::away);
        remote.folder().addListener((folder, before, now) -> {
            if (now != null) {
                lastFolder = now;
                if (!leading) {
                    visit.at(now);
                }
            }
        });
        visit.stateProperty().subscribe(this::show);
    }

    Visit visit() {
        return visit;
    }

    BrowsePane<RemotePath> remote() {
        return remote;
    }

    Node node() {
        return node;
    }

    /** Shows {@code local} beside the share. */
    void take(Node local, double divider) {
        node.getItems().setAll(local, right);
        node.setDividerPositions(divider);
    }

    /** Gives the local pane away and returns the position of the divider. */
    double release() {
        double divider = node.getDividerPositions().length == 0 ? 0.5 : node.getDividerPositions()[0];
        node.getItems().clear();
        return divider;
    }

    /** Returns the client of the share while it is open. */
    Optional<ShareClient> client() {
        return Optional.ofNullable(client);
    }

    /**
     * Calls {@code action} on the JavaFX thread: now, and whenever the share was opened or closed or the permissions of
     * guests have changed.
     */
    void onShare(Consumer<Optional<ShareInfo>> action) {
        listener = action;
        notifyListener();
    }

    /** Returns the share that was open here and is away now. */
    Optional<Job.ShareRef> away() {
        return client == null ? reference : Optional.empty();
    }

    /** Returns the folder of the share that is shown, or was shown last. */
    RemotePath folder() {
        return lastFolder;
    }

    Optional<ShareInfo> share() {
        return client().map(ShareClient::share);
    }

    /** Requests the present permissions of guests; the answer goes to {@link #onShare}. */
    void refreshPermissions() {
        client().ifPresent(open -> {
            Cancellation _ = services.background().run(open::ping, () -> {}, e -> {});
        });
    }

    /** Shows what the host has ordered for this guest. */
    private void show(Response.Orders now) {
        orders.getChildren().clear();
        if (now.paused() || now.bytesPerSecond() > 0) {
            String limit = HumanFormat.speed(now.bytesPerSecond());
            String sentence = now.paused() ? Texts.get("shell.host.paused") : Texts.get("shell.host.limits", limit);
            Banner banner = new Banner(
                    Banner.Tone.INFO,
                    now.note().isEmpty()
                            ? sentence
                            : Texts.get("shell.host.written", sentence, DisplayText.quote(now.note())));
            banner.setId("host-orders");
            orders.getChildren().add(banner);
        }
        Nodes.show(orders, !orders.getChildren().isEmpty());
    }

    void dispose() {
        following.close();
        remote.dispose();
        forget();
        remote.detach(visit.view());
        services.focus().remove(remote.node());
    }

    private void notifyListener() {
        listener.accept(share());
    }

    private void show(ShareState state) {
        if (state instanceof ShareState.Connected open) {
            open(open.client());
        } else {
            forget();
            remote.detach(visit.view());
            notifyListener();
        }
    }

    private void open(ShareClient open) {
        if (open.equals(client)) {
            return;
        }
        forget();
        client = open;
        open.onShareChange(now -> Platform.runLater(() -> {
            remote.rightsChanged();
            notifyListener();
        }));
        // After a lost connection the user continues in the same folder.
        boolean again = lastShare.equals(Optional.of(ShareId.of(open)));
        RemotePath wanted = visit.link().path();
        RemotePath start = again ? lastFolder : RemotePath.root();
        lastShare = Optional.of(ShareId.of(open));
        reference = Optional.of(Job.ShareRef.of(open));
        leading = !again && !wanted.isRoot() && open.share().mayList();
        remote.attach(new RemoteSource(open, sentence -> visit.share().lost(open, sentence), showHidden), start);
        if (leading) {
            lead(open, wanted);
        }
        notifyListener();
    }

    /** Stops listening to the client, which a transfer may still use. */
    private void forget() {
        client().ifPresent(open -> open.onShareChange(now -> {}));
        client = null;
    }

    /** Opens the folder that a link leads to, or the folder of the file. */
    private void lead(ShareClient open, RemotePath wanted) {
        services.background()
                .run(
                        cancellation -> open.stat(wanted).isFolder() ? wanted : wanted.parent(),
                        (RemotePath folder) -> {
                            leading = false;
                            remote.open(folder);
                        },
                        e -> {
                            leading = false;
                            services.toasts().error(Texts.problem(e));
                        });
    }
}
