package quayside.app.ui.home;

import atlantafx.base.controls.Spacer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javafx.application.Platform;
import javafx.css.PseudoClass;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import quayside.app.core.share.ShareState;
import quayside.app.core.text.Texts;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.ui.kit.Background;
import quayside.app.ui.kit.FileKind;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Icon;
import quayside.app.ui.kit.LowColumn;
import quayside.app.ui.kit.MonoLine;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.SecretField;
import quayside.protocol.wire.Fault;

/** The pane of a share that is not open: the question for its key, the wait for it, or why it does not open. */
final class ConnectPane extends ScrollPane {
    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");
    private static final double LIST_GAP = 12;
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Visit visit;
    private final Background background;
    private final LowColumn content = new LowColumn();
    private final Label listTitle = Nodes.name("", "strong");
    private final Label listCount = Nodes.label("", "count");
    private final VBox listed = new VBox();
    private final VBox list = list();
    private final Label next = Nodes.label("", "muted", "small-text");
    private final SecretField key;
    private Duration left = Duration.ZERO;

    /** Grows with each change of what is shown, at which an earlier countdown ends. */
    private int changes;

    private Runnable showFault = () -> {};

    ConnectPane(Visit visit, Background background) {
        this.visit = visit;
        this.background = background;
        key = new SecretField(
                SecretField.Kind.ACCESS_KEY, "connect-key", Texts.get("home.key"), visit.key, visit::submit);
        content.getStyleClass().add("connect-content");
        StackPane middle = new StackPane(content);
        middle.getStyleClass().add("connect-pane");
        LowColumn.fill(this, middle);
        visit.stateProperty().addListener((state, before, now) -> show());
        visit.reading.addListener((reading, before, now) -> show());
        visit.titleProperty().addListener((title, before, now) -> show());
        visit.waits.addListener((waits, before, now) -> showWaits());
        visit.keyFault.addListener((fault, before, now) -> showFault.run());
        show();
    }

    private void show() {
        endCountdown();
        ShareState state = visit.stateProperty().get();
        switch (state) {
            case ShareState.Idle ignored when visit.reading.get() -> progress(Texts.get("home.key.reading"));
            case ShareState.Idle ignored -> askForKey(Texts.get("home.ask.title", name()), Texts.get("home.ask"), "");
            case ShareState.Connecting connecting -> progress(Texts.get("home.connecting", connecting.address()));
            case ShareState.Waiting waiting -> waiting(waiting);
            case ShareState.Failed failed
            when failed.fault() == Fault.WRONG_KEY ->
                askForKey(Texts.get("home.wrongKey.title", name()), Texts.get("home.wrongKey"), failed.sentence());
            case ShareState.Failed failed when failed.fault() == Fault.SERVER_KEY_CHANGED -> changedKey(failed);
            case ShareState.Failed failed when failed.fault() == Fault.UNREACHABLE -> unknownHost(failed);
            case ShareState.Failed failed -> failed(failed);
            case ShareState.Lost lost -> lost(lost);
            case ShareState.Connected ignored -> content.getChildren().clear();
        }
    }

    private String name() {
        return visit.titleProperty().get();
    }

    private void set(String styleClass, Node... nodes) {
        content.getStyleClass().setAll("connect-content", styleClass);
        content.getChildren().setAll(nodes);
    }

    private void askForKey(String title, String sentence, String refusal) {
        Label caption = Nodes.label(Texts.get("home.key"), "strong");
        caption.setLabelFor(key.field());
        Label fault = Nodes.paragraph("", "field-fault", "small-text");
        fault.setId("connect-key-fault");
        Icon alert = Nodes.icon(Glyph.ALERT, "danger-icon");
        HBox faults = new HBox(alert, fault);
        faults.getStyleClass().add("connect-fault");
        showFault = () -> {
            String shown = visit.keyFault.get().isEmpty() ? refusal : visit.keyFault.get();
            fault.setText(shown);
            Nodes.show(faults, !shown.isEmpty());
            key.pseudoClassStateChanged(WRONG, !shown.isEmpty());
        };
        showFault.run();
        CheckBox remember = new CheckBox(Texts.get("home.remember"));
        remember.setId("connect-remember");
        remember.setSelected(visit.remember.get());
        remember.selectedProperty().addListener((selected, before, now) -> visit.remember.set(now));
        Button connect = Nodes.accent(Nodes.button(Texts.get("home.connect"), visit::submit));
        connect.setId("connect-button");
        connect.disableProperty().bind(visit.key.map(String::isBlank));
        HBox buttons = new HBox(8, connect, cancel());
        if (!refusal.isEmpty()) {
            buttons.getChildren().add(findOutWhy());
        }
        buttons.setAlignment(Pos.CENTER_LEFT);
        buttons.getStyleClass().add("connect-buttons");
        set(
                "asking",
                new Icon(Glyph.KEY, Icon.Size.S40),
                Nodes.paragraph(title, "heading"),
                Nodes.paragraph(sentence, "muted"),
                caption,
                key,
                faults,
                remember,
                buttons);
        Platform.runLater(() -> {
            boolean elsewhere = getScene() == null
                    || (getScene().getFocusOwner() != null && !holds(getScene().getFocusOwner()));
            if (!elsewhere) {
                key.focusAndSelect();
            }
        });
    }

    /** Returns whether the focus may be taken from the node: it is in the pane that this is shown in. */
    private boolean holds(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (at.getStyleClass().contains("remote") || at == this) {
                return true;
            }
        }
        return false;
    }

    private Button cancel() {
        Button cancel = Nodes.button(Texts.get("shared.cancel"), visit::leave);
        cancel.setId("connect-cancel");
        return cancel;
    }

    private Button findOutWhy() {
        Button why = Nodes.button(Texts.get("doctor.find"), visit::findOutWhy);
        why.setId("connect-why");
        return why;
    }

    private void progress(String title) {
        ProgressIndicator spinner = new ProgressIndicator();
        spinner.setAccessibleText(Texts.get("home.busy"));
        set("centred", spinner, centred(title, "strong"), cancel());
    }

    private void waiting(ShareState.Waiting waiting) {
        Label detail = centred(Texts.get("home.waiting", waiting.address()), "muted");
        detail.setId("connect-progress-detail");
        left = waiting.nextTry();
        Button now = Nodes.accent(Nodes.button(Glyph.REFRESH, Texts.get("home.tryNow"), visit::reconnect));
        now.setId("connect-try-now");
        set(
                "centred",
                new Icon(Glyph.WIFI_OFF, Icon.Size.S40),
                centred(Texts.get("home.waiting.title", name()), "heading"),
                detail,
                next,
                buttons(now, findOutWhy(), cancel()),
                list);
        showWaits();
        countDown();
    }

    private VBox list() {
        HBox head = new HBox(8, listTitle, new Spacer(), listCount);
        head.setAlignment(Pos.CENTER_LEFT);
        VBox box = new VBox(head, listed);
        box.setId("connect-waits");
        box.getStyleClass().add("connect-waits");
        VBox.setMargin(box, new Insets(LIST_GAP, 0, 0, 0));
        return box;
    }

    /** Lists the first of the transfers that wait for the share, and says how many more there are. */
    private void showWaits() {
        Waits waits = visit.waits.get();
        Nodes.show(list, waits.count() > 0);
        listTitle.setText(Texts.get("home.waits", name()));
        listCount.setText(Integer.toString(waits.count()));
        List<Node> rows = waits.first().stream().map(ConnectPane::row).collect(Collectors.toCollection(ArrayList::new));
        int more = waits.count() - waits.first().size();
        if (more > 0) {
            HBox rest = new HBox(Nodes.label(Texts.get("home.waits.more", more), "muted", "small-text"));
            rest.setAlignment(Pos.CENTER_LEFT);
            rows.add(rest);
        }
        listed.getChildren().setAll(rows);
    }

    private static Node row(TransferSnapshot transfer) {
        boolean up = transfer.direction() == TransferSnapshot.Direction.UPLOAD;
        Icon arrow = Nodes.icon(up ? Glyph.ARROW_UP : Glyph.ARROW_DOWN, "quiet");
        String amount = transfer.folder()
                ? transfer.filesTotal() > 0 ? Texts.get("home.waits.files", transfer.filesTotal()) : ""
                : transfer.bytesTotal() >= 0 ? HumanFormat.size(transfer.bytesTotal()) : "";
        Label size = Nodes.label(amount, "muted", "small-text");
        size.setMinWidth(USE_PREF_SIZE);
        HBox row = new HBox(
                8,
                arrow,
                FileKind.of(transfer.name(), transfer.folder()).icon(),
                Nodes.name(transfer.name()),
                new Spacer(),
                size);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    /** Counts down to the next try. */
    private void countDown() {
        int mine = changes;
        next.setText(
                left.isPositive()
                        ? Texts.get("home.waiting.next", HumanFormat.duration(left))
                        : Texts.get("home.waiting.now"));
        if (left.isPositive()) {
            left = left.minus(SECOND);
            Runnable _ = background.after(SECOND, () -> {
                if (mine == changes) {
                    countDown();
                }
            });
        }
    }

    /** Ends the countdown, if there is one. */
    void endCountdown() {
        changes++;
    }

    private void lost(ShareState.Lost lost) {
        if (lost.why() == ShareState.Why.REVOKED || lost.why() == ShareState.Why.EXPIRED) {
            over(lost);
            return;
        }
        String title = Texts.get(
                switch (lost.why()) {
                    case GONE -> "home.lost.title";
                    case STOPPED -> "home.lost.title.stopped";
                    case DISCONNECTED -> "home.lost.title.disconnected";
                    case BLOCKED -> "home.lost.title.blocked";
                    case REVOKED, EXPIRED -> throw new AssertionError("shown otherwise");
                });
        boolean again = lost.why().isTriedAgain();
        String sentence = Texts.get(again ? "home.lost.returns" : "home.lost.ask", lost.address());
        boolean tells = lost.why() == ShareState.Why.GONE && !lost.sentence().equals(title + ".");
        Button reconnect = Nodes.accent(
                Nodes.button(Glyph.REFRESH, Texts.get(again ? "home.tryNow" : "home.askAgain"), visit::reconnect));
        reconnect.setId("connect-reconnect");
        set(
                "centred",
                new Icon(Glyph.WIFI_OFF, Icon.Size.S40),
                centred(title, "heading"),
                centred(said(lost, tells ? lost.sentence() + " " + sentence : sentence), "muted"),
                buttons(reconnect, findOutWhy(), Nodes.button(Texts.get("home.leave"), visit::leave)),
                list);
        showWaits();
    }

    /** Says that the invitation is over. Its link is of no use any more, so the next step is another one. */
    private void over(ShareState.Lost lost) {
        boolean revoked = lost.why() == ShareState.Why.REVOKED;
        Button another = Nodes.accent(Nodes.button(Glyph.LINK, Texts.get("home.over.another"), visit::enterAnother));
        another.setId("connect-another-link");
        Button again = Nodes.button(Texts.get("home.askAgain"), visit::reconnect);
        again.setId("connect-reconnect");
        set(
                "centred",
                new Icon(Glyph.LOCK, Icon.Size.S40),
                centred(Texts.get(revoked ? "home.lost.title.revoked" : "home.lost.title.expired"), "heading"),
                centred(Texts.get("home.over.ask"), "muted"),
                buttons(another, again, Nodes.button(Texts.get("home.leave"), visit::leave)),
                list);
        showWaits();
    }

    /** Returns the sentence after what the host wrote, if it wrote something. */
    private static String said(ShareState.Lost lost, String sentence) {
        return lost.written().isEmpty() ? sentence : Texts.get("home.lost.written", lost.written(), sentence);
    }

    private void unknownHost(ShareState.Failed failed) {
        Button edit = Nodes.accent(Nodes.button(Glyph.EDIT, Texts.get("home.editAddress"), visit::editAddress));
        edit.setId("connect-edit-address");
        Button anyway = Nodes.button(Texts.get("home.waitAnyway"), visit::waitAnyway);
        anyway.setId("connect-wait-anyway");
        set(
                "centred",
                new Icon(Glyph.WIFI_OFF, Icon.Size.S40),
                centred(Texts.get("home.failed.title", name()), "heading"),
                centred(failed.sentence(), "muted"),
                buttons(edit, anyway, findOutWhy()));
    }

    private void failed(ShareState.Failed failed) {
        set(
                "centred",
                new Icon(Glyph.ALERT, Icon.Size.S40),
                centred(Texts.get("home.failed.title", name()), "heading"),
                centred(failed.sentence(), "muted"),
                buttons(
                        Nodes.accent(Nodes.button(Glyph.REFRESH, Texts.get("home.tryAgain"), visit::reconnect)),
                        findOutWhy(),
                        cancel()));
    }

    /**
     * Warns that a known server proved another identity. Leaving takes one click. Trusting the new key takes three, the
     * second of which confirms a statement.
     */
    private void changedKey(ShareState.Failed failed) {
        Button leave = Nodes.accent(Nodes.button(Texts.get("home.changed.leave"), visit::leave));
        leave.setId("changed-key-leave");
        Button consider = Nodes.button(Texts.get("home.changed.consider"), () -> {});
        consider.setId("changed-key-consider");
        CheckBox compared = new CheckBox(Texts.get("home.changed.compared"));
        compared.setId("changed-key-compared");
        compared.setWrapText(true);
        Button trust = Nodes.button(Texts.get("home.changed.trust"), visit::trustChangedKey);
        trust.setId("changed-key-trust");
        trust.getStyleClass().add("danger");
        trust.disableProperty().bind(compared.selectedProperty().not());
        VBox second = new VBox(compared, trust);
        second.getStyleClass().add("changed-key-second");
        Nodes.show(second, false);
        consider.setOnAction(event -> {
            Nodes.show(second, true);
            consider.setDisable(true);
        });
        Icon alert = new Icon(Glyph.ALERT, Icon.Size.S40);
        alert.getStyleClass().add("danger-icon");
        set(
                "asking",
                alert,
                Nodes.paragraph(Texts.get("home.changed.title", name()), "heading"),
                failed.changed().<Node>map(ConnectPane::keys).orElseGet(() -> Nodes.paragraph(failed.sentence())),
                Nodes.paragraph(Texts.get("home.changed.advice"), "muted"),
                new FlowPane(8, 8, leave, consider, findOutWhy()),
                second);
    }

    /** Shows the fingerprints below each other, so that they can be compared letter by letter. */
    private static Node keys(ShareState.Changed changed) {
        String now = Texts.get("home.changed.now");
        String before = Texts.get("home.changed.before");
        VBox keys = new VBox(
                Nodes.paragraph(now, "strong"),
                new MonoLine(now, changed.found().grouped()),
                Nodes.paragraph(before, "strong"),
                new MonoLine(before, changed.known().grouped()));
        keys.getStyleClass().add("changed-keys");
        return keys;
    }

    private static Label centred(String text, String styleClass) {
        Label label = Nodes.paragraph(text, styleClass);
        label.setTextAlignment(TextAlignment.CENTER);
        label.setAlignment(Pos.CENTER);
        return label;
    }

    private static FlowPane buttons(Node... buttons) {
        FlowPane row = new FlowPane(8, 8, buttons);
        row.setAlignment(Pos.CENTER);
        return row;
    }
}
