package quayside.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The page that shows the pictures of the gallery, one line for each scene. It needs neither a script nor a network. */
final class GalleryPage {
    private static final String HEAD = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <title>Quayside: screens, dialogs and states</title>
            <style>
            body { font: 14px/1.4 sans-serif; margin: 24px; background: #e9ebee; color: #1f2328 }
            h2 { font-size: 16px; margin: 32px 0 8px }
            div { display: grid; grid-template-columns: repeat(auto-fill, minmax(360px, 1fr)); gap: 16px }
            figure { margin: 0 }
            img { width: 100%; height: auto; border: 1px solid #b8bec5 }
            figcaption { color: #57606a; font-size: 12px }
            </style>
            <h1>Quayside: screens, dialogs and states</h1>
            """;

    private GalleryPage() {}

    /** @param pictures the names of the files by the name of their scene */
    static void write(Path folder, Map<String, List<String>> pictures) throws IOException {
        StringBuilder page = new StringBuilder(HEAD);
        pictures.forEach((scene, files) -> {
            page.append("<h2 id=\"").append(scene).append("\">").append(scene).append("</h2>\n<div>\n");
            for (String file : files) {
                String variant = file.substring(scene.length() + 1, file.length() - ".png".length());
                page.append("<figure><a href=\"%1$s\"><img loading=\"lazy\" src=\"%1$s\" alt=\"%2$s\"></a>"
                        .formatted(file, scene + ", " + variant));
                page.append("<figcaption>").append(variant).append("</figcaption></figure>\n");
            }
            page.append("</div>\n");
        });
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("index.html"), page.append("</html>\n"));
    }
}
