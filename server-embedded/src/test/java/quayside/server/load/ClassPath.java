package quayside.server.load;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** The classes of this process as an installed program has them: an archive is open all the time, and loading a class takes no descriptor. */
final class ClassPath {
    private ClassPath() {}

    /** The present class path, its folders in archives that are deleted when this process ends. */
    static String ofArchives() throws IOException {
        List<String> entries = new ArrayList<>();
        for (String each : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            entries.add(
                    Files.isDirectory(Path.of(each)) ? archive(Path.of(each)).toString() : each);
        }
        return String.join(File.pathSeparator, entries);
    }

    private static Path archive(Path folder) throws IOException {
        Path archive = Files.createTempFile("classes", ".jar");
        archive.toFile().deleteOnExit();
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(archive));
                Stream<Path> files = Files.walk(folder)) {
            out.setLevel(0);
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new ZipEntry(folder.relativize(each).toString().replace(File.separatorChar, '/')));
                Files.copy(each, out);
            }
        }
        return archive;
    }
}
