package dev.tasuki.core.plugin;

import dev.tasuki.learn.registry.AddedLearners;
import dev.tasuki.learn.registry.AddedLearners.Added;
import dev.tasuki.learn.spi.Learner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The learners of all jars in one directory. Their code runs inside this process with all its rights: this looks whether
 * a jar can be used, not whether it should be trusted.
 *
 * <p>Example: {@code Plugins.open(Path.of("plugins")).add()}, before anything asks for the list of algorithms.
 */
public final class Plugins implements AutoCloseable {
    private final List<PluginJar> jars;

    private Plugins(List<PluginJar> jars) {
        this.jars = List.copyOf(jars);
    }

    /**
     * Loads every file of the directory whose name ends in {@code .jar}, in the order of their names; other files and
     * directories are not looked at. Throws {@link PluginsRefused} with everything that is wrong.
     */
    public static Plugins open(Path directory) throws PluginsRefused {
        List<Path> files = PluginFiles.of(directory);
        List<String> problems = new ArrayList<>();
        List<PluginJar> jars = new ArrayList<>();
        for (Path file : files) {
            try {
                jars.add(PluginJar.open(file));
            } catch (PluginsRefused refused) {
                problems.addAll(refused.problems());
            }
        }
        Plugins plugins = new Plugins(jars);
        plugins.checkNames(problems);
        if (!problems.isEmpty()) {
            plugins.close();
            throw new PluginsRefused(problems);
        }
        return plugins;
    }

    private void checkNames(List<String> problems) {
        Map<String, Path> names = new HashMap<>();
        for (PluginJar jar : jars) {
            for (Learner<?> learner : jar.learners()) {
                String name = learner.name();
                if (!AddedLearners.NAME.matcher(name).matches()) {
                    problems.add(jar.file() + " brings a learner named " + name
                            + "; a plug-in's name is lower-case letters, digits, - and _, with the vendor's name and a dot"
                            + " before them, such as acme.splines, so that it is none of this program's own");
                } else if (names.containsKey(name)) {
                    problems.add(jar.file() + " brings a learner named " + name + ", as " + names.get(name)
                            + " does; take one of them out of the directory");
                }
                names.putIfAbsent(name, jar.file());
            }
        }
    }

    /** All learners, each with what it is from. */
    public List<Added> learners() {
        return jars.stream()
                .flatMap(jar -> jar.learners().stream().map(learner -> new Added(learner, jar.origin())))
                .toList();
    }

    /** Their names with what each is from, for people. */
    public List<String> described() {
        return learners().stream()
                .map(added -> added.learner().name() + " of " + added.origin())
                .toList();
    }

    /** Puts them into the list of learners of this process. Throws IllegalStateException if the list was looked at. */
    public void add() {
        AddedLearners.add(learners());
    }

    /** Only where they were not added: a learner may load more of its classes at any time. */
    @Override
    public void close() {
        jars.forEach(PluginJar::close);
    }

    /** The jars of a directory. */
    private static final class PluginFiles {
        static List<Path> of(Path directory) throws PluginsRefused {
            if (!Files.exists(directory)) {
                throw new PluginsRefused(
                        List.of("there is no directory " + directory + "; make it, or name another with --plugins"));
            }
            if (!Files.isDirectory(directory)) {
                throw new PluginsRefused(List.of(directory + " is no directory; name the one that holds the jars"));
            }
            try (Stream<Path> all = Files.list(directory)) {
                PluginJar.requireOwn(directory, "700");
                List<Path> jars = all.filter(
                                file -> file.getFileName().toString().endsWith(".jar"))
                        .sorted()
                        .limit(PluginJar.MOST + 1L)
                        .toList();
                if (jars.isEmpty()) {
                    throw new PluginsRefused(List.of("the directory " + directory
                            + " has no jar; put the plug-ins there, or leave" + " --plugins out"));
                }
                if (jars.size() > PluginJar.MOST) {
                    throw new PluginsRefused(List.of("the directory " + directory + " has more than " + PluginJar.MOST
                            + " jars; take out those that are not needed"));
                }
                return jars;
            } catch (IOException e) {
                throw new PluginsRefused(List.of("the directory " + directory + " cannot be read: " + e.getMessage()));
            }
        }
    }
}
