package dev.tasuki.testservers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A certificate and its key as PEM files, for servers and clients with TLS. It vouches for itself, unless one that was
 * made in the same directory signs it. The JDK's keytool makes it.
 */
public record ServerIdentity(Path certificate, Path key) {
    private static final String PASSWORD = "secret";

    /**
     * Makes one in a directory.
     *
     * @param whose begins the names of its files, and names it as a signer
     * @param names what it is for, such as {@code dns:localhost,ip:127.0.0.1}
     * @param further arguments of {@code keytool -genkeypair}, such as {@code -signer WHOSE}
     */
    public static ServerIdentity make(Path directory, String whose, String names, String... further)
            throws IOException {
        Path store = directory.resolve("identities");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                whose,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + whose,
                "-ext",
                "san=" + names,
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString()));
        command.addAll(List.of(further));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.onExit().join().exitValue() != 0) {
            throw new IOException(said);
        }
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore read = KeyStore.getInstance("PKCS12");
            read.load(in, PASSWORD.toCharArray());
            return new ServerIdentity(
                    pem(
                            directory,
                            whose,
                            "CERTIFICATE",
                            read.getCertificate(whose).getEncoded()),
                    pem(
                            directory,
                            whose,
                            "PRIVATE KEY",
                            read.getKey(whose, PASSWORD.toCharArray()).getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IOException("keytool made what cannot be read", e);
        }
    }

    private static Path pem(Path directory, String whose, String what, byte[] bytes) throws IOException {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        Path file = directory.resolve(whose + "-" + what.replace(' ', '-') + ".pem");
        return Files.writeString(file, "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(what, lines, what));
    }
}
