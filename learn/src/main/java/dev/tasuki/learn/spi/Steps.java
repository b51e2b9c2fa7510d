package dev.tasuki.learn.spi;

/**
 * The steps of a fit as its listener hears of them.
 *
 * @param count how many there are
 * @param word one of them: {@code tree}
 * @param parameter the name of the parameter that sets their number; empty: nothing does
 */
public record Steps(int count, String word, String parameter) {}
