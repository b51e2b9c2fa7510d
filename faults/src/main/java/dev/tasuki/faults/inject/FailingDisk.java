package dev.tasuki.faults.inject;

import dev.tasuki.core.base.ForwardingObjectStore;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A store on a disk whose fsync fails now and then, as Linux has it: the pages that could not be
 * written are marked clean, so that the next fsync succeeds and what is on the disk is zeros.
 */
final class FailingDisk implements ForwardingObjectStore {
    private static final int FAILS_EACH = 5;

    private final ObjectStore real;
    private int forced;

    FailingDisk(ObjectStore real) {
        this.real = real;
    }

    @Override
    public ObjectStore store() {
        return real;
    }

    @Override
    public synchronized StoredObject put(String key, InputStream content) throws IOException {
        byte[] pages = content.readAllBytes();
        byte[] disk = new byte[pages.length];
        try {
            force(key, pages, disk);
        } catch (IOException failed) {
            force(key, new byte[pages.length], disk);
        }
        return real.put(key, new ByteArrayInputStream(disk));
    }

    private void force(String key, byte[] dirty, byte[] disk) throws IOException {
        if (key.endsWith(".tasuki") && ++forced % FAILS_EACH == 0) {
            throw new IOException("Input/output error");
        }
        System.arraycopy(dirty, 0, disk, 0, dirty.length);
    }
}
