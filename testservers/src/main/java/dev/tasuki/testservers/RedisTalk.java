package dev.tasuki.testservers;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** What operators say to Redis: one command over one connection. Of an answer of several texts each is a line. */
final class RedisTalk {
    private static final int ANSWER_MILLIS = 60_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private RedisTalk() {}

    static String say(int port, String... words) throws IOException {
        StringBuilder command = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            command.append('$').append(word.getBytes(StandardCharsets.UTF_8).length);
            command.append("\r\n").append(word).append("\r\n");
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream().write(command.toString().getBytes(StandardCharsets.UTF_8));
            return answer(new DataInputStream(socket.getInputStream()), String.join(" ", words));
        }
    }

    private static String answer(DataInputStream in, String command) throws IOException {
        String head = line(in);
        switch (head.charAt(0)) {
            case '+', ':' -> {
                return head.substring(1);
            }
            case '$' -> {
                byte[] text = in.readNBytes(Math.max(0, Integer.parseInt(head.substring(1))));
                line(in);
                return new String(text, StandardCharsets.UTF_8);
            }
            case '*' -> {
                List<String> texts = new ArrayList<>();
                for (int left = Integer.parseInt(head.substring(1)); left > 0; left--) {
                    texts.add(answer(in, command));
                }
                return String.join("\n", texts);
            }
            default -> throw new IOException(command + ": " + head);
        }
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    /** Says it until the answer, which may be an error, contains this, for a minute at most. */
    static void await(int port, String part, String... words) throws IOException {
        long began = System.nanoTime();
        String answer = said(port, words);
        while (!answer.contains(part)) {
            if (System.nanoTime() - began > PATIENCE.toNanos()) {
                throw new IOException(String.join(" ", words) + " never answered " + part + ": " + answer);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
            answer = said(port, words);
        }
    }

    private static String said(int port, String... words) {
        try {
            return say(port, words);
        } catch (IOException notYet) {
            return String.valueOf(notYet.getMessage());
        }
    }
}
