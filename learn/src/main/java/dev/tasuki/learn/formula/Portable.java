package dev.tasuki.learn.formula;

/** Something fitted whose arithmetic can be told. Optional for a {@link dev.tasuki.learn.spi.Fitted}. */
public interface Portable {
    /** What it computes; refers to the trees and copies none of them. */
    Formula formula();
}
