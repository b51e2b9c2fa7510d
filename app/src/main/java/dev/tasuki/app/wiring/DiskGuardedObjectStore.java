package dev.tasuki.app.wiring;

import dev.tasuki.core.base.ForwardingObjectStore;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.StoredObject;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Takes no dataset while the disk is nearly full, and looks again while one is written, so that a
 * large one ends before it has filled the disk: the room that is left is for what was accepted before.
 * Thread-safe.
 *
 * @param datasets prefix of the keys that this is about
 */
record DiskGuardedObjectStore(ObjectStore store, String datasets, DiskSpace disk) implements ForwardingObjectStore {
    /** Bytes between two looks. */
    static final long EVERY = 4L << 20;

    @Override
    public StoredObject put(String key, InputStream content) throws IOException {
        if (!key.startsWith(datasets)) {
            return store.put(key, content);
        }
        disk.require();
        return store.put(key, new WhileThereIsRoom(content, disk));
    }

    /** Reading from it ends with a refusal once there is too little room. */
    private static final class WhileThereIsRoom extends FilterInputStream {
        private final DiskSpace disk;
        private long sinceLook;

        WhileThereIsRoom(InputStream in, DiskSpace disk) {
            super(in);
            this.disk = disk;
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            look(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int n = in.read(into, offset, length);
            look(n);
            return n;
        }

        private void look(int read) {
            sinceLook += Math.max(0, read);
            if (sinceLook >= EVERY) {
                sinceLook = 0;
                disk.require();
            }
        }
    }
}
