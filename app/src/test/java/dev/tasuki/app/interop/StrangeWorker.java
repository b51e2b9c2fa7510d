package dev.tasuki.app.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.app.adapter.AdapterUrl;
import dev.tasuki.app.adapter.Adapters;
import dev.tasuki.app.adapter.CallMeans;
import dev.tasuki.app.adapter.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A worker of Celery's own that takes from a queue of calls to us, and what the doctor says of it. */
record StrangeWorker(Path directory, String broker, boolean rpc) {
    private static final String QUEUE = "calls";

    /** While it is there the doctor names it; a queue that it does not read has nothing to fear. */
    void isToldByTheDoctor() {
        Map<String, String> variables = Map.of(
                "CELERY_BROKER_URL",
                broker,
                "PYTHONPATH",
                Peer.CHECKOUT.resolve("interop").resolve("python").toString());
        try (Peer worker = new Peer.Place(directory, variables)
                .module(
                        "celery",
                        "-A",
                        "celery_steps",
                        "worker",
                        "--pool",
                        "solo",
                        "-l",
                        "info",
                        "-n",
                        "thief@here",
                        "-Q",
                        "celery," + QUEUE)) {
            worker.awaitOutput("thief@here ready", 1);
            assertThat(failures(QUEUE)).singleElement().asString().contains("thief@here", "queue calls");
            assertThat(failures("tasuki")).isEmpty();
        }
    }

    private List<String> failures(String queue) {
        AdapterUrl url = Adapters.CELERY.parse(broker, Map.of());
        CallMeans.Fleet fleet = new CallMeans.Fleet(
                List.of(queue),
                "tasuki@doctor",
                new CallMeans.Backend(Optional.empty(), rpc),
                "",
                new CallMeans.Habits(List.of(), false));
        return Adapters.CELERY.of(url).examine(url, fleet).stream()
                .filter(finding -> finding.state() == Finding.State.FAIL)
                .map(Finding::detail)
                .toList();
    }
}
