package dev.tasuki.core.task;

/** What a task asks for. Only a training is durable; a prediction is a call with a deadline. */
public enum TaskKind {
    TRAIN("queue.model.train"),
    PREDICT("queue.model.predict");

    private final String queue;

    TaskKind(String queue) {
        this.queue = queue;
    }

    /** The queue that its messages go to; fixed by the published design. */
    public String queue() {
        return queue;
    }
}
