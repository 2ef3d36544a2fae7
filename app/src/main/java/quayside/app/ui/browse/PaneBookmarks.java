package quayside.app.ui.browse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleButton;
import quayside.app.core.settings.Bookmarks;
import quayside.app.core.settings.Bookmarks.Bookmark;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.text.DisplayText;

/** The bookmarks of a pane: the star for the shown folder, and the menu of all. JavaFX thread only. */
final class PaneBookmarks<P> {
    private final BrowseModel<P> model;
    private final BrowseController<P> controller;
    private final UiServices services;
    private final ToggleButton star = Nodes.asIcon(new ToggleButton(), Glyph.STAR, Texts.get("browse.bookmark"));
    private Optional<Bookmarks> store = Optional.empty();

    PaneBookmarks(BrowseModel<P> model, BrowseController<P> controller, UiServices services) {
        this.model = model;
        this.controller = controller;
        this.services = services;
        star.getStyleClass().add("star");
        star.setOnAction(event -> toggle());
        Nodes.show(star, false);
        model.folder.addListener((folder, before, now) -> update());
    }

    /** Keeps the bookmarks in {@code bookmarks} from now on. */
    void use(Bookmarks bookmarks) {
        store = Optional.of(bookmarks);
        update();
    }

    ToggleButton star() {
        return star;
    }

    /** Sets a bookmark for the shown folder, or removes it. */
    void toggle() {
        P folder = model.folder.get();
        FileSource<P> source = controller.source().orElse(null);
        if (store.isPresent() && folder != null && source != null) {
            Bookmarks bookmarks = store.get();
            Bookmark bookmark = new Bookmark(source.title(folder), source.path(folder));
            services.background().run(() -> bookmarks.toggle(source.owner(), bookmark), this::update, e -> {
                update();
                services.toasts().error(Texts.problem(e));
            });
        }
    }

    /** Returns the items of the menu: one for the shown folder, and one for each bookmark. */
    List<MenuItem> items() {
        List<MenuItem> items = new ArrayList<>();
        List<Bookmark> list = list();
        items.add(item(Texts.get(star.isSelected() ? "browse.bookmark.remove" : "browse.bookmark.add"), this::toggle));
        if (!list.isEmpty()) {
            items.add(new SeparatorMenuItem());
        }
        list.forEach(bookmark -> items.add(item(DisplayText.escape(bookmark.name()), () -> open(bookmark))));
        return items;
    }

    boolean isUsed() {
        return store.isPresent();
    }

    private List<Bookmark> list() {
        return controller
                .source()
                .flatMap(source -> store.map(bookmarks -> bookmarks.of(source.owner())))
                .orElse(List.of());
    }

    private void update() {
        P folder = model.folder.get();
        Optional<String> path =
                folder == null ? Optional.empty() : controller.source().map(source -> source.path(folder));
        Nodes.show(star, store.isPresent());
        star.setDisable(path.isEmpty());
        star.setSelected(list().stream()
                .anyMatch(bookmark -> path.filter(bookmark.path()::equals).isPresent()));
    }

    private void open(Bookmark bookmark) {
        P here = model.folder.get();
        FileSource<P> source = controller.source().orElse(null);
        if (here != null && source != null) {
            services.background()
                    .run(
                            cancellation -> source.locate(bookmark.path(), here),
                            place -> {
                                controller.open(place.folder());
                                place.name().ifPresent(name -> model.selectWhenListed(Set.of(name)));
                            },
                            e -> services.toasts().error(Texts.problem(e)));
        }
    }

    private static MenuItem item(String words, Runnable action) {
        MenuItem item = new MenuItem(words);
        item.setMnemonicParsing(false);
        item.setOnAction(event -> action.run());
        return item;
    }
}
