import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Run with {@code DIR FOLDERS FILES BYTES}: makes FOLDERS folders in DIR, each with FILES files of BYTES random bytes.
 */
final class MakeFiles {
    private MakeFiles() {}

    public static void main(String[] args) throws IOException {
        Random random = new Random(1);
        byte[] bytes = new byte[Integer.parseInt(args[3])];
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            Path folder = Files.createDirectories(Path.of(args[0], "folder-%04d".formatted(i)));
            for (int j = 0; j < Integer.parseInt(args[2]); j++) {
                random.nextBytes(bytes);
                Files.write(folder.resolve("file-%04d.bin".formatted(j)), bytes);
            }
        }
    }
}
