package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux says of this process and its machine, in the form of Python's {@code os} and {@code resource}. */
final class ProcessFigures {
    private static final Path PROC = Path.of("/proc");
    /** Linux counts a process's time in hundredths of a second, whatever the kernel's own clock. */
    private static final double TICKS = 100;

    private static final int USER = 11;
    private static final int SYSTEM = 12;

    private ProcessFigures() {}

    /** Of one, five and fifteen minutes; zeros where nobody says. */
    static ArrayNode load() {
        ArrayNode load = JsonNodeFactory.instance.arrayNode();
        String[] words = text("loadavg").split(" ");
        for (int i = 0; i < 3; i++) {
            load.add(words.length > 3 ? Double.parseDouble(words[i]) : 0);
        }
        return load;
    }

    /** Seconds of processors and KiB of memory; the text {@code N/A} where nobody says, as Celery has it. */
    static JsonNode usage() {
        String stat = text("self/stat");
        String status = text("self/status");
        int peak = status.indexOf("VmHWM:");
        if (stat.isEmpty() || peak < 0) {
            return JsonNodeFactory.instance.textNode("N/A");
        }
        String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        String line = status.substring(peak, status.indexOf('\n', peak));
        ObjectNode usage = Json.object();
        usage.put("utime", Long.parseLong(words[USER]) / TICKS);
        usage.put("stime", Long.parseLong(words[SYSTEM]) / TICKS);
        return usage.put("maxrss", Long.parseLong(line.replaceAll("\\D", "")));
    }

    private static String text(String file) {
        try {
            return Files.readString(PROC.resolve(file), StandardCharsets.UTF_8);
        } catch (IOException notLinux) {
            return "";
        }
    }
}
