package dev.tasuki.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test after which a thread of ours, platform or virtual, is left that was not there before.
 * Ours are those whose name begins with {@code tasuki-}. Threads may take a moment to end.
 *
 * <p>Virtual threads are in no public list but a dump of all threads with their stacks. JDK 25 may crash while it looks at the
 * stack of a virtual thread that is just going on (in {@code ThreadSnapshotFactory}; seen once), so the list
 * is read where the dump has it from.
 */
public final class NoThreadLeft implements BeforeEachCallback, AfterEachCallback {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(NoThreadLeft.class);
    private static final String PREFIX = "tasuki-";
    private static final String OPTION = "--add-exports java.base/jdk.internal.vm=ALL-UNNAMED";

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(NAMESPACE).put("before", ours());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Set<?> before = context.getStore(NAMESPACE).get("before", Set.class);
        Eventually.holds(() -> {
            Set<String> left = new HashSet<>(ours());
            left.removeAll(before);
            assertThat(left).as("threads left behind").isEmpty();
        });
    }

    static Set<String> ours() {
        return threads(call("root", null))
                .filter(thread -> thread.getName().startsWith(PREFIX))
                .map(thread -> thread.getName() + " #" + thread.threadId())
                .collect(Collectors.toSet());
    }

    private static Stream<Thread> threads(Object container) {
        Stream<?> own = (Stream<?>) call("threads", container);
        Stream<?> children = (Stream<?>) call("children", container);
        return Stream.concat(own.map(Thread.class::cast), children.flatMap(NoThreadLeft::threads));
    }

    private static Object call(String method, @Nullable Object container) {
        String type = container == null ? "jdk.internal.vm.ThreadContainers" : "jdk.internal.vm.ThreadContainer";
        try {
            return Class.forName(type).getMethod(method).invoke(container);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("tests need " + OPTION + ", as the build gives it", e);
        }
    }
}
