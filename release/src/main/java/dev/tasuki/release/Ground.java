package dev.tasuki.release;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * The lowest layer: what a program for Linux needs that brings its own Java. That is the C library with its loader, a shell
 * for the start script, and the few files in which the library looks names up. Library and shell are Debian's or Ubuntu's,
 * those of the machine where the image is made, with the texts of their licences.
 */
final class Ground {
    /** The parts of the C library that Java and the libraries of the program name, and those that the library loads itself. */
    private static final List<String> LIBRARY = List.of(
            "ld-linux-x86-64.so.2",
            "libc.so.6",
            "libdl.so.2",
            "libm.so.6",
            "libnss_dns.so.2",
            "libnss_files.so.2",
            "libpthread.so.0",
            "libresolv.so.2",
            "librt.so.1");

    private static final String PLACE = "lib/x86_64-linux-gnu";
    /** The path that is written into every program for this kind of machine. */
    private static final String LOADER = "/lib64/ld-linux-x86-64.so.2";

    private final Path machine;
    private final Path scratch;
    private final Instant time;
    private final FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName("ground");

    /** With a folder for files that are made. */
    Ground(Path machine, Path scratch, Instant time) {
        this.machine = machine;
        this.scratch = scratch;
        this.time = time;
    }

    FileEntriesLayer layer() throws IOException {
        for (String file : LIBRARY) {
            add(machine.resolve(PLACE).resolve(file), "/" + PLACE + "/" + file, "rwxr-xr-x");
        }
        add(machine.resolve(PLACE).resolve("ld-linux-x86-64.so.2"), LOADER, "rwxr-xr-x");
        add(machine.resolve("usr/bin/dash"), "/bin/sh", "rwxr-xr-x");
        for (String owner : List.of("libc6", "dash")) {
            String copyright = "usr/share/doc/" + owner + "/copyright";
            add(machine.resolve(copyright), "/" + copyright, "rw-r--r--");
        }
        made("/etc/passwd", "root:x:0:0:root:/:/bin/sh\ntasuki:x:10001:10001:Tasuki:" + ImageTar.DATA + ":/bin/sh\n");
        made("/etc/group", "root:x:0:\ntasuki:x:10001:\n");
        made("/etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n");
        folder("/tmp", "rwxrwxrwx", "0:0");
        folder(ImageTar.DATA, "rwx------", ImageTar.USER);
        return layer.build();
    }

    private void add(Path file, String inside, String mode) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("the image needs " + file + " of Debian or Ubuntu, and it is not there");
        }
        layer.addEntry(file.toRealPath(), AbsoluteUnixPath.get(inside), ImageTar.mode(mode), time, "0:0");
    }

    private void made(String inside, String text) throws IOException {
        Path file = Files.createTempFile(scratch, "made", "");
        Files.writeString(file, text);
        add(file, inside, "rw-r--r--");
    }

    private void folder(String inside, String mode, String owner) throws IOException {
        FilePermissions permissions = ImageTar.mode(mode);
        layer.addEntry(
                Files.createTempDirectory(scratch, "made"), AbsoluteUnixPath.get(inside), permissions, time, owner);
    }
}
