package dev.tasuki.bench;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.tasuki.adapters.s3.S3Settings;
import dev.tasuki.adapters.s3.S3Store;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.testservers.PostgresServer;
import dev.tasuki.testservers.RabbitServer;
import dev.tasuki.testservers.S3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * The servers of the published deployment, private to one run. Each make of the deployment has a
 * virtual host of its own, for they use queues of the same names; the store they share.
 */
final class Stage implements AutoCloseable {
    static final String TRAIN = "queue.model.train";
    static final String PREDICT = "queue.model.predict";
    static final String BUCKET = "bench";
    private static final String DATASETS = "datasets/";
    private static final String MODELS = "models/";
    private static final List<String> HOSTS = List.of("ours", "celery", "alone");

    private static final long PATIENCE_NANOS = 120_000_000_000L;
    /** A look lists the store, which is work for the processors that are measured. */
    private static final long POLL_NANOS = 100_000_000;

    private static final int WARMING_LOOKS = 300;

    private final RabbitServer rabbit;
    private final S3Server s3;
    private final PostgresServer postgres;
    private final ObjectStore objects;
    private final Path folder;

    private Stage(RabbitServer rabbit, S3Server s3, PostgresServer postgres, ObjectStore objects, Path folder) {
        this.rabbit = rabbit;
        this.s3 = s3;
        this.postgres = postgres;
        this.objects = objects;
        this.folder = folder;
    }

    static Stage open(Path folder) throws Exception {
        RabbitServer rabbit = RabbitServer.start();
        S3Server s3 = S3Server.start(BUCKET);
        System.setProperty("aws.accessKeyId", s3.accessKey());
        System.setProperty("aws.secretAccessKey", s3.secretKey());
        ObjectStore objects = S3Store.connect(S3Settings.parse("s3://" + BUCKET, s3.environment()));
        Stage stage = new Stage(rabbit, s3, PostgresServer.start(), objects, folder);
        for (String host : HOSTS) {
            rabbit.control("add_vhost", host);
            rabbit.control("set_permissions", "-p", host, "guest", ".*", ".*", ".*");
        }
        stage.declarePublishedQueues();
        return stage;
    }

    /** As in the published definitions: classic, without arguments. */
    private void declarePublishedQueues() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(rabbit.url());
        try (Connection connection = factory.newConnection();
                Channel session = connection.createChannel()) {
            session.queueDeclare(TRAIN, true, false, false, Map.of());
            session.queueDeclare(PREDICT, true, false, false, Map.of());
        }
    }

    /** The broker's URL for one of the virtual hosts. */
    String broker(String host) {
        return rabbit.url() + "/" + host;
    }

    /** Where one make's result rows are. */
    String results() {
        return postgres.url();
    }

    /** Where programs write what they must. */
    Path folder() {
        return folder;
    }

    /** How any program finds broker and store, by the published names. */
    Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>(s3.environment());
        variables.putAll(rabbit.environment());
        variables.put("S3_BUCKET_NAME", BUCKET);
        variables.put("S3_PATH_NAME", DATASETS);
        variables.put("S3_MODEL_PATH_NAME", MODELS);
        return variables;
    }

    /** How many models there are in the store, of any make. */
    long models() {
        return objects.list(MODELS).stream()
                .map(object -> object.key().substring(MODELS.length()).split("/", 2)[0])
                .distinct()
                .count();
    }

    /** Looks until the compilers of this process have come to it: they are not to work beside what is measured. */
    void warm() {
        for (int i = 0; i < WARMING_LOOKS; i++) {
            models();
        }
    }

    /** Waits until this many models are stored, or two minutes; returns the seconds since {@code begun}. */
    double awaitModels(long wanted, long begun) {
        while (models() < wanted && System.nanoTime() - begun < PATIENCE_NANOS) {
            LockSupport.parkNanos(POLL_NANOS);
        }
        return (System.nanoTime() - begun) / 1e9;
    }

    /** Drops what waits in a queue of the published deployment. */
    void purge(String queue) throws IOException {
        rabbit.control("purge_queue", queue);
    }

    @Override
    public void close() {
        objects.close();
        postgres.close();
        s3.close();
        rabbit.close();
    }
}
