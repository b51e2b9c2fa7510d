package dev.tasuki.app.house;

import dev.tasuki.app.house.ShownPage.Block;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which test runs the commands of which page. Where a command needs what is not here (a container engine, a cluster, an
 * account), {@link UnrunCommandsTest} looks at it as far as can be, and the reason stands beside it.
 */
final class ShownRegistry {
    private static final String UNRUN = "UnrunCommandsTest";

    private static final List<Claim> CLAIMS = List.of(
            all("ReadmeIT", "README.md", "README.ja.md", "docs/tutorial.md", "docs/ja/tutorial.md", "docs/moving.md"),
            not("it runs this very test", "./check", "README.md", "README.ja.md"),
            some("CeleryIT", "from celery import Celery", "docs/celery.md"),
            some("CeleryIT", "./tasuki serve --celery amqp:", "docs/celery.md"),
            some("CeleryTlsIT", "import ssl", "docs/celery.md"),
            some("CeleryTlsIT", "./tasuki serve --celery 'amqps:", "docs/celery.md"),
            some("CeleryTrainersIT", "import hashlib", "docs/celery.md"),
            some("CeleryTrainersIT", "celery -A trainer", "docs/celery.md"),
            all("DeploymentPageIT", "docs/deployment.md"),
            all("ExplanationsPageIT", "docs/explanations.md"),
            all("GcsIT", "docs/gcs.md"),
            all("InstallIT", "docs/install.md"),
            all("ShownCommandsIT", "docs/metrics.md", "docs/real-tables.md"),
            all("NamesIT", "docs/names.md"),
            all("OnnxPageIT", "docs/onnx.md"),
            not("Debian has no package of onnxruntime", "import numpy, onnxruntime", "docs/onnx.md"),
            all("PluginsIT", "docs/plugins.md"),
            all("RabbitDeploymentTest", "docs/rabbitmq.md"),
            all("RedisIT", "docs/redis.md"),
            not("a promotion needs a cluster with two pods", "kubectl", "docs/redis.md"),
            all("ScalingPageIT", "docs/scaling.md"),
            all("SearchPageIT", "docs/search.md"),
            all("SqsIT", "docs/sqs.md"),
            not("it needs an account at AWS", "aws cloudformation", "docs/sqs.md"),
            all("TranscriptsIT", "docs/transcripts.md"),
            not("it runs tests, this one perhaps", "./check", "docs/real-files.md", "docs/reliability.md"),
            not("it needs a container engine", "docker compose", "docs/celery.md", "docs/redis.md", "docs/sqs.md"),
            not("it needs a container engine", "cp deploy/.env.example", "docs/deployment.md"));

    private ShownRegistry() {}

    /**
     * A test that runs blocks of pages: all that nobody else has, or those that begin so.
     *
     * @param why a reason where nothing is run; empty otherwise
     */
    record Claim(String test, String begins, List<String> pages, String why) {
        private boolean has(String page, Block block) {
            return pages.contains(page) && block.text().startsWith(begins);
        }
    }

    private static Claim all(String test, String... pages) {
        return new Claim(test, "", List.of(pages), "");
    }

    private static Claim some(String test, String begins, String... pages) {
        return new Claim(test, begins, List.of(pages), "");
    }

    private static Claim not(String why, String begins, String... pages) {
        return new Claim(UNRUN, begins, List.of(pages), why);
    }

    static List<Claim> claims() {
        return CLAIMS;
    }

    /** Who runs this block: one, if all is well. */
    static List<Claim> of(String page, Block block) {
        List<Claim> own =
                matching(page, block).filter(claim -> !claim.begins().isEmpty()).toList();
        return own.isEmpty() ? matching(page, block).toList() : own;
    }

    private static Stream<Claim> matching(String page, Block block) {
        return CLAIMS.stream().filter(claim -> claim.has(page, block));
    }
}
