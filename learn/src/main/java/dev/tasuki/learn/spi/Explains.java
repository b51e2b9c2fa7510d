package dev.tasuki.learn.spi;

/** Something fitted that can tell exactly what each feature adds to a prediction. Optional for a {@link Fitted}. */
public interface Explains {
    /** Nodes that an explanation of one row visits, known without a look at them; 0 for a model without trees. */
    long explainedNodes();

    /**
     * What explains rows. Looks at every node once, to know what that takes.
     *
     * @param looks counts the nodes
     * @throws java.util.concurrent.CancellationException when the explanation is not wanted any more
     */
    Explainer explainer(WalkCounter looks);
}
