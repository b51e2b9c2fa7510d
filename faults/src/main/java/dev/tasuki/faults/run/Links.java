package dev.tasuki.faults.run;

import dev.tasuki.faults.program.Link;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A way of its own from each member to each server, made when a member is first told of the server. */
final class Links implements AutoCloseable {
    /** As members are told of them. */
    private final Map<String, Integer> ports;
    /** Where ways lead that are made from now on. */
    private final Map<String, Integer> targets;

    private final Map<String, Link> links = new LinkedHashMap<>();

    Links(Map<String, Integer> ports) {
        this.ports = ports;
        this.targets = new HashMap<>(ports);
    }

    /** A text that names servers' ports, naming the member's ways there. */
    String through(String member, String text) {
        String result = text;
        for (Map.Entry<String, Integer> server : ports.entrySet()) {
            String real = "127.0.0.1:" + server.getValue();
            if (result.contains(real)) {
                Link link = links.computeIfAbsent(
                        member + ">" + server.getKey(),
                        unused -> Link.to(targets.getOrDefault(server.getKey(), server.getValue())));
                result = result.replace(real, "127.0.0.1:" + link.port());
            }
        }
        return result;
    }

    /** All there are, named {@code MEMBER>SERVER}. */
    List<String> names() {
        return List.copyOf(links.keySet());
    }

    /** Has all ways to a server lead elsewhere. */
    void redirect(String server, int port) {
        targets.put(server, port);
        links.forEach((name, link) -> {
            if (name.endsWith(">" + server)) {
                link.redirect(port);
            }
        });
    }

    void become(String name, Link.Weather weather) {
        Link link = links.get(name);
        if (link == null) {
            throw new IllegalArgumentException("no link " + name + "; there are " + names());
        }
        link.become(weather);
    }

    @Override
    public void close() {
        links.values().forEach(Link::close);
    }
}
