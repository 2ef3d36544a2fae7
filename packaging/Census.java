import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Measures how easy it is to find one's way in the code: counts lines, files and types with a single user, and finds
 * the largest cycle of types. Reads the sources and the compiled classes of the modules. A nested type counts as part
 * of its top-level type. See {@code packaging/census}.
 */
final class Census {
    private static final List<String> MODULES = List.of("protocol", "server-embedded", "app");

    private final Map<String, ClassModel> classes = new TreeMap<>();
    private final Map<String, Set<String>> uses = new TreeMap<>();

    private Census(Path root) throws IOException {
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(root.resolve(module).resolve("target/classes"))) {
                for (Path file : files.filter(each -> each.toString().endsWith(".class") && !each.endsWith("package-info.class"))
                        .toList()) {
                    ClassModel model = ClassFile.of().parse(file);
                    classes.put(model.thisClass().asInternalName(), model);
                }
            }
        }
        classes.forEach(this::look);
    }

    private static String top(String name) {
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    private void look(String name, ClassModel model) {
        Set<String> used = uses.computeIfAbsent(top(name), _ -> new TreeSet<>());
        model.constantPool().forEach(entry -> {
            if (entry instanceof ClassEntry each) {
                use(used, name, each.asInternalName());
            }
        });
        for (MethodModel method : model.methods()) {
            descriptorTypes(method.methodType().stringValue()).forEach(each -> use(used, name, each));
        }
        model.fields().forEach(field -> descriptorTypes(field.fieldType().stringValue()).forEach(each -> use(used, name, each)));
    }

    private void use(Set<String> used, String user, String name) {
        if (classes.containsKey(name) && !top(name).equals(top(user))) {
            used.add(top(name));
        }
    }

    private static List<String> descriptorTypes(String descriptor) {
        List<String> found = new ArrayList<>();
        for (int at = descriptor.indexOf('L'); at >= 0; at = descriptor.indexOf('L', descriptor.indexOf(';', at))) {
            found.add(descriptor.substring(at + 1, descriptor.indexOf(';', at)));
        }
        return found;
    }

    private Map<String, Set<String>> users() {
        Map<String, Set<String>> users = new TreeMap<>();
        uses.forEach((user, used) -> used.forEach(each -> users.computeIfAbsent(each, _ -> new TreeSet<>()).add(user)));
        return users;
    }

    /** Returns the cycles of types (strongly connected components), the largest first. */
    private List<List<String>> knots() {
        List<List<String>> knots = new ArrayList<>();
        Map<String, Integer> found = new HashMap<>();
        Map<String, Integer> low = new HashMap<>();
        Deque<String> stack = new ArrayDeque<>();
        for (String type : uses.keySet()) {
            if (!found.containsKey(type)) {
                visit(type, found, low, stack, knots);
            }
        }
        knots.sort(Collections.reverseOrder((one, other) -> Integer.compare(one.size(), other.size())));
        return knots;
    }

    private void visit(
            String type, Map<String, Integer> found, Map<String, Integer> low, Deque<String> stack, List<List<String>> knots) {
        found.put(type, found.size());
        low.put(type, found.get(type));
        stack.push(type);
        for (String used : uses.get(type)) {
            if (!found.containsKey(used)) {
                visit(used, found, low, stack, knots);
                low.merge(type, low.get(used), Math::min);
            } else if (stack.contains(used)) {
                low.merge(type, found.get(used), Math::min);
            }
        }
        if (low.get(type).equals(found.get(type))) {
            List<String> knot = new ArrayList<>();
            String member;
            do {
                member = stack.pop();
                knot.add(member);
            } while (!member.equals(type));
            knots.add(knot);
        }
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void countSources(Path root, String what) throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(root.resolve(module).resolve("src/" + what + "/java"))) {
                files.filter(each -> each.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        System.out.printf("%s: %,d lines in %,d files%n", what, sources.stream().mapToLong(Census::lines).sum(), sources.size());
    }

    private void report(Path root, boolean names) throws IOException {
        countSources(root, "main");
        countSources(root, "test");
        Map<String, Set<String>> users = users();
        List<String> single = uses.keySet().stream()
                .filter(type -> users.getOrDefault(type, Set.of()).size() == 1)
                .toList();
        System.out.printf("types: %d, of which %d (%d %%) have one user%n", uses.size(), single.size(), 100 * single.size() / uses.size());
        List<String> knot = knots().getFirst();
        System.out.printf("largest knot: %d types, %s%n", knot.size(), String.join(" ", knot.stream().map(Census::simple).sorted().toList()));
        Map<String, List<String>> byName = new TreeMap<>();
        uses.keySet().forEach(type -> byName.computeIfAbsent(simple(type), _ -> new ArrayList<>()).add(type.replace('/', '.')));
        byName.values().removeIf(types -> types.size() == 1);
        System.out.printf("names that several types have: %d %s%n", byName.size(), byName.keySet());
        if (names) {
            single.forEach(type -> System.out.println("one user: " + type.replace('/', '.') + " <- "
                    + users.get(type).iterator().next().replace('/', '.')));
        }
    }

    private static String simple(String type) {
        return type.substring(type.lastIndexOf('/') + 1);
    }

    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]);
        new Census(root).report(root, List.of(arguments).contains("--names"));
    }
}
