package dev.tasuki.adapters.resp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.commands.ProtocolCommand;

/**
 * One command as it is sent.
 *
 * @param key which key it is about, or what its keys begin with; only a Cluster asks
 * @param script what it runs, to be loaded where the server does not have it; null for a plain command
 * @param writes whether it changes anything
 * @param together with which others it may be sent as one; null if with none
 */
public record Command(
        ProtocolCommand name,
        byte[][] arguments,
        String key,
        @Nullable Script script,
        boolean writes,
        @Nullable Together together) {
    /**
     * Commands of one kind may be sent as one, whose answer is a list with an element for each: a script is then called
     * once for all of them.
     *
     * @param kind the same for all that may, which differ in their last arguments alone
     * @param shared how many of the first arguments they have in common
     * @param last true if it may go behind those that were sent after it, false if before those that were sent before it
     */
    public record Together(String kind, int shared, boolean last) {}

    /** A plain command that only reads, about no key: for a lane of one server. */
    public static Command plain(ProtocolCommand name, Object... arguments) {
        return about("", name, arguments);
    }

    /** A plain command that only reads, for the server that has this key. */
    public static Command about(String key, ProtocolCommand name, Object... arguments) {
        return new Command(name, bytes(List.of(arguments)), key, null, false, null);
    }

    /** A plain command that changes this key. */
    public static Command change(ProtocolCommand name, String key, Object... arguments) {
        List<Object> all = new ArrayList<>(List.of(key));
        all.addAll(List.of(arguments));
        return new Command(name, bytes(all), key, null, true, null);
    }

    /** An operation of a script over one prefix of keys. */
    public static Command of(Script script, String key, boolean writes, String operation, List<?> arguments) {
        List<Object> all = new ArrayList<>(arguments.size() + 4);
        all.addAll(List.of(script.sha(), "1", key, operation));
        all.addAll(arguments);
        return new Command(Protocol.Command.EVALSHA, bytes(all), key, script, writes, null);
    }

    /** A script with the keys that it uses. */
    public static Command run(Script script, boolean writes, List<String> keys, List<?> arguments) {
        List<Object> all = new ArrayList<>(keys.size() + arguments.size() + 2);
        all.addAll(List.of(script.sha(), Integer.toString(keys.size())));
        all.addAll(keys);
        all.addAll(arguments);
        return new Command(Protocol.Command.EVALSHA, bytes(all), keys.getFirst(), script, writes, null);
    }

    /** The same, which may be sent as one with others like it. */
    public Command with(Together others) {
        return new Command(name, arguments, key, script, writes, others);
    }

    /** This one followed by these arguments: what commands have in common is made once for all of them. */
    public Command followedBy(List<?> further) {
        byte[][] own = bytes(further);
        byte[][] all = Arrays.copyOf(arguments, arguments.length + own.length);
        System.arraycopy(own, 0, all, arguments.length, own.length);
        return new Command(name, all, key, script, writes, together);
    }

    /** This one and others of its kind as one. */
    Command joined(List<Command> others) {
        int shared = together == null ? arguments.length : together.shared();
        int length = arguments.length;
        for (Command other : others) {
            length += other.arguments.length - shared;
        }
        byte[][] all = Arrays.copyOf(arguments, length);
        int at = arguments.length;
        for (Command other : others) {
            int own = other.arguments.length - shared;
            System.arraycopy(other.arguments, shared, all, at, own);
            at += own;
        }
        return new Command(name, all, key, script, writes, together);
    }

    /** How many bytes of arguments it has. */
    public long size() {
        long sum = 0;
        for (byte[] argument : arguments) {
            sum += argument.length;
        }
        return sum;
    }

    private static byte[][] bytes(List<?> arguments) {
        byte[][] all = new byte[arguments.size()][];
        for (int i = 0; i < all.length; i++) {
            Object argument = arguments.get(i);
            all[i] = argument instanceof byte[] raw ? raw : argument.toString().getBytes(StandardCharsets.UTF_8);
        }
        return all;
    }
}
