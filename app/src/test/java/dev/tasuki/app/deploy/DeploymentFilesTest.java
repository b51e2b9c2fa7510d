package dev.tasuki.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tasuki.app.adapter.Adapters;
import dev.tasuki.app.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

final class DeploymentFilesTest {
    private static final Path DEPLOY = Path.of("..", "deploy");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Z0-9_]+)}");
    private static final Set<String> SETTINGS = Arrays.stream(Setting.values())
            .flatMap(setting -> setting.secret()
                    ? Stream.of(setting.variable(), setting.fileVariable())
                    : Stream.of(setting.variable()))
            .collect(Collectors.toSet());

    @Test
    void theExampleHasWhatComposeReadsAndNothingElse() throws IOException {
        String compose = Files.readString(DEPLOY.resolve("docker-compose.yml"));
        Set<String> read =
                REFERENCE.matcher(compose).results().map(m -> m.group(1)).collect(Collectors.toSet());
        Set<String> given = Files.readAllLines(DEPLOY.resolve(".env.example")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.substring(0, line.indexOf('=')))
                .collect(Collectors.toSet());
        assertThat(given).isEqualTo(read);
        assertThat(given)
                .contains("RABBITMQ_HOST", "RABBITMQ_PORT", "S3_BUCKET_NAME", "S3_PATH_NAME", "S3_MODEL_PATH_NAME");
    }

    @Test
    void everyServiceIsPinnedWatchedAndWaitedFor() throws IOException {
        Map<String, Map<String, Object>> services =
                map(map(yaml("docker-compose.yml").getFirst()).get("services"));
        assertThat(services.keySet())
                .containsExactlyInAnyOrder(
                        "producer", "consumer", "rabbitmq", "broker-user", "postgres", "s3", "bucket");
        services.forEach((name, service) -> {
            assertThat(service.get("image").toString()).as(name).matches("tasuki:latest|.+:.*[0-9].*");
            if (!Set.of("bucket", "broker-user").contains(name)) {
                assertThat(service).as(name).containsKeys("healthcheck", "restart");
            }
            Map<String, Map<String, String>> needs = map(service.getOrDefault("depends_on", Map.of()));
            needs.forEach((needed, how) -> assertThat(how.get("condition"))
                    .as(name + " needs " + needed)
                    .isEqualTo(
                            services.get(needed).containsKey("healthcheck")
                                    ? "service_healthy"
                                    : "service_completed_successfully"));
        });
        for (String ours : List.of("producer", "consumer")) {
            Map<String, Object> environment = map(services.get(ours).get("environment"));
            assertKnown(environment.keySet());
            assertThat(services.get(ours).get("read_only")).isEqualTo(true);
        }
    }

    @Test
    void theImageRunsAsNobodyInParticular() throws IOException {
        List<String> lines = Files.readAllLines(DEPLOY.resolve("Dockerfile"));
        assertThat(lines.stream().filter(l -> l.startsWith("FROM "))).hasSize(2).allMatch(l -> l.contains(":"));
        assertThat(lines).contains("USER 10001:10001", "STOPSIGNAL SIGTERM", "CMD [\"serve\"]");
        assertThat(lines.indexOf("USER 10001:10001"))
                .isGreaterThan(lines.lastIndexOf("COPY --from=build /opt/tasuki /opt/tasuki"));
        assertThat(lines).noneMatch(l -> l.startsWith("ADD ") || l.contains("sudo"));
    }

    @Test
    void theProgramIsStartedByTheArchivesOwnScript() throws IOException {
        assertThat(Files.readAllLines(DEPLOY.resolve("Dockerfile")))
                .contains("ENTRYPOINT [\"/opt/tasuki/bin/tasuki\"]", "COPY --from=build /opt/tasuki /opt/tasuki");
        assertThat(Files.readAllLines(DEPLOY.resolve("tasuki@.service")))
                .contains("ExecStart=/opt/tasuki/bin/tasuki %i");
        assertThat(Files.readAllLines(DEPLOY.resolve("Dockerfile.dockerignore")))
                .as("what makes the archive")
                .contains("!release", "!tasuki", "!LICENSE", "!NOTICE", "!THIRD-PARTY.txt", "!deploy/tasuki@.service");
        for (String file : List.of("Dockerfile", "tasuki@.service")) {
            assertThat(Files.readString(DEPLOY.resolve(file)))
                    .as("options of the JVM stand in ./tasuki only")
                    .doesNotContain("-XX:");
        }
    }

    @Test
    void thePodsAreRestrictedAndTheirSettingsKnown() throws IOException {
        Path folder = DEPLOY.resolve("kubernetes");
        Map<String, Object> kustomization =
                map(yaml("kubernetes/kustomization.yaml").getFirst());
        List<String> files = strings(kustomization.get("resources"));
        try (Stream<Path> there = Files.list(folder)) {
            assertThat(there.map(p -> p.getFileName().toString()).filter(n -> !n.equals("kustomization.yaml")))
                    .containsExactlyInAnyOrderElementsOf(files);
        }
        Set<String> kinds = new TreeSet<>();
        for (String file : files) {
            for (Object document : yaml("kubernetes/" + file)) {
                Map<String, Object> resource = map(document);
                kinds.add(resource.get("kind").toString());
                assertThat(resource).containsKeys("apiVersion", "metadata");
                switch (resource.get("kind").toString()) {
                    case "Deployment" -> assertRestricted(resource);
                    case "ConfigMap" ->
                        assertKnown(DeploymentFilesTest.<Object>map(resource.get("data"))
                                .keySet());
                    case "Secret" -> assertNamed(map(resource.get("stringData")));
                    default -> {}
                }
            }
        }
        assertThat(kinds)
                .containsExactly(
                        "ConfigMap",
                        "Deployment",
                        "Namespace",
                        "NetworkPolicy",
                        "PodDisruptionBudget",
                        "Secret",
                        "Service");
    }

    @Test
    void redisStandsAloneBesideTheBucket() throws IOException {
        Map<String, Object> overlay =
                map(yaml("kubernetes-redis/kustomization.yaml").getFirst());
        assertThat(strings(overlay.get("resources"))).containsExactly("../kubernetes", "redis.yaml");
        List<Object> documents = yaml("kubernetes-redis/redis.yaml");
        Map<String, Object> set = map(documents.getFirst());
        assertRestricted(set);
        assertThat(documents)
                .extracting(
                        document -> DeploymentFilesTest.<Object>map(document).get("kind"))
                .containsExactly("StatefulSet", "Service", "NetworkPolicy");

        List<String> arguments = arguments(set);
        for (String line : Files.readAllLines(DEPLOY.resolve("redis.conf"))) {
            String[] setting = line.split(" ", 2);
            if (!line.startsWith("#") && setting.length == 2) {
                assertThat(arguments).containsSequence("--" + setting[0], setting[1].replace("\"", ""));
            }
        }

        Map<String, String> secrets =
                map(map(yaml("kubernetes-redis/secret.yaml").getFirst()).get("stringData"));
        String name = map(set.get("metadata")).get("name").toString();
        String password = secrets.get("redis-password");
        String url = "redis://:" + password + "@" + name + ".tasuki.svc:6379";
        assertThat(secrets).containsEntry("broker", url).containsEntry("results", url);
        assertThat(Adapters.BROKERS.parse(url, Map.of()).toString()).doesNotContain(password);
        assertThat(Files.readString(DEPLOY.resolve("kubernetes-redis/network.yaml")))
                .contains("path: /spec/egress/1", "port: 6379", "port: 443");
        Map<String, Object> policy = map(yaml("kubernetes/network.yaml").getFirst());
        assertThat(((List<?>) map(policy.get("spec")).get("egress")).get(1).toString())
                .as("what the overlay replaces")
                .contains("5672", "5432", "443");
    }

    @Test
    void aReplicaOfRedisHasWhatIsAnswered() throws IOException {
        Map<String, Object> overlay =
                map(yaml("kubernetes-redis-replica/kustomization.yaml").getFirst());
        assertThat(strings(overlay.get("resources"))).containsExactly("../kubernetes-redis", "replica.yaml");
        List<Object> documents = yaml("kubernetes-redis-replica/replica.yaml");
        Map<String, Object> set = map(documents.getFirst());
        assertRestricted(set);

        List<String> replica = arguments(set);
        List<String> master = arguments(map(yaml("kubernetes-redis/redis.yaml").getFirst()));
        assertThat(replica.subList(0, master.size())).isEqualTo(master);
        assertThat(replica.subList(master.size(), replica.size()))
                .containsExactly("--masterauth", "$(REDISCLI_AUTH)", "--replicaof", "tasuki-redis", "6379");
        Map<String, String> secrets =
                map(map(yaml("kubernetes-redis-replica/secret.yaml").getFirst()).get("stringData"));
        Map<String, String> alone =
                map(map(yaml("kubernetes-redis/secret.yaml").getFirst()).get("stringData"));
        for (String url : List.of("broker", "results")) {
            assertThat(secrets).containsEntry(url, alone.get(url) + "?replicas=1");
        }
        assertThat(Adapters.BROKERS.parse(secrets.get("broker"), Map.of()).toString())
                .contains("tasuki-redis")
                .doesNotContain(secrets.get("redis-password"));
        assertThat(Files.readString(DEPLOY.resolve("kubernetes-redis-replica/network.yaml")))
                .contains("path: /spec/ingress/0/from/-", "tasuki-redis-replica");
    }

    private static List<String> arguments(Map<String, Object> set) {
        Map<String, Object> template =
                map(DeploymentFilesTest.<Object>map(set.get("spec")).get("template"));
        Map<String, Object> pod = map(template.get("spec"));
        Map<String, Object> container = map(((List<?>) pod.get("containers")).getFirst());
        return strings(container.get("args"));
    }

    @Test
    void composeTakesItsFile() throws Exception {
        run("/usr/bin/docker-compose", "-f", "docker-compose.yml", "--env-file", ".env.example", "config", "-q");
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis", "celery", "sqs"})
    void composeTakesItBesideTheDeployment(String what) throws Exception {
        String file = "docker-compose." + what + ".yml";
        Map<String, Map<String, Object>> services =
                map(map(yaml(file).getFirst()).get("services"));
        for (String ours : List.of("producer", "consumer")) {
            assertKnown(map(services.get(ours).get("environment")).keySet());
        }
        run(
                "/usr/bin/docker-compose",
                "-f",
                "docker-compose.yml",
                "-f",
                file,
                "--env-file",
                ".env.example",
                "config",
                "-q");
    }

    @Test
    void composeMountsGooglesCredentialsReadOnly() throws Exception {
        Map<String, Map<String, Object>> services =
                map(map(yaml("docker-compose.gcs.yml").getFirst()).get("services"));
        for (String ours : List.of("producer", "consumer")) {
            Map<String, String> environment = map(services.get(ours).get("environment"));
            assertKnown(environment.keySet());
            Map<String, Object> mount = map(((List<?>) services.get(ours).get("volumes")).getFirst());
            assertThat(mount).containsEntry("source", "${HOME}/.gcp").containsEntry("read_only", true);
            assertThat(environment.get("GOOGLE_APPLICATION_CREDENTIALS")).startsWith(mount.get("target") + "/");
        }
        run(
                "/usr/bin/env",
                "GCS_BUCKET=my-bucket",
                "/usr/bin/docker-compose",
                "-f",
                "docker-compose.yml",
                "-f",
                "docker-compose.gcs.yml",
                "--env-file",
                ".env.example",
                "config",
                "-q");
    }

    @Test
    void kustomizeTakesTheManifests() throws Exception {
        run("/usr/bin/kubectl", "kustomize", "kubernetes-sqs");
        run("/usr/bin/kubectl", "kustomize", "kubernetes");
        run("/usr/bin/kubectl", "kustomize", "kubernetes-redis");
        run("/usr/bin/kubectl", "kustomize", "kubernetes-redis-replica");
        assertThat(run("/usr/bin/kubectl", "kustomize", "kubernetes-gcs"))
                .contains("TASUKI_STORE: gs://my-bucket", "broker: amqp:")
                .doesNotContain("AWS_", "aws-credentials", "S3_BUCKET_NAME");
    }

    @Test
    void systemdTakesTheUnit(@TempDir Path folder) throws Exception {
        String unit = Files.readString(DEPLOY.resolve("tasuki@.service")).replace("/opt/tasuki/bin/tasuki", "/bin/sh");
        Path copy = Files.writeString(folder.resolve("tasuki@.service"), unit);
        run("/usr/bin/systemd-analyze", "verify", "--man=no", copy.toString());
    }

    private static void assertRestricted(Map<String, Object> deployment) {
        Map<String, Object> spec = map(deployment.get("spec"));
        Map<String, Object> template = map(spec.get("template"));
        Map<String, Object> selector = map(spec.get("selector"));
        Map<String, Object> metadata = map(template.get("metadata"));
        assertThat(DeploymentFilesTest.<Object>map(metadata.get("labels")))
                .containsAllEntriesOf(map(selector.get("matchLabels")));
        Map<String, Object> pod = map(template.get("spec"));
        assertThat(pod.get("enableServiceLinks")).isEqualTo(false);
        assertThat(DeploymentFilesTest.<Object>map(pod.get("securityContext"))).containsEntry("runAsNonRoot", true);
        for (Object each : (List<?>) pod.get("containers")) {
            Map<String, Object> container = map(each);
            assertThat(DeploymentFilesTest.<Object>map(container.get("securityContext")))
                    .containsEntry("allowPrivilegeEscalation", false)
                    .containsEntry("readOnlyRootFilesystem", true);
            Map<String, Object> resources = map(container.get("resources"));
            for (String kind : List.of("requests", "limits")) {
                assertThat(DeploymentFilesTest.<Object>map(resources.get(kind)))
                        .containsKeys("cpu", "memory", "ephemeral-storage");
            }
            if (container.containsKey("ports")) {
                assertThat(container).containsKeys("startupProbe", "readinessProbe", "livenessProbe");
                // A pod that is busy for a moment is not ended for it.
                assertThat(DeploymentFilesTest.<Object>map(container.get("livenessProbe")))
                        .containsEntry("periodSeconds", 20)
                        .containsEntry("failureThreshold", 3);
            }
        }
        for (Object each : (List<?>) pod.get("volumes")) {
            Map<String, Object> volume = map(each);
            if (volume.containsKey("secret")) {
                assertThat(DeploymentFilesTest.<Object>map(volume.get("secret")))
                        .containsEntry("secretName", "tasuki-secrets")
                        .containsEntry("defaultMode", 0440);
                continue;
            }
            assertThat(DeploymentFilesTest.<Object>map(volume.get("emptyDir"))).containsKey("sizeLimit");
        }
    }

    @Test
    void theDataDirectoryIsNobodyElses() throws IOException {
        assertThat(Files.readAllLines(DEPLOY.resolve("tasuki@.service")))
                .contains("UMask=0077", "StateDirectoryMode=0700", "TasksMax=4096", "MemoryMax=75%");
        // Volumes of pods are writable by everybody, so the program makes a directory of its own in one.
        Map<String, String> settings =
                map(map(yaml("kubernetes/settings.yaml").getFirst()).get("data"));
        assertThat(settings.get("TASUKI_DATA")).startsWith("/var/lib/tasuki/");
        assertThat(Files.readString(DEPLOY.resolve("docker-compose.yml")))
                .contains("/var/lib/tasuki:uid=10001,gid=10001,mode=0700");
    }

    /** Secrets come as files, never as variables: each is named by the settings, where the pods mount them. */
    private static void assertNamed(Map<String, Object> secrets) throws IOException {
        Map<String, String> settings =
                map(map(yaml("kubernetes/settings.yaml").getFirst()).get("data"));
        for (String secret : secrets.keySet()) {
            assertThat(settings).containsValue("/etc/tasuki/secrets/" + secret);
        }
        for (String deployment : List.of("producer", "consumer")) {
            assertThat(Files.readString(DEPLOY.resolve("kubernetes/" + deployment + ".yaml")))
                    .contains("mountPath: /etc/tasuki/secrets", "secretName: tasuki-secrets")
                    .doesNotContain("secretRef");
        }
    }

    /** Names of ours are names of settings: the program refuses any other. */
    static void assertKnown(Set<String> variables) {
        assertThat(variables.stream().filter(name -> name.startsWith("TASUKI_")))
                .isSubsetOf(SETTINGS);
    }

    static List<Object> yaml(String file) throws IOException {
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        String text = Files.readString(DEPLOY.resolve(file));
        return StreamSupport.stream(yaml.loadAll(text).spliterator(), false).toList();
    }

    @SuppressWarnings("unchecked")
    static <V> Map<String, V> map(Object value) {
        return (Map<String, V>) value;
    }

    static List<String> strings(Object value) {
        return ((List<?>) value).stream().map(Object::toString).toList();
    }

    /** The program must take the files; skipped, and reported so, where it is not installed. */
    private static String run(String... command) throws IOException, InterruptedException {
        String program = Arrays.stream(command)
                .filter(word -> word.startsWith("/usr/bin/") && !word.equals("/usr/bin/env"))
                .findFirst()
                .orElseThrow();
        assumeTrue(Files.isExecutable(Path.of(program)), program + " is not installed");
        Process process = new ProcessBuilder(command)
                .directory(DEPLOY.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
