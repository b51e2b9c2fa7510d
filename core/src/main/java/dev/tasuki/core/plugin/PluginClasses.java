package dev.tasuki.core.plugin;

import dev.tasuki.learn.spi.Learner;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Set;

/**
 * The classes of one jar. Beside its own it sees those of Java and the packages of {@code learn} that a learner needs,
 * and neither the rest of this program, nor its libraries, nor other plug-ins: so a jar may bring any version of any
 * library.
 */
final class PluginClasses extends URLClassLoader {
    /** Packages below {@code dev.tasuki.learn} that are shown; empty: that package itself. */
    private static final Set<String> SHOWN = Set.of(
            "",
            "conformal",
            "encode",
            "explain",
            "format",
            "formula",
            "metric",
            "numpy",
            "schema",
            "spi",
            "table",
            "tree");

    private static final String LEARN = "dev.tasuki.learn";

    PluginClasses(Path jar) throws MalformedURLException {
        super("plugin " + jar.getFileName(), new URL[] {jar.toUri().toURL()}, new Shown());
    }

    /** What a plug-in sees beside itself. */
    private static final class Shown extends ClassLoader {
        Shown() {
            super("shown to plugins", getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (!shown(name)) {
                throw new ClassNotFoundException(name);
            }
            return Learner.class.getClassLoader().loadClass(name);
        }

        private static boolean shown(String name) {
            int end = name.lastIndexOf('.');
            String within = end < 0 ? "" : name.substring(0, end);
            return within.equals(LEARN)
                    || within.startsWith(LEARN + ".") && SHOWN.contains(within.substring(LEARN.length() + 1));
        }
    }

    /** Those of the jar alone: a service that the JDK or this program offers is no plug-in's. */
    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        return name.startsWith("META-INF/services/")
                ? Collections.enumeration(Collections.list(findResources(name)))
                : super.getResources(name);
    }
}
