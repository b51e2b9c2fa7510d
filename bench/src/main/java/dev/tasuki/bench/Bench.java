package dev.tasuki.bench;

import dev.tasuki.app.wiring.Logging;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code bench forest|learn|auto|http|train|embedded|micro|start|rabbit|redis|distance|gcs|sqs|celery|deployment|accept|
 * burst|cancel|watch|all}: measures and prints Markdown tables for the pages of figures.
 */
public final class Bench {
    private Bench() {}

    public static void main(String[] args) throws Exception {
        Logging.quiet();
        String what = args.length == 0 ? "all" : args[0];
        Path folder = Files.createTempDirectory("tasuki-bench");
        try {
            switch (what) {
                case "forest" -> ForestBench.run(folder);
                case "learn" -> LearnBench.run(folder, args.length > 1 ? Integer.parseInt(args[1]) : LearnBench.ROWS);
                case "http" -> HttpBench.run(folder);
                case "train" -> HttpBench.runTrainings(folder);
                case "embedded" -> HttpBench.runAccepts(folder);
                case "micro" -> MicroBench.run();
                case "start" -> StartBench.run(folder);
                case "cancel" -> CancelBench.run(folder);
                case "watch" -> (List.of(args).contains("small") ? WatchBench.SMALL : WatchBench.WHOLE).run(folder);
                case "auto" -> AutoBench.run(folder);
                case "rabbit" -> RabbitBench.run();
                case "redis" -> redis(folder, List.of(args).contains("small"));
                case "distance" -> distance(folder, List.of(args).contains("small"));
                case "gcs" -> new GcsBench(List.of(args).contains("small")).run();
                case "sqs" ->
                    new SqsBench(List.of(args).contains("small") ? SqsBench.Size.SMALL : SqsBench.Size.WHOLE).run();
                case "celery" -> new CeleryBench(List.of(args).contains("small")).run(folder);
                case "deployment" -> DeploymentBench.run(folder, List.of(args).contains("alone"));
                case "accept" -> AcceptBench.runAccepts(folder);
                case "burst" -> AcceptBench.runBursts(folder);
                case "all" -> {
                    MicroBench.run();
                    ForestBench.run(folder);
                    HttpBench.run(folder);
                    RabbitBench.run();
                    redis(folder, false);
                    DeploymentBench.run(folder, false);
                    AcceptBench.run(folder);
                }
                default -> {
                    System.err.println("bench: unknown benchmark '" + what
                            + "'; allowed: forest, learn, auto, http, train, embedded, micro, start, rabbit, redis, distance, gcs,"
                            + " sqs, celery, deployment, accept, burst, cancel, watch, all");
                    System.exit(2);
                }
            }
        } finally {
            delete(folder);
        }
    }

    private static void redis(Path folder, boolean small) throws Exception {
        new RedisBench(small ? RedisBench.Size.SMALL : RedisBench.Size.WHOLE).run();
        distance(folder, small);
    }

    private static void distance(Path folder, boolean small) throws Exception {
        new DistanceBench(small ? 1 : 5, small ? 60 : 10_000).run(folder.resolve("redis"));
    }

    private static void delete(Path folder) throws Exception {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        }
    }
}
