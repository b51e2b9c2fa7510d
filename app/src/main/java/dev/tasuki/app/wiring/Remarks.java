package dev.tasuki.app.wiring;

import dev.tasuki.app.adapter.Adapters;
import dev.tasuki.app.settings.Settings;
import dev.tasuki.server.Readiness.Component;
import java.util.ArrayList;
import java.util.List;

/** What an operator accepted knowingly and is told again at every look at the health. */
final class Remarks {
    private static final String DURABILITY = "durability";

    private Remarks() {}

    static List<Component> of(Role role, Settings settings) {
        List<Component> remarks = new ArrayList<>();
        if (role.listens() && settings.insecure()) {
            remarks.add(new Component(Exposure.COMPONENT, true, Exposure.warning(settings)));
        }
        Adapters.RESULTS
                .of(settings.results())
                .acceptedRisk(settings.results())
                .ifPresent(risk -> remarks.add(new Component(DURABILITY, true, risk)));
        return remarks;
    }
}
