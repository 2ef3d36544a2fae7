package quayside.app.core.settings;

import java.util.List;

/** How the user has laid out the columns of a pane, in order; the name is not among them. */
public record PaneLayout(List<Column> columns) {
    /**
     * A column.
     *
     * @param width in pixels at the default text size
     */
    public record Column(String id, double width, boolean shown) {}

    public PaneLayout {
        columns = List.copyOf(columns);
    }
}
