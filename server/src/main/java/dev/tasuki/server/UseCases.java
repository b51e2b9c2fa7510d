package dev.tasuki.server;

import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.data.Datasets;
import dev.tasuki.core.data.Relations;
import dev.tasuki.core.dispatch.DeadLetterOffice;
import dev.tasuki.core.predict.ModelTrees;
import dev.tasuki.core.use.CsvPredictions;
import dev.tasuki.core.use.Events;
import dev.tasuki.core.use.Models;
import dev.tasuki.core.use.Names;
import dev.tasuki.core.use.Predictions;
import dev.tasuki.core.use.QueueFigures;
import dev.tasuki.core.use.Retries;
import dev.tasuki.core.use.Tasks;
import dev.tasuki.core.use.Trainings;
import dev.tasuki.core.use.Workers;

/**
 * What the server does when it is asked: everything it sees of the rest of Tasuki.
 *
 * @param work what clients request
 * @param data what they look at
 * @param watch what operators look at
 */
public record UseCases(Work work, Data data, Watch watch) {
    /**
     * What clients request.
     *
     * @param trainings accepts trainings
     * @param predictions answers predictions
     * @param csv answers predictions of whole files
     * @param tasks shows, cancels and finishes tasks
     * @param retries tries ended tasks again
     * @param deadLetters shows, mends and retries what no consumer could read
     */
    public record Work(
            Trainings trainings,
            Predictions predictions,
            CsvPredictions csv,
            Tasks tasks,
            Retries retries,
            DeadLetterOffice deadLetters) {}

    /**
     * What clients look at.
     *
     * @param models shows and removes models
     * @param names says what names of models mean, and moves their aliases
     * @param trees shows trees of models
     * @param datasets stores, shows and removes datasets
     * @param relations shows how columns of datasets are distributed and related
     * @param events tells what happens to tasks
     * @param queues shows how queues were
     * @param workers shows the processes that work
     */
    public record Data(
            Models models,
            Names names,
            ModelTrees trees,
            Datasets datasets,
            Relations relations,
            Events events,
            QueueFigures queues,
            Workers workers) {}

    /**
     * What operators look at.
     *
     * @param readiness the parts that requests need
     * @param brokers the brokers in use, for queue depths
     * @param telemetry counts and durations of this process
     */
    public record Watch(Readiness readiness, Brokers brokers, Telemetry telemetry) {}
}
