package dev.tasuki.adapters.files;

import dev.tasuki.core.port.ObjectKeys;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.OwnerOnly;
import dev.tasuki.core.port.StoredObject;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.RefusalCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Objects as files under one directory, a key's segments being folders. Safe for any number of
 * threads and processes that share the directory.
 *
 * <p>An object is written to a file in {@code .incoming}, forced to the disk, renamed to its place
 * in one step, and the folder is forced, too; so a reader sees the old bytes or the new ones, and a
 * crash leaves one of them. Files that people copy into the directory are objects as well. Symbolic
 * links below the directory are not: they are never followed, so nothing outside is read or written.
 *
 * <p>Limits of a file system: a key cannot be an object and a folder of another key at once (an
 * IllegalArgumentException), and where the file system does not tell upper from lower case, neither
 * does the store. Names beyond ASCII need a UTF-8 locale.
 */
public final class DirectoryStore implements ObjectStore {
    /** How often a put starts over because another deleted the folder that it was about to use. */
    private static final int PATIENCE = 100;

    private final Path root;
    private final Incoming incoming;

    private DirectoryStore(Path root, Incoming incoming) {
        this.root = root;
        this.incoming = incoming;
    }

    /**
     * Opens the directory, makes it if need be, and removes what crashed processes left half
     * written. Throws {@link dev.tasuki.core.task.Unavailable} if it cannot be written to.
     */
    public static DirectoryStore open(Path directory, InstantSource clock) {
        try {
            Path root = OwnerOnly.createDirectories(directory).toRealPath();
            return new DirectoryStore(root, Incoming.open(root, clock));
        } catch (IOException e) {
            throw Disk.refusal("opening the object store", e);
        }
    }

    @Override
    public StoredObject put(String key, InputStream content) throws IOException {
        Path target = path(key);
        Path written = incoming.write(content);
        try {
            StoredFile file = StoredFile.read(written)
                    .orElseThrow(() -> new NoSuchFileException("the file just written is gone"));
            Optional<StoredFile> same = same(target, written, file);
            if (same.isPresent()) {
                return same.get().describe(key);
            }
            moveTo(target, written, key);
            return file.describe(key);
        } catch (IOException e) {
            throw Disk.refusal("storing an object", e);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    @Override
    public ObjectReader open(String key) {
        Path path = path(key);
        try {
            while (true) {
                StoredFile before = file(path).orElseThrow(() -> absent(key));
                InputStream stream = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS);
                if (confirmed(stream, before, () -> file(path))) {
                    return new ObjectReader(before.describe(key), stream);
                }
            }
        } catch (NoSuchFileException e) {
            throw absent(key);
        } catch (IOException e) {
            throw Disk.refusal("opening an object", e);
        }
    }

    /** Looks at a file once more. */
    @FunctionalInterface
    interface Look {
        Optional<StoredFile> now() throws IOException;
    }

    /**
     * Whether it is the same file before and after it was opened, so that what is open is what is
     * described; if not, or if nobody can say, the stream is closed.
     */
    static boolean confirmed(InputStream stream, StoredFile before, Look look) throws IOException {
        boolean same = false;
        try {
            same = look.now().filter(before::equals).isPresent();
            return same;
        } finally {
            if (!same) {
                stream.close();
            }
        }
    }

    @Override
    public Optional<StoredObject> stat(String key) {
        try {
            return file(path(key)).map(file -> file.describe(key));
        } catch (IOException e) {
            throw Disk.refusal("looking up an object", e);
        }
    }

    @Override
    public List<StoredObject> list(String prefix) {
        List<StoredObject> found = new ArrayList<>();
        String folder = prefix.substring(0, prefix.lastIndexOf('/') + 1);
        if (folder.isEmpty()) {
            collect(root, "", prefix, found);
        } else if (ObjectKeys.valid(prefix.substring(0, folder.length() - 1))) {
            Path start = path(folder.substring(0, folder.length() - 1));
            if (plainFolders(start)) {
                collect(start, folder, prefix, found);
            }
        }
        found.sort(Comparator.comparing(StoredObject::key));
        return List.copyOf(found);
    }

    @Override
    public boolean delete(String key) {
        Path path = path(key);
        try {
            if (file(path).isEmpty() || !Files.deleteIfExists(path)) {
                return false;
            }
            Disk.forceFolder(Disk.folderOf(path));
            removeEmptyFolders(Disk.folderOf(path));
            return true;
        } catch (IOException e) {
            throw Disk.refusal("deleting an object", e);
        }
    }

    /** Gives up what only this process needs; objects stay. Readers that are open go on. */
    @Override
    public void close() {
        incoming.close();
    }

    /**
     * The file that is there already, if its bytes are the same. It stays as it is, so that its etag stays valid.
     * Only a file of the same size is read.
     */
    private Optional<StoredFile> same(Path target, Path written, StoredFile file) throws IOException {
        try {
            Optional<StoredFile> before = file(target);
            boolean same = before.isPresent()
                    && before.get().size() == file.size()
                    && Files.mismatch(target, written) < 0
                    && file(target).equals(before);
            return same ? before : Optional.empty();
        } catch (NoSuchFileException goneMeanwhile) {
            return Optional.empty();
        }
    }

    private void moveTo(Path target, Path written, String key) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                makeFolders(Disk.folderOf(target), key);
                Files.move(written, target, StandardCopyOption.ATOMIC_MOVE);
                Disk.forceFolder(Disk.folderOf(target));
                return;
            } catch (NoSuchFileException e) {
                if (attempt == PATIENCE) {
                    throw e;
                }
            } catch (IOException e) {
                if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
                    throw new IllegalArgumentException("object key \"" + key + "\" is a folder of other keys", e);
                }
                throw e;
            }
        }
    }

    /** Makes the folder and those above it, each durable before what it holds. */
    private void makeFolders(Path folder, String key) throws IOException {
        if (folder.equals(root) || plainFolders(folder)) {
            return;
        }
        makeFolders(Disk.folderOf(folder), key);
        try {
            OwnerOnly.createDirectory(folder);
            Disk.forceFolder(Disk.folderOf(folder));
        } catch (FileAlreadyExistsException e) {
            if (!isFolder(folder)) {
                throw new IllegalArgumentException(
                        "object key \"" + key + "\" runs through another object or a link", e);
            }
        }
    }

    /** Throws NoSuchFileException where another has deleted it meanwhile: the caller starts over. */
    private static boolean isFolder(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isDirectory();
    }

    private void removeEmptyFolders(Path folder) throws IOException {
        Path empty = folder;
        while (!empty.equals(root) && Disk.removeFolder(empty)) {
            empty = Disk.folderOf(empty);
        }
    }

    private void collect(Path folder, String keyOfFolder, String prefix, List<StoredObject> found) {
        try (var entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String key = keyOfFolder + entry.getFileName();
                boolean mayMatch = key.startsWith(prefix) || prefix.startsWith(key + "/");
                if (!mayMatch || !ObjectKeys.valid(key)) {
                    continue;
                }
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    collect(entry, key + "/", prefix, found);
                } else {
                    StoredFile.read(entry).ifPresent(file -> found.add(file.describe(key)));
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            // Deleted meanwhile: nothing to list.
        } catch (IOException | UncheckedIOException | DirectoryIteratorException e) {
            throw Disk.refusal("listing objects", e);
        }
    }

    private Optional<StoredFile> file(Path path) throws IOException {
        return plainFolders(Disk.folderOf(path)) ? StoredFile.read(path) : Optional.empty();
    }

    /** True if neither the folder nor one above it, up to the root, is a link. */
    private boolean plainFolders(Path folder) {
        for (Path above = folder; !above.equals(root); above = Disk.folderOf(above)) {
            if (!Files.isDirectory(above, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
        }
        return true;
    }

    private Path path(String key) {
        return root.resolve(ObjectKeys.check(key));
    }

    private static NotFound absent(String key) {
        return new NotFound(RefusalCode.OBJECT_NOT_FOUND, "there is no object \"" + key + "\"");
    }
}
