package dev.tasuki.core.trainer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.base.Keys;
import dev.tasuki.core.base.Sha256;
import dev.tasuki.core.data.Datasets;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.ObjectStore.ObjectReader;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.run.Product;
import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.run.Work;
import dev.tasuki.core.task.Artifact;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Gives trainings by an algorithm of somebody else to their trainer, and all others to our own work. What a trainer made
 * is looked at before it is taken: the form of its answer, and size and hash of the model that it stored. Thread-safe.
 */
public final class DelegatingWork implements Work {
    private final Work own;
    private final Trainers trainers;
    private final Datasets datasets;
    private final ObjectStore objects;
    private final Keys keys;

    public DelegatingWork(Work own, Trainers trainers, Datasets datasets, ObjectStore objects, Keys keys) {
        this.own = own;
        this.trainers = trainers;
        this.datasets = datasets;
        this.objects = objects;
        this.keys = keys;
    }

    @Override
    public NewTask read(byte[] body) {
        return own.read(body);
    }

    @Override
    public NewTask pin(NewTask read) {
        return own.pin(read);
    }

    @Override
    public Optional<Product> run(TaskRow row, RunControl control) {
        TrainRequest request = TrainRequest.parseMessage(row.spec().payload().getBytes(StandardCharsets.UTF_8));
        return request.delegated() ? delegated(row, request, control) : own.run(row, control);
    }

    private Optional<Product> delegated(TaskRow row, TrainRequest request, RunControl control) {
        Trainer trainer = trainers.of(request.algorithmName())
                .orElseThrow(() -> InvalidRequest.content(
                        RefusalCode.TRAINER_FAILED,
                        "this consumer has no trainer for " + request.algorithmName()
                                + "; allow it by --celery-trainers on every consumer, then retry the task"));
        requireDataset(row, request);
        TrainerCall call = TrainerCall.of(row, keys);
        return trainer.train(call, control).map(answer -> product(call, answer));
    }

    /** The trainer reads the key, not a version: if it was replaced by now, it would learn from something else. */
    private void requireDataset(TaskRow row, TrainRequest request) {
        try (ObjectReader reader = datasets.open(request.dataset(), row.spec().pin())) {
            if (row.spec().pin() == null) {
                datasets.pin(request);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Product product(TrainerCall call, JsonNode said) {
        TrainerAnswer answer = TrainerAnswer.read(said, call.artifactKey(), call::isArtifactKey);
        Artifact artifact = answer.artifact();
        return new Product(
                artifact == null ? new byte[0] : content(artifact),
                answer.metrics().toString(),
                report(call, answer).toString(),
                artifact == null ? List.of() : List.of(artifact.key()),
                true);
    }

    /** What is known of every model; the program's own report is a part of it, whatever its names are. */
    private static ObjectNode report(TrainerCall call, TrainerAnswer answer) {
        ObjectNode report = Json.object().put("algorithm", call.algorithm());
        report.set("params", call.arguments().path("params"));
        report.set("target", call.arguments().path("target"));
        if (!answer.report().isEmpty()) {
            report.set("trainer", answer.report());
        }
        return report;
    }

    private byte[] content(Artifact said) {
        byte[] content;
        try (ObjectReader reader = objects.open(said.key())) {
            if (reader.object().size() != said.size()) {
                throw TrainerAnswer.wrong(
                        "names an artifact of " + said.size() + " bytes, but "
                                + reader.object().size() + " are stored",
                        "the size of what was stored");
            }
            content = reader.content().readAllBytes();
        } catch (NotFound nothing) {
            throw TrainerAnswer.wrong(
                    "names an artifact that is not in the store",
                    "an object that was stored as " + said.key() + " before the answer, in the store of --store");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String sha256 = Sha256.hex(content);
        if (!sha256.equals(said.sha256())) {
            throw TrainerAnswer.wrong(
                    "names an artifact with SHA-256 " + said.sha256() + ", but what is stored has " + sha256,
                    "the hash of what was stored");
        }
        return content;
    }
}
