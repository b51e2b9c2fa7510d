package dev.tasuki.bench;

import dev.tasuki.learn.spi.Fitted;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Ours as a process of its own, for its memory: {@code LearnOnce FILE boosting|forest THREADS} takes the orders
 * {@code fit}, {@code many ROWS} and {@code peak}, as {@code learn_peer.py} does.
 */
final class LearnOnce {
    private LearnOnce() {}

    public static void main(String[] args) throws Exception {
        LearnData data = LearnData.read(Path.of(args[0]));
        Fitted.Numbers fitted = null;
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            String[] order = line.split(" ");
            long begin = System.nanoTime();
            double answer;
            switch (order[0]) {
                case "fit" -> {
                    fitted = data.fit(args[1], Integer.parseInt(args[2]));
                    answer = (System.nanoTime() - begin) / 1e9;
                }
                case "many" -> {
                    if (fitted == null) {
                        throw new IllegalStateException("nothing is fitted");
                    }
                    fitted.predict(data.rows(Integer.parseInt(order[1])), () -> false);
                    answer = (System.nanoTime() - begin) / 1e9;
                }
                default -> answer = peak();
            }
            System.out.println(answer);
        }
    }

    /** MiB that this process has held at most. */
    private static double peak() throws Exception {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Double.parseDouble(line.replaceAll("\\D", "")) / 1024;
            }
        }
        throw new IllegalStateException("/proc/self/status has no VmHWM");
    }
}
