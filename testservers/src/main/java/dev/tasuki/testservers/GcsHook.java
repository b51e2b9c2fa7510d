package dev.tasuki.testservers;

/** Is told of each request before it is worked off. */
@FunctionalInterface
public interface GcsHook {
    void before(GcsFault.Step step);
}
