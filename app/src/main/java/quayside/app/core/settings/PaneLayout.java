package quayside.app.core.settings;

import java.util.List;

/**
 * How the user has laid out a pane.
 *
 * @param columns the columns, in order; the name is not among them
 * @param sortedBy the id of the column that the rows are sorted by; {@link #NAME} for the name
 * @param tree whether the folder tree is open
 */
public record PaneLayout(List<Column> columns, String sortedBy, boolean ascending, boolean tree) {
    /** The id of the name's column. */
    public static final String NAME = "name";

    /**
     * A column.
     *
     * @param width in pixels at the default text size
     */
    public record Column(String id, double width, boolean shown) {}

    public PaneLayout {
        columns = List.copyOf(columns);
    }

    /** Makes the layout of a pane that is sorted by name, without the tree. */
    public PaneLayout(List<Column> columns) {
        this(columns, NAME, true, false);
    }
}
