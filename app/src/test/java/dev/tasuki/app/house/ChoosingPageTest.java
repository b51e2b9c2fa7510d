package dev.tasuki.app.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.app.adapter.Adapter;
import dev.tasuki.app.adapter.AdapterList;
import dev.tasuki.app.adapter.AdapterUrl;
import dev.tasuki.app.adapter.Adapters;
import dev.tasuki.app.adapter.BrokerAdapter;
import dev.tasuki.app.adapter.Loss;
import dev.tasuki.app.adapter.Promise;
import dev.tasuki.app.adapter.Scheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/choosing.md} tells of every adapter what it declares, how many of the contract suites of its port try it,
 * and which topology of the fault harness kills it.
 */
class ChoosingPageTest {
    private static final Path PAGE = Checkout.root().resolve("docs/choosing.md");
    private static final Pattern CONTRACT_TEST = Pattern.compile("class (\\w+) extends (\\w+Contract)\\b");
    private static final Pattern NOT_RUN = Pattern.compile("@" + "Disabled|boolean delaysRequeues\\(\\)");
    /** The suites of each port; what messages and replies need is the broker's, all of tasks the result store's. */
    private static final List<String> OF_BROKERS = List.of(
            "BrokerContract",
            "DeadLettersContract",
            "MessageSizeContract",
            "RequestReplyContract",
            "SubscriptionContract",
            "TaskMessageContract");

    private static final List<String> OF_RESULTS = List.of(
            "ChangeLogContract",
            "CursorsContract",
            "LeaderLeaseContract",
            "ModelNamesContract",
            "PresenceBoardContract",
            "QueueHistoryContract",
            "TaskAlgorithmContract",
            "TaskAnswerContract",
            "TaskFinishContract",
            "TaskNameContract",
            "TaskRaceContract",
            "TaskScheduleContract",
            "TaskStoreContract",
            "TaskTransitionContract");

    private static final List<String> OF_STORES = List.of("ObjectStoreContract");

    /** Of the contract suites, by the names of the test classes that run them whole. */
    private static Map<String, String> contractTests() {
        Map<String, String> tests = new TreeMap<>();
        for (Path file : Checkout.files("Test.java")) {
            String text = String.join("\n", Checkout.lines(file));
            Matcher found = CONTRACT_TEST.matcher(text);
            if (found.find() && !NOT_RUN.matcher(text).find()) {
                tests.put(found.group(1), found.group(2));
            }
        }
        return tests;
    }

    private static List<String> table() {
        Map<String, String> tests = contractTests();
        List<String> lines = new ArrayList<>();
        lines.addAll(head("Broker (`--broker`)", "Foreign programs on its queues |"));
        for (BrokerAdapter adapter : Adapters.BROKERS.adapters()) {
            String shared = adapter.capabilities().sharedWithOthers() ? " yes |" : " no |";
            adapter.promises().forEach(promise -> lines.add(row(promise, shared, suites(promise, OF_BROKERS, tests))));
        }
        lines.addAll(head("Result store (`--results`)", ""));
        Adapters.RESULTS.adapters().stream()
                .flatMap(adapter -> adapter.promises().stream())
                .forEach(promise -> lines.add(row(promise, "", suites(promise, OF_RESULTS, tests))));
        lines.addAll(head("Object store (`--store`)", ""));
        Adapters.STORES.adapters().stream()
                .flatMap(adapter -> adapter.promises().stream())
                .forEach(promise -> lines.add(row(promise, "", suites(promise, OF_STORES, tests))));
        return lines;
    }

    private static List<String> head(String what, String more) {
        String names = "| " + what + " | URL | Several machines |" + (more.isEmpty() ? "" : " " + more)
                + " Lost at `kill -9` | Lost with the machine's power | Lost at a failover | Contract suites | Killed by |";
        return List.of(names, names.replaceAll("[^|]+", "---"));
    }

    private static String row(Promise promise, String more, String suites) {
        Promise.Losses losses = promise.losses();
        String harness = promise.proof().harness();
        return "| %s | `%s:` | %s |%s %s | %s | %s | %s | %s |"
                .formatted(
                        promise.name(),
                        String.join(":`, `", promise.schemes()),
                        promise.severalMachines() ? "yes" : "no",
                        more,
                        losses.killed().words(),
                        losses.machine().words(),
                        losses.failover().words(),
                        suites,
                        harness.isEmpty() ? "nobody" : "`kills " + harness + "`");
    }

    private static String suites(Promise promise, List<String> wanted, Map<String, String> tests) {
        TreeSet<String> run = new TreeSet<>();
        tests.forEach((test, contract) -> {
            if (test.startsWith(promise.proof().tests()) && wanted.contains(contract)) {
                run.add(contract);
            }
        });
        return run.size() + " of " + wanted.size();
    }

    @Test
    void thePageTellsWhatAdaptersDeclareAndTestsTry() {
        List<String> shown = Checkout.lines(PAGE).stream()
                .filter(line -> line.startsWith("|"))
                .toList();
        assertThat(shown)
                .as("docs/choosing.md; the tables should be:\n" + String.join("\n", table()))
                .isEqualTo(table());
    }

    @Test
    void everySuiteOfThePublishedOnesIsCounted() {
        List<String> all = Checkout.files("Contract.java").stream()
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .filter(name -> !List.of("LearnerContract", "LateCommitContract", "StatementDefectContract")
                        .contains(name))
                .toList();
        assertThat(Stream.of(OF_BROKERS, OF_RESULTS, OF_STORES).flatMap(List::stream))
                .as("suites of ports; those of learners and of SQL alone are left out")
                .containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void everySchemeHasAPromiseAndEveryPromiseItsScheme() {
        for (AdapterList<? extends Adapter<?>> list : List.of(Adapters.BROKERS, Adapters.RESULTS, Adapters.STORES)) {
            for (Adapter<?> adapter : list.adapters()) {
                assertThat(adapter.promises().stream()
                                .flatMap(promise -> promise.schemes().stream())
                                .distinct())
                        .containsExactlyInAnyOrderElementsOf(
                                adapter.schemes().stream().map(Scheme::name).toList());
            }
        }
    }

    @Test
    void whoPromisesToLoseNothingIsTriedByAllSuitesAndKilledByTheHarness() {
        Map<String, String> tests = contractTests();
        List<String> topologies = Checkout.files("faults/run/Topology.java").stream()
                .flatMap(file -> Checkout.lines(file).stream())
                .filter(line -> line.matches("    [A-Z_]+\\(.*"))
                .map(line -> line.strip().replaceAll("\\(.*", ""))
                .toList();
        Map<AdapterList<? extends Adapter<?>>, List<String>> wanted =
                Map.of(Adapters.BROKERS, OF_BROKERS, Adapters.RESULTS, OF_RESULTS, Adapters.STORES, OF_STORES);
        wanted.forEach((list, suites) -> list.adapters().stream()
                .flatMap(adapter -> adapter.promises().stream())
                .filter(promise -> Set.of(Loss.NOTHING, Loss.DELAY)
                        .contains(promise.losses().killed()))
                .forEach(promise -> {
                    assertThat(suites(promise, suites, tests))
                            .as(promise.name())
                            .isEqualTo(suites.size() + " of " + suites.size());
                    assertThat(topologies)
                            .as(promise.name())
                            .contains(promise.proof().harness());
                }));
    }

    @Test
    void whatTheURLOfRedisAcceptsIsTheDifferenceBetweenItsPromises() {
        AdapterUrl always = Adapters.RESULTS.parse("redis://h", Map.of());
        AdapterUrl accepted = Adapters.RESULTS.parse("redis://h?durability=everysec", Map.of());
        assertThat(Adapters.RESULTS.of(always).acceptedRisk(always)).isEmpty();
        assertThat(Adapters.RESULTS.of(accepted).acceptedRisk(accepted)).isPresent();
        assertThat(Adapters.RESULTS.of(always).promises())
                .extracting(promise -> promise.losses().killed())
                .containsExactly(Loss.NOTHING, Loss.LAST_SECONDS);
    }
}
