package dev.tasuki.app.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The classes that JVMs have loaded so far, as their logs of them tell. */
record LoadedClasses(Set<String> names) {
    /** Reads files written by {@code -Xlog:class+load:file=…:uptime}: {@code [0.021s] name source: …}. */
    static LoadedClasses read(List<Path> logs) throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path log : logs) {
            try (Stream<String> lines = Files.lines(log)) {
                lines.map(line -> line.split(" "))
                        .filter(words -> words.length > 2 && words[2].equals("source:"))
                        .forEach(words -> names.add(words[1]));
            }
        }
        return new LoadedClasses(names);
    }

    /** Those of packages (a name and a dot), and of classes with what is nested in them. */
    Set<String> of(List<String> packagesOrClasses) {
        return names.stream()
                .filter(name -> packagesOrClasses.stream().anyMatch(one -> within(one, name)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean within(String packageOrClass, String name) {
        return packageOrClass.endsWith(".")
                ? name.startsWith(packageOrClass)
                : name.equals(packageOrClass) || name.startsWith(packageOrClass + "$");
    }
}
