package quayside.app.ui.host;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableDoubleValue;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.DatePicker;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import quayside.app.core.host.HostService;
import quayside.app.core.host.HostState;
import quayside.app.core.text.AppReason;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Chooser;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.NewestOnly;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.DisplayText;
import quayside.protocol.wire.ProtocolException;
import quayside.server.session.Invitation;
import quayside.server.storage.NamedFolder;

/** Asks for a new invitation, makes it and copies its link. What is wrong is said at its field. */
final class NewInvitation {
    private static final double LABELS = 112;
    private static final double GAP = 16;
    private static final int DAYS = 7;
    private static final LocalTime EVENING = LocalTime.of(20, 0);
    private static final int MAX_LENGTH = 9999;

    /** When the invitation ends. */
    private enum Ends {
        NEVER("host.invitation.ends.never"),
        DATE("host.invitation.ends.date"),
        LENGTH("host.invitation.ends.length"),
        DOWNLOADS("host.invitation.ends.downloads");

        private final String key;

        Ends(String key) {
            this.key = key;
        }
    }

    private final HostState.On share;
    private final InvitationController controller;
    private final HostService host;
    private final UiServices services;
    private final Chooser chooser;
    private final TextField name = new TextField();
    private final Label nameFault = fault("invitation-name-fault");
    private final ToggleGroup rights = new ToggleGroup();
    private final MenuButton folder = new MenuButton();
    private final Label folderFault = fault("invitation-folder-fault");
    private final ChoiceBox<Ends> ends = new ChoiceBox<>();
    private final DatePicker day = new DatePicker();
    private final TextField time = new TextField(EVENING.toString());
    private final TextField length = new TextField(Integer.toString(DAYS));
    private final ChoiceBox<ChronoUnit> unit = new ChoiceBox<>();
    private final TextField downloads = new TextField("1");
    private final Label endFault = fault("invitation-end-fault");
    private final Label otherFault = fault("invitation-fault");
    private final BooleanProperty isBusy = new SimpleBooleanProperty();
    private final DialogBox box;
    private final NewestOnly lookups;

    /** What these guests see; empty while that is not known, or if the chosen folder cannot be used. */
    private Optional<RemotePath> confined = Optional.of(RemotePath.root());

    /** Why nobody can be invited to the chosen folder, while {@link #confined} is empty. */
    private String folderProblem = "";

    /** @param share the share to which it invites */
    NewInvitation(
            HostState.On share,
            InvitationController controller,
            HostService host,
            UiServices services,
            Chooser chooser) {
        this.share = share;
        this.controller = controller;
        this.host = host;
        this.services = services;
        this.chooser = chooser;
        this.lookups = new NewestOnly(services.background());
        name.setId("invitation-name");
        prepareFolder();
        prepareEnds();
        GridPane form = new GridPane(GAP, GAP);
        ColumnConstraints labels = new ColumnConstraints();
        ObservableDoubleValue width = services.look().px(LABELS);
        labels.prefWidthProperty().bind(width);
        labels.minWidthProperty().bind(width);
        ColumnConstraints fields = new ColumnConstraints();
        fields.setHgrow(Priority.ALWAYS);
        form.getColumnConstraints().setAll(labels, fields);
        VBox named = new VBox(
                4, name, Nodes.paragraph(Texts.get("host.invitation.name.hint"), "muted", "small-text"), nameFault);
        row(form, 0, "host.invitation.name", name, named);
        VBox may = new VBox(8);
        may.getStyleClass().add("invitation-rights");
        may.getChildren()
                .addAll(List.of(Invitation.Rights.values()).stream()
                        .map(this::choice)
                        .toList());
        row(form, 1, "host.invitation.may", (Node) rights.getToggles().getFirst(), may);
        row(form, 2, "host.invitation.folder", folder, new VBox(4, folder, folderFault));
        HBox end = new HBox(8, ends, day, time, length, unit, downloads);
        end.setAlignment(Pos.CENTER_LEFT);
        row(form, 3, "host.invitation.ends", ends, new VBox(4, end, endFault));
        box = DialogBox.of(Texts.get("host.invitation.title", share.shareName()))
                .width(560)
                .sentence(Texts.get("host.invitation.sentence"))
                .content(form, otherFault)
                .safe()
                .focusOn(name);
        box.check(Glyph.COPY, Texts.get("host.invitation.make"), this::submit);
        box.disabledWhile(isBusy);
        showEnds();
    }

    void show() {
        services.dialogs().show(box);
    }

    private static void row(GridPane form, int row, String key, Node labelled, Node fields) {
        Label label = Nodes.label(Texts.get(key));
        label.setLabelFor(labelled);
        label.getStyleClass().add("invitation-label");
        GridPane.setValignment(label, VPos.TOP);
        form.addRow(row, label, fields);
    }

    private static Label fault(String id) {
        Label fault = Nodes.paragraph("", "field-fault", "small-text");
        fault.setId(id);
        Nodes.show(fault, false);
        return fault;
    }

    private Node choice(Invitation.Rights each) {
        InvitationWords.Keys keys = InvitationWords.keys(each);
        RadioButton button = new RadioButton(Texts.get(keys.choice()));
        button.setId("invitation-" + each.name().toLowerCase(Locale.ROOT));
        button.setUserData(each);
        button.setToggleGroup(rights);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setSelected(each == Invitation.Rights.READ);
        // It would choose the button that is chosen already.
        button.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ENTER && !isBusy.get()) {
                submit();
                event.consume();
            }
        });
        String hint = Texts.get(keys.hint());
        button.setAccessibleText(button.getText() + ", " + hint);
        Label words = Nodes.sentence(hint, "muted", "small-text");
        HBox row = new HBox(8, button, words);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private void prepareFolder() {
        folder.setId("invitation-folder");
        folder.setMaxWidth(Double.MAX_VALUE);
        folder.setMinHeight(Region.USE_PREF_SIZE);
        folder.setMnemonicParsing(false);
        MenuItem all = new MenuItem(whole());
        all.setMnemonicParsing(false);
        all.setOnAction(event -> confine(RemotePath.root()));
        MenuItem other = new MenuItem(Texts.get("host.invitation.folder.choose"));
        other.setId("invitation-folder-choose");
        other.setOnAction(event -> chooseFolder());
        folder.getItems().setAll(all);
        share.folders().forEach(each -> {
            MenuItem one = new MenuItem(DisplayText.escape(each.name()));
            one.setMnemonicParsing(false);
            one.setOnAction(event -> confine(top(each)));
            folder.getItems().add(one);
        });
        folder.getItems().add(other);
        confine(RemotePath.root());
    }

    private static RemotePath top(NamedFolder folder) {
        try {
            return RemotePath.root().child(folder.name());
        } catch (ProtocolException e) {
            throw new AssertionError("the name of a shared folder is a name", e);
        }
    }

    private String whole() {
        return Texts.get("host.invitation.folder.all", share.shareName());
    }

    private void confine(RemotePath to) {
        lookups.cancel();
        confined = Optional.of(to);
        folder.setText(to.isRoot() ? whole() : DisplayText.escape(to.toString()));
        say(folderFault, "");
    }

    private void chooseFolder() {
        Optional<Path> chosen = chooser
                .choose(
                        Chooser.Wanted.folder(Texts.get("host.invitation.folder.title", share.shareName())),
                        Optional.of(share.folder()))
                .stream()
                .findFirst();
        chosen.ifPresent(this::confine);
    }

    /** Until the folder is found in the share, nobody is invited, least of all to more than this folder. */
    private void confine(Path chosen) {
        confined = Optional.empty();
        folderProblem = Texts.get("host.invitation.folder.waiting");
        folder.setText(DisplayText.escape(
                Objects.requireNonNullElse(chosen.getFileName(), chosen).toString()));
        say(folderFault, "");
        lookups.run(cancellation -> host.inShare(chosen), (RemotePath found) -> confine(found), failed -> {
            folderProblem = Texts.problem(failed);
            say(folderFault, folderProblem);
        });
    }

    private void prepareEnds() {
        ends.setId("invitation-ends");
        ends.getItems().setAll(Ends.values());
        ends.setConverter(words(each -> Texts.get(each.key)));
        ends.setValue(Ends.NEVER);
        ends.setOnAction(event -> showEnds());
        day.setId("invitation-day");
        day.setConverter(new DayConverter());
        day.setValue(LocalDate.now(services.clock()).plusDays(DAYS));
        day.setPrefWidth(176);
        day.setAccessibleText(Texts.get("host.invitation.day"));
        time.setId("invitation-time");
        time.setPrefColumnCount(5);
        time.setMinWidth(Region.USE_PREF_SIZE);
        time.setAccessibleText(Texts.get("host.invitation.time"));
        length.setId("invitation-length");
        length.setPrefColumnCount(4);
        length.setAccessibleText(Texts.get("host.invitation.ends.length"));
        unit.setId("invitation-unit");
        unit.getItems().setAll(ChronoUnit.MINUTES, ChronoUnit.HOURS, ChronoUnit.DAYS);
        unit.setConverter(words(each -> Texts.get(
                switch (each) {
                    case MINUTES -> "host.invitation.minutes";
                    case HOURS -> "host.invitation.hours";
                    default -> "host.invitation.days";
                })));
        unit.setValue(ChronoUnit.DAYS);
        unit.setAccessibleText(Texts.get("host.invitation.unit"));
        downloads.setId("invitation-downloads");
        downloads.setPrefColumnCount(6);
        downloads.setAccessibleText(Texts.get("host.invitation.ends.downloads"));
    }

    private void showEnds() {
        Ends chosen = ends.getValue();
        Nodes.show(day, chosen == Ends.DATE);
        Nodes.show(time, chosen == Ends.DATE);
        Nodes.show(length, chosen == Ends.LENGTH);
        Nodes.show(unit, chosen == Ends.LENGTH);
        Nodes.show(downloads, chosen == Ends.DOWNLOADS);
        say(endFault, "");
    }

    private static <T> StringConverter<T> words(Function<T, String> words) {
        return new StringConverter<>() {
            @Override
            public String toString(@Nullable T each) {
                return each == null ? "" : words.apply(each);
            }

            @Override
            public @Nullable T fromString(String text) {
                return null;
            }
        };
    }

    /** Something that was entered and cannot be used. */
    private static final class Wrong extends Exception {
        private static final long serialVersionUID = 1;

        private final transient Label at;
        private final transient Node field;

        Wrong(Label at, Node field, String sentence) {
            super(sentence);
            this.at = at;
            this.field = field;
        }
    }

    /** Returns false, because the box closes only once the invitation is made. */
    private boolean submit() {
        List.of(nameFault, folderFault, endFault, otherFault).forEach(each -> say(each, ""));
        try {
            String called = called();
            Optional<Instant> end = end();
            OptionalLong left = left();
            Invitation.Rights may =
                    (Invitation.Rights) rights.getSelectedToggle().getUserData();
            RemotePath at = confined.orElseThrow(() -> new Wrong(folderFault, folder, folderProblem));
            isBusy.set(true);
            controller.make(
                    share,
                    key -> new Invitation(key, called, may, at, end, left, Optional.empty()),
                    box::close,
                    this::refused);
        } catch (Wrong e) {
            say(e.at, String.valueOf(e.getMessage()));
            e.field.requestFocus();
        }
        return false;
    }

    private void refused(Exception failed) {
        isBusy.set(false);
        boolean isName = failed instanceof ProtocolException refused
                && refused.sentence().key() == AppReason.INVITATION_NAMED_TWICE;
        say(isName ? nameFault : otherFault, Texts.problem(failed));
        name.requestFocus();
    }

    private static void say(Label fault, String sentence) {
        fault.setText(sentence);
        Nodes.show(fault, !sentence.isEmpty());
    }

    private String called() throws Wrong {
        String called = name.getText().strip();
        if (!Invitation.isName(called)) {
            throw new Wrong(
                    nameFault,
                    name,
                    called.isEmpty()
                            ? Texts.get("host.invitation.name.empty")
                            : Texts.get("host.invitation.name.long", Invitation.MAX_NAME));
        }
        return called;
    }

    private Optional<Instant> end() throws Wrong {
        Instant now = services.clock().instant();
        return switch (ends.getValue()) {
            case NEVER, DOWNLOADS -> Optional.empty();
            case LENGTH -> Optional.of(now.plus(Duration.of(number(length, MAX_LENGTH), unit.getValue())));
            case DATE -> {
                LocalDate chosen = day.getConverter().fromString(day.getEditor().getText());
                if (chosen == null) {
                    throw new Wrong(
                            endFault,
                            day,
                            Texts.get(
                                    "host.invitation.day.wrong",
                                    day.getConverter().toString(LocalDate.now(services.clock()))));
                }
                Instant at =
                        chosen.atTime(time()).atZone(services.clock().getZone()).toInstant();
                if (!at.isAfter(now)) {
                    throw new Wrong(endFault, time, Texts.get("host.invitation.over"));
                }
                yield Optional.of(at);
            }
        };
    }

    private LocalTime time() throws Wrong {
        try {
            return LocalTime.parse(time.getText().strip(), DateTimeFormatter.ofPattern("H:mm", Locale.ROOT));
        } catch (DateTimeException e) {
            throw new Wrong(endFault, time, Texts.get("host.invitation.time.wrong"));
        }
    }

    private OptionalLong left() throws Wrong {
        return ends.getValue() == Ends.DOWNLOADS
                ? OptionalLong.of(number(downloads, Invitation.MAX_DOWNLOADS))
                : OptionalLong.empty();
    }

    private long number(TextField field, long max) throws Wrong {
        try {
            long number = Long.parseLong(field.getText().strip());
            if (number > 0 && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Answered below.
        }
        throw new Wrong(endFault, field, Texts.get("host.invitation.number", max));
    }
}
