package dev.tasuki.core.fit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tasuki.core.Rig;
import dev.tasuki.core.data.Datasets;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.run.FinishReason;
import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.task.Progress;
import dev.tasuki.learn.format.PartFormat;
import dev.tasuki.learn.spi.FinishedParts;
import dev.tasuki.learn.spi.Keeping;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Trainings on the sample dataset; its target is a number, or one of three words for an algorithm of classes. */
final class SampleTraining {
    private SampleTraining() {}

    static Learned learn(String fields, LocalFitter fitter) throws IOException {
        return learn(fields, fitter, RunControl.NONE, PartKeeping.NONE).orElseThrow();
    }

    static Optional<Learned> learn(String fields, LocalFitter fitter, RunControl control, PartKeeping keeping)
            throws IOException {
        byte[] csv;
        try (InputStream sample = Datasets.class.getResourceAsStream("diabetes.csv")) {
            csv = sample.readAllBytes();
        }
        boolean words = fields.contains("Classifier") || fields.contains("log_loss");
        LocalFitter.Source source =
                new LocalFitter.Source(Datasets.SAMPLE, "e", new ByteArrayInputStream(words ? withWords(csv) : csv));
        return fitter.learn(source, request(fields), control, keeping);
    }

    static TrainRequest request(String fields) {
        return TrainRequest.parse(Rig.utf8(Rig.TRAIN.replace("}", "," + fields + "}")));
    }

    /** The target as a word, as the scripts that made the golden files have it. */
    private static byte[] withWords(byte[] csv) {
        StringBuilder words = new StringBuilder();
        for (String line : new String(csv, UTF_8).lines().toList()) {
            int comma = line.lastIndexOf(',');
            String target = line.substring(comma + 1);
            words.append(line, 0, comma + 1)
                    .append(target.equals("target") ? target : word(Double.parseDouble(target)))
                    .append('\n');
        }
        return words.toString().getBytes(UTF_8);
    }

    private static String word(double target) {
        return target < 100 ? "low" : target < 200 ? "middle" : "high";
    }

    /** The same, with something done behind each part that was not kept. */
    static Keeping counted(Keeping kept, Runnable finished) {
        return new Keeping() {
            @Override
            public <T> FinishedParts<T> of(PartFormat<T> format) {
                FinishedParts<T> parts = kept.of(format);
                return new FinishedParts<>() {
                    @Override
                    public Optional<T> find(int number) {
                        return parts.find(number);
                    }

                    @Override
                    public void finished(int number, T part) {
                        parts.finished(number, part);
                        finished.run();
                    }
                };
            }
        };
    }

    /** Notes what is reported, and does at one report what a test says. */
    static final class Watched implements RunControl {
        final List<Progress> reports = new ArrayList<>();
        int stopAfter = Integer.MAX_VALUE;
        String killAt = "never";
        String finishAt = "never";
        private volatile boolean stopped;
        private volatile boolean finishing;

        @Override
        public synchronized void report(Progress progress) {
            reports.add(progress);
            stopped |= reports.size() >= stopAfter;
            finishing |= progress.text().startsWith(finishAt);
            if (progress.text().startsWith(killAt)) {
                throw new InternalError("as if the process were killed");
            }
        }

        @Override
        public boolean stopped() {
            return stopped;
        }

        @Override
        public Optional<FinishReason> finishing() {
            return finishing ? Optional.of(FinishReason.REQUESTED) : Optional.empty();
        }
    }
}
