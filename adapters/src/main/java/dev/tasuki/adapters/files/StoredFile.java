package dev.tasuki.adapters.files;

import dev.tasuki.core.port.StoredObject;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What the file system knows of an object's file. Size, time of writing and inode together make the
 * etag: {@link Incoming} gives no two files the same time, and a file that a person puts in place of
 * another has another time or inode.
 *
 * @param inode 0 where the file system has none
 */
record StoredFile(long size, Instant modified, long inode) {
    /** The file at {@code path} itself; empty if it is absent, a folder, a link or anything else. */
    static Optional<StoredFile> read(Path path) throws IOException {
        boolean unix = path.getFileSystem().supportedFileAttributeViews().contains("unix");
        String wanted = unix ? "unix:isRegularFile,size,lastModifiedTime,ino" : "isRegularFile,size,lastModifiedTime";
        try {
            Map<String, Object> attributes = Files.readAttributes(path, wanted, LinkOption.NOFOLLOW_LINKS);
            if (!(attributes.get("isRegularFile") instanceof Boolean regular && regular)
                    || !(attributes.get("size") instanceof Long size)
                    || !(attributes.get("lastModifiedTime") instanceof FileTime time)) {
                return Optional.empty();
            }
            long inode = attributes.get("ino") instanceof Long ino ? ino : 0;
            return Optional.of(new StoredFile(size, time.toInstant(), inode));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (FileSystemException e) {
            // "Not a directory": a part of the path is a file, so there is nothing below it.
            if (Files.exists(Disk.folderOf(path), LinkOption.NOFOLLOW_LINKS)
                    && !Files.isDirectory(Disk.folderOf(path))) {
                return Optional.empty();
            }
            throw e;
        }
    }

    StoredObject describe(String key) {
        return new StoredObject(key, size, etag(), modified);
    }

    private String etag() {
        return Long.toHexString(size)
                + "-" + Long.toHexString(modified.getEpochSecond())
                + "." + Integer.toHexString(modified.getNano())
                + "-" + Long.toHexString(inode);
    }
}
