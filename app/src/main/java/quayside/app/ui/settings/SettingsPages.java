package quayside.app.ui.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import quayside.app.core.desktop.LoginStart;
import quayside.app.core.host.SharedFolder;
import quayside.app.core.settings.Settings;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.CutName;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Look;
import quayside.app.ui.kit.Nodes;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.message.OnConflict;
import quayside.protocol.text.DisplayText;

/** Makes the pages of the settings. JavaFX thread only. */
final class SettingsPages {
    /**
     * One page.
     *
     * @param defaults changes the settings of the page back to their defaults; empty if it has none
     */
    record Page(String title, Glyph glyph, Region content, Optional<UnaryOperator<Settings>> defaults) {}

    private static final Settings DEFAULTS = Settings.standard(ShareLink.DEFAULT_PORT);
    private static final List<Long> LIMITS =
            List.of(0L, 100_000L, 250_000L, 500_000L, 1_000_000L, 2_000_000L, 5_000_000L, 10_000_000L, 50_000_000L);

    private final SettingsController controller;
    private final Look look;

    private final LoginStart login;

    SettingsPages(SettingsController controller, Look look, LoginStart login) {
        this.controller = controller;
        this.look = look;
        this.login = login;
    }

    /** @param chooseFolder asks for a folder; empty if the user cancels */
    List<Page> make(Supplier<Optional<Path>> chooseFolder) {
        return List.of(
                page(
                        "settings.general",
                        Glyph.SETTINGS,
                        general(),
                        now -> now.withComputer(DEFAULTS.computer())
                                .withLook(DEFAULTS.look())
                                .withStart(DEFAULTS.start())),
                page(
                        "settings.transfers",
                        Glyph.DOWNLOAD,
                        transfers(chooseFolder),
                        now -> now.withTransfers(DEFAULTS.transfers())
                                .withBackground(now.background()
                                        .withKeepAwake(DEFAULTS.background().keepAwake()))
                                .withLocal(now.local()
                                        .withDownloadFolder(DEFAULTS.local().downloadFolder()))),
                page(
                        "settings.hosting",
                        Glyph.SHARE,
                        hosting(),
                        now -> now.withHost(now.host()
                                        .withPort(DEFAULTS.host().port())
                                        .withShowHidden(DEFAULTS.host().showHidden())
                                        .withReachable(DEFAULTS.host().reachable())
                                        .withKeepLog(DEFAULTS.host().keepLog()))
                                .withNearby(DEFAULTS.nearby())
                                .withBackground(now.background()
                                        .withWhenClosed(DEFAULTS.background().whenClosed())
                                        .withShareAtStart(DEFAULTS.background().shareAtStart()))),
                page(
                        "settings.files",
                        Glyph.FILE,
                        files(),
                        now -> now.withLocal(now.local()
                                .withShowHidden(DEFAULTS.local().showHidden())
                                .withOpenFile(DEFAULTS.local().openFile()))),
                page("settings.notices", Glyph.BELL, notices(), now -> now.withNotices(DEFAULTS.notices())));
    }

    private Page page(String title, Glyph glyph, SettingRows rows, UnaryOperator<Settings> defaults) {
        controller.settings().subscribe(rows::show);
        return new Page(Texts.get(title), glyph, rows, Optional.of(defaults));
    }

    private SettingRows general() {
        SettingRows rows = new SettingRows(look);
        Label fault = Nodes.paragraph("", "field-fault", "small-text");
        TextField computer = rows.field("settings-computer", fault, Settings::computer, controller::computer);
        return rows.row("settings.computer", computer, fault, SettingRows.hint("settings.computer.hint"))
                .row(
                        "settings.theme",
                        rows.segments(
                                "settings-theme",
                                List.of(Settings.Theme.values()),
                                theme -> switch (theme) {
                                    case SYSTEM -> Texts.get("settings.theme.system");
                                    case LIGHT -> Texts.get("settings.theme.light");
                                    case DARK -> Texts.get("settings.theme.dark");
                                },
                                now -> now.look().theme(),
                                theme -> controller.look(now -> now.withTheme(theme))))
                .row(
                        "settings.scale",
                        rows.segments(
                                "settings-scale",
                                List.of(1.0, 1.25, 1.5),
                                scale -> String.format(Locale.ROOT, "%.0f %%", scale * 100),
                                now -> now.look().fontScale(),
                                scale -> controller.look(now -> now.withFontScale(scale))))
                .row("settings.language", language(rows), SettingRows.hint("settings.language.hint"))
                .line()
                .row(
                        "settings.start",
                        rows.choice(
                                "settings-reopen",
                                List.of(Settings.Reopen.LAST_SHARES, Settings.Reopen.NOTHING),
                                reopen -> switch (reopen) {
                                    case LAST_SHARES -> Texts.get("settings.start.shares");
                                    case NOTHING -> Texts.get("settings.start.nothing");
                                },
                                now -> now.start().reopen(),
                                reopen -> controller.change(now -> now.withStart(new Settings.Start(reopen)))),
                        SettingRows.hint("settings.start.hint"));
    }

    private ComboBox<Optional<Locale>> language(SettingRows rows) {
        return rows.choice(
                "settings-language",
                List.of(Optional.empty(), Optional.of(Locale.ENGLISH), Optional.of(Locale.GERMAN)),
                // Each language is named in itself, so that people who cannot read the present one find theirs.
                language -> language.map(named -> named.getDisplayLanguage(named))
                        .orElseGet(() -> Texts.get("settings.language.system")),
                now -> now.look().language(),
                language -> controller.look(now -> now.withLanguage(language)));
    }

    private SettingRows transfers(Supplier<Optional<Path>> chooseFolder) {
        SettingRows rows = new SettingRows(look);
        ComboBox<Integer> parallel = rows.choice(
                "settings-parallel",
                numbers(),
                number -> Integer.toString(number),
                now -> now.transfers().parallel(),
                number -> controller.transfers(now -> now.withParallel(number)));
        parallel.setAccessibleText(Texts.get("settings.parallel"));
        ComboBox<Long> down = limit(
                rows,
                "settings-down",
                now -> now.downLimit(),
                limit -> controller.transfers(now -> now.withLimits(limit, now.upLimit())));
        down.setAccessibleText(Texts.get("settings.limit.down.name"));
        ComboBox<Long> up = limit(
                rows,
                "settings-up",
                now -> now.upLimit(),
                limit -> controller.transfers(now -> now.withLimits(now.downLimit(), limit)));
        up.setAccessibleText(Texts.get("settings.limit.up.name"));
        return rows.row("settings.folder", folder(rows, chooseFolder), SettingRows.hint("settings.folder.hint"))
                .row("settings.parallel", beside(parallel, Nodes.muted(Texts.get("settings.parallel.unit"))))
                .row(
                        "settings.limit",
                        beside(
                                down,
                                Nodes.muted(Texts.get("settings.limit.down")),
                                up,
                                Nodes.muted(Texts.get("settings.limit.up"))),
                        SettingRows.hint("settings.limit.hint"))
                .row(
                        "settings.conflict",
                        rows.choice(
                                "settings-conflict",
                                List.of(
                                        Optional.<OnConflict>empty(),
                                        Optional.of(OnConflict.RENAME),
                                        Optional.of(OnConflict.OVERWRITE),
                                        Optional.of(OnConflict.NEWER),
                                        Optional.of(OnConflict.SKIP)),
                                SettingsPages::conflict,
                                now -> now.transfers().conflict(),
                                rule -> controller.transfers(now -> now.withConflict(rule))),
                        SettingRows.hint("settings.conflict.hint"))
                .line()
                .row(
                        "settings.restart",
                        rows.check(
                                "settings-resume",
                                "settings.restart.resume",
                                now -> now.transfers().resume(),
                                on -> controller.transfers(now -> now.withResume(on))),
                        SettingRows.hint("settings.restart.hint"))
                .row(
                        "settings.offline",
                        rows.check(
                                "settings-wait",
                                "settings.offline.wait",
                                now -> now.transfers().waitOffline(),
                                on -> controller.transfers(now -> now.withWaitOffline(on))),
                        SettingRows.hint("settings.offline.hint"))
                .row(
                        "settings.clear",
                        rows.check(
                                "settings-clear",
                                "settings.clear.day",
                                now -> now.transfers().clearAfterDay(),
                                on -> controller.transfers(now -> now.withClearAfterDay(on))),
                        SettingRows.hint("settings.clear.hint"))
                .row(
                        "settings.awake",
                        rows.check(
                                "settings-awake",
                                "settings.awake.keep",
                                now -> now.background().keepAwake(),
                                on -> controller.change(now ->
                                        now.withBackground(now.background().withKeepAwake(on)))),
                        SettingRows.hint("settings.awake.hint"));
    }

    private static List<Integer> numbers() {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 1; i <= Settings.Moving.MAX_PARALLEL; i++) {
            numbers.add(i);
        }
        return numbers;
    }

    private static ComboBox<Long> limit(
            SettingRows rows, String id, ToLongFunction<Settings.Moving> value, LongConsumer chosen) {
        return rows.choice(
                id,
                LIMITS,
                limit -> limit == 0 ? Texts.get("settings.limit.none") : HumanFormat.speed(limit),
                now -> value.applyAsLong(now.transfers()),
                chosen::accept);
    }

    private static String conflict(Optional<OnConflict> rule) {
        return rule.map(each -> switch (each) {
                    case RENAME -> Texts.get("settings.conflict.rename");
                    case OVERWRITE -> Texts.get("settings.conflict.replace");
                    case NEWER -> Texts.get("settings.conflict.newer");
                    case SKIP -> Texts.get("settings.conflict.skip");
                    case FAIL -> Texts.get("settings.conflict.fail");
                })
                .orElseGet(() -> Texts.get("settings.conflict.ask"));
    }

    private Node folder(SettingRows rows, Supplier<Optional<Path>> chooseFolder) {
        CutName folder = new CutName();
        folder.setId("settings-folder");
        folder.getStyleClass().add("settings-folder");
        HBox.setHgrow(folder, Priority.ALWAYS);
        folder.setMaxWidth(Double.MAX_VALUE);
        rows.follow(now -> folder.set(now.local()
                .downloadFolder()
                .map(path -> DisplayText.escape(path.toString()))
                .orElseGet(() -> Texts.get("settings.folder.none"))));
        Button choose = Nodes.button(
                Texts.get("settings.folder.choose"),
                () -> chooseFolder
                        .get()
                        .ifPresent(path -> controller.local(now -> now.withDownloadFolder(Optional.of(path)))));
        choose.setId("settings-folder-choose");
        HBox row = new HBox(8, folder, choose);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private SettingRows hosting() {
        SettingRows rows = new SettingRows(look);
        Label fault = Nodes.paragraph("", "field-fault", "small-text");
        TextField port = rows.field(
                "settings-port", fault, now -> Integer.toString(now.host().port()), controller::port);
        port.setPrefColumnCount(6);
        port.setMaxWidth(Region.USE_PREF_SIZE);
        rows.row("settings.port", port, fault, SettingRows.hint("settings.port.hint"))
                .row(
                        "settings.closing",
                        rows.choice(
                                "settings-closing",
                                List.of(Settings.WhenClosed.values()),
                                closing -> switch (closing) {
                                    case ASK -> Texts.get("settings.closing.ask");
                                    case KEEP_SHARING -> Texts.get("settings.closing.keep");
                                    case QUIT -> Texts.get("settings.closing.quit");
                                },
                                now -> now.background().whenClosed(),
                                closing -> controller.change(now ->
                                        now.withBackground(now.background().withWhenClosed(closing)))),
                        SettingRows.hint("settings.closing.hint"))
                .row("settings.start", shareAtStart(rows), SettingRows.hint("settings.share.hint"));
        if (login.isPossible()) {
            rows.row("settings.login", atLogin(rows), SettingRows.hint("settings.login.hint"));
        }
        return rows.row(
                        "settings.hidden",
                        rows.check(
                                "settings-share-hidden",
                                "settings.hidden.share",
                                now -> now.host().showHidden(),
                                on -> controller.host(now -> now.withShowHidden(on))),
                        SettingRows.hint("settings.hidden.share.hint"))
                .row(
                        "settings.log",
                        rows.check(
                                "settings-keep-log",
                                "settings.log.keep",
                                now -> now.host().keepLog(),
                                on -> controller.host(now -> now.withKeepLog(on))),
                        SettingRows.hint("settings.log.keep.hint"))
                .line()
                .row(
                        "settings.nearby",
                        rows.check(
                                "settings-announce",
                                "settings.nearby.announce",
                                now -> now.nearby().announce(),
                                on -> controller.change(now -> now.withNearby(
                                        new Settings.Nearby(on, now.nearby().look())))),
                        SettingRows.hint("settings.nearby.hint"),
                        rows.check(
                                "settings-look",
                                "settings.nearby.look",
                                now -> now.nearby().look(),
                                on -> controller.change(now -> now.withNearby(
                                        new Settings.Nearby(now.nearby().announce(), on)))))
                .row(
                        "settings.reach",
                        rows.check(
                                "settings-reachable",
                                "host.reach",
                                now -> now.host().reachable(),
                                on -> controller.host(now -> now.withReachable(on))),
                        SettingRows.hint("host.reach.hint"));
    }

    /** Names the folder that would be shared; without one there is nothing to choose. */
    private CheckBox shareAtStart(SettingRows rows) {
        CheckBox box = rows.check(
                "settings-share-start",
                "settings.share.none",
                now -> now.background().shareAtStart(),
                on -> controller.change(
                        now -> now.withBackground(now.background().withShareAtStart(on))));
        rows.follow(now -> {
            Optional<Path> folder = now.host().folder();
            box.setText(folder.map(path -> Texts.get("settings.share", DisplayText.escape(SharedFolder.nameOf(path))))
                    .orElseGet(() -> Texts.get("settings.share.none")));
            box.setDisable(folder.isEmpty() && !now.background().shareAtStart());
        });
        return box;
    }

    /** Shows and changes what the desktop does at login, which is no setting of this program. */
    private CheckBox atLogin(SettingRows rows) {
        CheckBox box = new CheckBox(Texts.get("settings.login.start"));
        box.setId("settings-login");
        box.setWrapText(true);
        box.setMnemonicParsing(false);
        box.setOnAction(event -> controller.atLogin(login, box.isSelected(), box::setSelected));
        rows.follow(now -> controller.isAtLogin(login, box::setSelected));
        return box;
    }

    private SettingRows files() {
        SettingRows rows = new SettingRows(look);
        return rows.row(
                        "settings.hidden",
                        rows.check(
                                "settings-show-hidden",
                                "settings.hidden.show",
                                now -> now.local().showHidden(),
                                on -> controller.local(now -> now.withShowHidden(on))),
                        SettingRows.hint("settings.hidden.show.hint"))
                .row(
                        "settings.open",
                        rows.choice(
                                "settings-open",
                                List.of(Settings.OpenFile.values()),
                                open -> switch (open) {
                                    case OPEN -> Texts.get("settings.open.open");
                                    case TRANSFER -> Texts.get("settings.open.transfer");
                                },
                                now -> now.local().openFile(),
                                open -> controller.local(now -> now.withOpenFile(open))),
                        SettingRows.hint("settings.open.hint"));
    }

    private SettingRows notices() {
        SettingRows rows = new SettingRows(look);
        return rows.row(
                "settings.notices.when",
                rows.check(
                        "settings-notice-done",
                        "settings.notices.done",
                        now -> now.notices().done(),
                        on -> controller.notices(now -> now.withDone(on))),
                rows.check(
                        "settings-notice-failed",
                        "settings.notices.failed",
                        now -> now.notices().failed(),
                        on -> controller.notices(now -> now.withFailed(on))),
                rows.check(
                        "settings-notice-guests",
                        "settings.notices.guests",
                        now -> now.notices().guests(),
                        on -> controller.notices(now -> now.withGuests(on))),
                rows.check(
                        "settings-notice-arrivals",
                        "settings.notices.arrivals",
                        now -> now.notices().arrivals(),
                        on -> controller.notices(now -> now.withArrivals(on))),
                rows.check(
                        "settings-notice-keys",
                        "settings.notices.wrongKeys",
                        now -> now.notices().wrongKeys(),
                        on -> controller.notices(now -> now.withWrongKeys(on))),
                SettingRows.hint("settings.notices.hint"));
    }

    /** Puts controls beside each other, or below if there is no room. */
    private static FlowPane beside(Node... controls) {
        FlowPane row = new FlowPane(8, 6, controls);
        row.setAlignment(Pos.CENTER_LEFT);
        row.setPrefWrapLength(10_000);
        Arrays.stream(controls)
                .filter(Label.class::isInstance)
                .forEach(label -> ((Label) label).setMinWidth(Region.USE_PREF_SIZE));
        return row;
    }
}
