package quayside.app.ui.kit;

import java.util.Locale;

/** The kind of a file as its name suggests it, with an icon and a colour. The name is only a hint about the content. */
public enum FileKind {
    FOLDER(Glyph.FOLDER),
    IMAGE(Glyph.IMAGE),
    FILM(Glyph.FILM),
    MUSIC(Glyph.MUSIC),
    ARCHIVE(Glyph.ARCHIVE),
    TABLE(Glyph.TABLE),
    CODE(Glyph.CODE),
    PDF(Glyph.PDF),
    DOCUMENT(Glyph.DOCUMENT),
    TEXT(Glyph.TEXT),
    OTHER(Glyph.FILE);

    private final Glyph glyph;

    FileKind(Glyph glyph) {
        this.glyph = glyph;
    }

    public static FileKind of(String name, boolean folder) {
        return folder ? FOLDER : of(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    private static FileKind of(String extension) {
        return switch (extension) {
            case "png", "jpg", "jpeg", "gif", "svg", "webp", "heic", "tif", "tiff", "bmp", "raw", "nef" -> IMAGE;
            case "mp4", "mkv", "mov", "avi", "webm", "m4v" -> FILM;
            case "mp3", "flac", "ogg", "opus", "wav", "m4a" -> MUSIC;
            case "zip", "gz", "xz", "zst", "7z", "tar", "rar", "deb", "rpm", "iso", "img", "dmg" -> ARCHIVE;
            case "xls", "xlsx", "ods", "csv" -> TABLE;
            case "json", "html", "css", "js", "java", "py", "xml", "sh", "sql", "c", "h", "cpp", "rs", "go" -> CODE;
            case "pdf" -> PDF;
            case "doc", "docx", "odt", "rtf" -> DOCUMENT;
            case "txt", "md", "log" -> TEXT;
            default -> OTHER;
        };
    }

    /** Makes the icon in the colour of this kind. */
    public Icon icon() {
        Icon icon = new Icon(glyph);
        show(icon);
        return icon;
    }

    /** Lets an icon, that a cell uses again and again, show this kind. */
    public void show(Icon icon) {
        icon.glyph(glyph);
        String own = "kind-" + name().toLowerCase(Locale.ROOT);
        // Every change of the classes finds all styles of the icon anew.
        if (!icon.getStyleClass().contains(own)) {
            icon.getStyleClass().removeIf(style -> style.startsWith("kind-"));
            icon.getStyleClass().add(own);
        }
    }
}
