package quayside.app.ui.browse;

import java.util.Locale;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2AL;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** The icon of a file by its extension: a hint to the eye, never a statement about its content. */
final class FileIcons {
    private FileIcons() {}

    static Ikon of(Row row) {
        if (row.isFolder()) {
            return Material2AL.FOLDER;
        }
        String name = row.entry().name();
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return switch (extension) {
            case "png", "jpg", "jpeg", "gif", "svg", "webp", "heic", "tif", "tiff", "bmp", "raw" ->
                Material2OutlinedAL.IMAGE;
            case "mp4", "mkv", "mov", "avi", "webm", "m4v" -> Material2OutlinedMZ.MOVIE;
            case "mp3", "flac", "ogg", "opus", "wav", "m4a" -> Material2OutlinedMZ.MUSIC_NOTE;
            case "zip", "gz", "xz", "zst", "7z", "tar", "rar", "deb", "rpm", "iso", "img" ->
                Material2OutlinedAL.ARCHIVE;
            case "txt", "md", "pdf", "doc", "docx", "odt", "rtf" -> Material2OutlinedAL.DESCRIPTION;
            case "xls", "xlsx", "ods", "csv" -> Material2OutlinedAL.GRID_ON;
            default -> Material2OutlinedAL.INSERT_DRIVE_FILE;
        };
    }
}
