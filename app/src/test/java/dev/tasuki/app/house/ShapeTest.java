package dev.tasuki.app.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sizes and names, read from the sources by the compiler's own parser. */
class ShapeTest {
    /** The formatter wraps code at 120; what it leaves alone, long strings and prose, may go a little beyond. */
    private static final int COLUMNS = 132;

    private static final int FILE_LINES = 400;
    private static final int METHOD_LINES = 60;
    private static final int PARAMETERS = 5;
    private static final int PORT_METHODS = 6;
    /** What was beyond a limit when the limit was set; it may become less, never more. */
    private static final Map<String, Integer> RATCHET = Map.of(
            "ForestGrowth.java <init>",
            6,
            // As Logback has it.
            "OutOfMemory.java decide",
            6);

    private static final Pattern EMPTY_NAMES = Pattern.compile(".*(Impl|Utils?|Helper|Manager)");

    private static final List<Path> FILES = Checkout.files(".java");
    private static final Findings FOUND = new Findings();

    /** What breaks a rule, by rule. */
    private static final class Findings {
        final List<String> longMethods = new ArrayList<>();
        final List<String> manyParameters = new ArrayList<>();
        final List<String> widePorts = new ArrayList<>();
        final List<String> emptyNames = new ArrayList<>();
        final List<String> openClasses = new ArrayList<>();
        int methods;
    }

    @BeforeAll
    static void parse() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(FILES));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new Reader(unit, positions).scan(unit, null);
            }
        }
    }

    private static final class Reader extends TreeScanner<Void, ClassTree> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final LineMap lines;
        private final String file;

        Reader(CompilationUnitTree unit, SourcePositions positions) {
            this.unit = unit;
            this.positions = positions;
            this.lines = unit.getLineMap();
            this.file = Checkout.name(Path.of(unit.getSourceFile().toUri()));
        }

        private static int allowed(String file, MethodTree method) {
            String name = file.substring(file.lastIndexOf('/') + 1) + " " + method.getName();
            return RATCHET.getOrDefault(name, PARAMETERS);
        }

        @Override
        public Void visitClass(ClassTree type, ClassTree outer) {
            String name = type.getSimpleName().toString();
            if (EMPTY_NAMES.matcher(name).matches()) {
                FOUND.emptyNames.add(file + ": " + name);
            }
            Set<Modifier> modifiers = type.getModifiers().getFlags();
            boolean closed = modifiers.contains(Modifier.FINAL)
                    || modifiers.contains(Modifier.SEALED)
                    || modifiers.contains(Modifier.ABSTRACT);
            if (type.getKind() == Tree.Kind.CLASS
                    && !closed
                    && outer == null
                    && file.contains("/src/main/")
                    // JMH makes subclasses of its benchmarks.
                    && !file.startsWith("bench/")) {
                FOUND.openClasses.add(file + ": " + name);
            }
            long methods = type.getMembers().stream()
                    .filter(MethodTree.class::isInstance)
                    .count();
            if (file.contains("/core/port/") && type.getKind() == Tree.Kind.INTERFACE && methods > PORT_METHODS) {
                FOUND.widePorts.add(file + ": " + name + " has " + methods);
            }
            return super.visitClass(type, type);
        }

        @Override
        public Void visitMethod(MethodTree method, ClassTree type) {
            FOUND.methods++;
            long first = lines.getLineNumber(positions.getStartPosition(unit, method));
            long last = lines.getLineNumber(positions.getEndPosition(unit, method));
            String where = file + ":" + first + ": " + method.getName();
            // A test may hold a table of cases.
            if (last - first + 1 > METHOD_LINES && !file.contains("/src/test/")) {
                FOUND.longMethods.add(where + " has " + (last - first + 1) + " lines");
            }
            // A record's constructor takes what the record holds; tests may be handed a table's row.
            boolean counted = type.getKind() != Tree.Kind.RECORD && !file.contains("/src/test/");
            if (counted && method.getParameters().size() > allowed(file, method)) {
                FOUND.manyParameters.add(
                        where + " has " + method.getParameters().size());
            }
            return super.visitMethod(method, type);
        }
    }

    @Test
    void theWholeCheckoutWasRead() {
        assertThat(FILES).hasSizeGreaterThan(100);
        assertThat(FOUND.methods).isGreaterThan(500);
    }

    @Test
    void linesAreShort() {
        List<String> found = new ArrayList<>();
        for (Path file : FILES) {
            List<String> lines = Checkout.lines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).length() > COLUMNS && !lines.get(i).startsWith("import ")) {
                    found.add(Checkout.name(file) + ":" + (i + 1) + " has "
                            + lines.get(i).length());
                }
            }
        }
        assertThat(found).as("lines beyond " + COLUMNS + " columns").isEmpty();
    }

    @Test
    void filesAreShort() {
        TreeMap<String, Integer> found = new TreeMap<>();
        for (Path file : FILES) {
            int lines = Checkout.lines(file).size();
            if (lines > RATCHET.getOrDefault(file.getFileName().toString(), FILE_LINES)) {
                found.put(Checkout.name(file), lines);
            }
        }
        assertThat(found).as("files beyond " + FILE_LINES + " lines").isEmpty();
    }

    @Test
    void functionsAreShort() {
        assertThat(FOUND.longMethods)
                .as("functions beyond " + METHOD_LINES + " lines")
                .isEmpty();
    }

    @Test
    void parametersAreFew() {
        assertThat(FOUND.manyParameters)
                .as("more than " + PARAMETERS + " parameters: make a record")
                .isEmpty();
    }

    @Test
    void portsAreNarrow() {
        assertThat(FOUND.widePorts)
                .as("ports with more than " + PORT_METHODS + " methods")
                .isEmpty();
    }

    @Test
    void namesSayWhatAThingIs() {
        assertThat(FOUND.emptyNames).as("names that say nothing").isEmpty();
    }

    @Test
    void classesAreFinal() {
        assertThat(FOUND.openClasses).as("classes that anybody could extend").isEmpty();
    }

    @Test
    void everyPackageIsDescribedAndNullMarked() {
        TreeSet<String> missing = new TreeSet<>();
        for (Path file : FILES) {
            Path info = file.resolveSibling("package-info.java");
            if (!Checkout.name(file).contains("/src/main/")) {
                continue;
            }
            if (!Files.exists(info)) {
                missing.add(Checkout.name(info) + " is not there");
            } else {
                String text = String.join("\n", Checkout.lines(info));
                if (!text.contains("@NullMarked") || !text.startsWith("/**")) {
                    missing.add(Checkout.name(info) + " lacks @NullMarked or its comment");
                }
            }
        }
        assertThat(missing).isEmpty();
    }
}
