package quayside.app.ui.transfers;

import java.util.List;
import java.util.Optional;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.GridPane;
import quayside.app.core.settings.Settings;
import quayside.app.core.settings.SettingsStore;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Latest;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.UiServices;

/** The menu of the speed limits, which are settings and take effect at once. */
final class SpeedLimits {
    private static final long KILO = 1000;
    private static final List<Long> QUICK = List.of(0L, 5_000 * KILO, 1_000 * KILO, 500 * KILO);

    /** Above any network, and far below where numbers overflow. */
    private static final long MAX_KILO = 100_000_000;

    private final MenuButton menu = new MenuButton();
    private final SettingsStore settings;
    private final UiServices services;

    SpeedLimits(SettingsStore settings, UiServices services) {
        this.settings = settings;
        this.services = services;
        menu.setId("speed-limit");
        menu.getStyleClass().addAll("flat", "small");
        menu.setMinWidth(MenuButton.USE_PREF_SIZE);
        menu.setMnemonicParsing(false);
        Latest<Settings> newest = new Latest<>(now -> show(now.transfers()));
        services.background().whileOpen(settings.onChange(newest::offer));
        show(settings.settings().transfers());
    }

    MenuButton node() {
        return menu;
    }

    private void show(Settings.Moving now) {
        menu.setText(words(now));
        ToggleGroup group = new ToggleGroup();
        menu.getItems().clear();
        for (long limit : QUICK) {
            add(
                            group,
                            limit == 0 ? Texts.get("transfers.limit.none") : HumanFormat.speed(limit),
                            () -> set(limit, limit))
                    .setSelected(now.downLimit() == limit && now.upLimit() == limit);
        }
        boolean custom = now.downLimit() != now.upLimit() || !QUICK.contains(now.downLimit());
        add(group, Texts.get("transfers.limit.custom"), this::ask).setSelected(custom);
    }

    private RadioMenuItem add(ToggleGroup group, String words, Runnable action) {
        RadioMenuItem item = new RadioMenuItem(words);
        item.setMnemonicParsing(false);
        item.setToggleGroup(group);
        item.setOnAction(event -> {
            // The settings decide which one is on.
            show(settings.settings().transfers());
            action.run();
        });
        menu.getItems().add(item);
        return item;
    }

    private static String words(Settings.Moving now) {
        if (now.downLimit() == 0 && now.upLimit() == 0) {
            return Texts.get("transfers.limit.none");
        }
        return now.downLimit() == now.upLimit()
                ? Texts.get("transfers.limit.both", HumanFormat.speed(now.downLimit()))
                : Texts.get("transfers.limit.each", speed(now.downLimit()), speed(now.upLimit()));
    }

    private static String speed(long limit) {
        return limit == 0 ? Texts.get("transfers.limit.free") : HumanFormat.speed(limit);
    }

    private void set(long down, long up) {
        services.background()
                .run(
                        () -> settings.update(
                                now -> now.withTransfers(now.transfers().withLimits(down, up))),
                        () -> {},
                        e -> services.toasts().error(Texts.problem(e)));
    }

    private void ask() {
        Settings.Moving now = settings.settings().transfers();
        StringProperty down = new SimpleStringProperty(kilo(now.downLimit()));
        StringProperty up = new SimpleStringProperty(kilo(now.upLimit()));
        TextField first = field("speed-limit-down", "transfers.limit.down", down);
        GridPane fields = new GridPane(12, 8);
        fields.addRow(0, label("transfers.limit.down", first), first, Nodes.muted(Texts.get("transfers.limit.unit")));
        TextField second = field("speed-limit-up", "transfers.limit.up", up);
        fields.addRow(1, label("transfers.limit.up", second), second, Nodes.muted(Texts.get("transfers.limit.unit")));
        fields.setAlignment(Pos.CENTER_LEFT);
        Label problem = Nodes.paragraph("", "field-fault");
        Nodes.show(problem, false);
        services.dialogs()
                .show(DialogBox.of(Texts.get("transfers.limit.title"))
                        .sentence(Texts.get("transfers.limit.sentence"))
                        .content(fields, problem)
                        .width(480)
                        .safe()
                        .focusOn(first)
                        .check(Texts.get("transfers.limit.set"), () -> {
                            Optional<Long> newDown = bytes(down.get());
                            Optional<Long> newUp = bytes(up.get());
                            if (newDown.isEmpty() || newUp.isEmpty()) {
                                problem.setText(Texts.get("transfers.limit.fault", Settings.Moving.MIN_LIMIT / KILO));
                                Nodes.show(problem, true);
                                (newDown.isEmpty() ? first : second).requestFocus();
                                return false;
                            }
                            set(newDown.get(), newUp.get());
                            return true;
                        }));
    }

    private static TextField field(String id, String key, StringProperty text) {
        TextField field = new TextField();
        field.setId(id);
        field.setPrefColumnCount(8);
        field.setPromptText(Texts.get("transfers.limit.free"));
        field.setAccessibleText(Texts.get(key));
        field.textProperty().bindBidirectional(text);
        return field;
    }

    private static Label label(String key, TextField field) {
        Label label = Nodes.label(Texts.get(key));
        label.setLabelFor(field);
        return label;
    }

    private static String kilo(long limit) {
        return limit == 0 ? "" : Long.toString(limit / KILO);
    }

    /** Returns the limit in bytes; nothing if the text is not one. */
    private static Optional<Long> bytes(String text) {
        String digits = text.strip();
        if (digits.isEmpty()) {
            return Optional.of(0L);
        }
        try {
            long kilo = Long.parseLong(digits);
            return kilo == 0 || (kilo >= Settings.Moving.MIN_LIMIT / KILO && kilo <= MAX_KILO)
                    ? Optional.of(kilo * KILO)
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
