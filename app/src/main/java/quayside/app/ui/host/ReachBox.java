package quayside.app.ui.host;

import java.util.Optional;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.VBox;
import org.controlsfx.control.SegmentedButton;
import quayside.app.core.host.HostState;
import quayside.app.core.reach.Reach;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Nodes;

/**
 * Whether the share is reachable from the internet: a box to ask for it, and what the router says. {@link #choice} chooses
 * between the links for this network and for the internet.
 */
final class ReachBox extends VBox {
    private final HostModel model;
    private final Label state = Nodes.paragraph("", "small-text");
    private final Label advice = Nodes.paragraph("", "muted", "small-text");
    private final Label six = Nodes.paragraph("", "muted", "small-text");
    private boolean isCompact;
    private final SegmentedButton choice = new SegmentedButton();

    ReachBox(HostModel model, HostController controller) {
        super(4);
        this.model = model;
        CheckBox wanted = new CheckBox(Texts.get("host.reach"));
        wanted.setId("host-reach");
        wanted.setWrapText(true);
        wanted.setOnAction(event -> controller.reachable(wanted.isSelected()));
        model.reachable.subscribe(wanted::setSelected);
        state.setId("host-reach-state");
        advice.setId("host-reach-advice");
        six.setId("host-reach-six");
        choice.setId("host-link-for");
        segment(HostModel.LinkFor.HERE, Texts.get("host.link.here"));
        segment(HostModel.LinkFor.INTERNET, Texts.get("host.link.outside"));
        getChildren().addAll(wanted, state, advice, six);
        model.reach.subscribe(this::show);
        model.state.subscribe(now -> show(model.reach.get()));
    }

    /** Returns what chooses the link; hidden unless there are two. */
    SegmentedButton choice() {
        return choice;
    }

    /** Leaves out what only explains the box, or shows it. */
    void compact(boolean now) {
        isCompact = now;
        show(model.reach.get());
    }

    private void segment(HostModel.LinkFor of, String words) {
        ToggleButton segment = new ToggleButton(words);
        segment.setMnemonicParsing(false);
        segment.setMinWidth(USE_PREF_SIZE);
        segment.setOnAction(event -> {
            // A press on the chosen segment would leave none chosen.
            segment.setSelected(true);
            model.linkFor.set(of);
        });
        choice.getButtons().add(segment);
        model.linkFor.subscribe(now -> segment.setSelected(now == of));
    }

    private void show(Reach.State now) {
        Nodes.show(choice, model.linkOutside().isPresent());
        say(state, Optional.of(now.words()));
        boolean off = now instanceof Reach.State.Off;
        Optional<String> hint = isCompact ? Optional.empty() : Optional.of(Texts.get("host.reach.hint"));
        say(advice, off ? hint : now.advice());
        say(
                six,
                now.sixes().stream()
                        .findFirst()
                        .map(address -> Texts.get(
                                "reach.six",
                                address,
                                Integer.toString(
                                        model.on().map(HostState.On::port).orElse(0)))));
    }

    private static void say(Label label, Optional<String> words) {
        label.setText(words.orElse(""));
        Nodes.show(label, !label.getText().isEmpty());
    }
}
