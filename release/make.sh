#!/bin/sh
# Makes what people install, from a build: an archive with its own Java. Maven calls it in the profile "release":
#   release/make.sh VERSION TIME
# VERSION is the project's, TIME the one that every file bears, as in 2026-11-01T00:00:00Z.
# The JDK is that of TASUKI_JAVA, JAVA_HOME or PATH, in this order. It leaves its files in app/target/release.
set -eu

version=$1
time=$2
top=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
jdk=${TASUKI_JAVA:-${JAVA_HOME:-}}
[ -n "$jdk" ] || jdk=$(dirname "$(dirname "$(readlink -f "$(command -v javac || echo /none/bin/javac)")")")
built=$top/app/target
out=$built/release
name=tasuki-$version-linux-x64
image=$out/$name
LC_ALL=C
TZ=UTC
export LC_ALL TZ
umask 022

# What the program and its libraries need, as jdeps finds it; beside it jdk.zipfs (resources in jars) and
# jdk.charsets (encodings of databases), which are found at run time only.
modules=java.base,java.desktop,java.naming,java.net.http,java.security.jgss,java.security.sasl,java.sql
modules=$modules,jdk.charsets,jdk.jfr,jdk.management,jdk.net,jdk.unsupported,jdk.zipfs

fail() {
    printf 'release: %s\n' "$@" >&2
    exit 1
}

[ "$(uname -s) $(uname -m)" = 'Linux x86_64' ] || fail "is made on Linux, x86_64 only; this is $(uname -sm)."
[ -x "$jdk/bin/jlink" ] && grep -q '^JAVA_VERSION="25' "$jdk/release" ||
    fail "$jdk is not a JDK 25 with bin/jlink: set JAVA_HOME to one."
[ -f "$built/tasuki.jar" ] || fail "app/target/tasuki.jar is missing: run mvn -Prelease package."
grep -q '^options="' "$top/tasuki" || fail "./tasuki no longer has the line of JVM options that starts with options="

# All files get the same time: an archive of classes holds only for jars of the time and size it was made from.
settle() {
    find "$1" -exec touch -h -d "$time" {} +
}

runtime() {
    "$jdk/bin/jlink" --add-modules "$modules" --strip-java-debug-attributes --no-header-files --no-man-pages \
        --output "$image/runtime"
    # Its classes, made ready for any start: the one variant that the launcher's options use.
    # Whatever else could get into them is always the same, as in archive.sh.
    (cd /tmp && env -i "$image/runtime/bin/java" -Xmx1g -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -Xshare:dump) >"$out/dump.log" 2>&1
}

program() {
    mkdir -p "$image/app/lib" "$image/bin"
    cp "$built/tasuki.jar" "$image/app/"
    # Only what the program names: the folder of the build may hold what an older one needed.
    (cd "$out" && "$jdk/bin/jar" xf "$built/tasuki.jar" META-INF/MANIFEST.MF)
    libraries=$(tr -d '\r' <"$out/META-INF/MANIFEST.MF" | sed -e ':a' -e 'N' -e '$!ba' -e 's/\n //g' |
        sed -n 's/^Class-Path: //p')
    for jar in $libraries; do
        case $jar in lib/tasuki-*) ;; *) grep -qxF "${jar#lib/}" "$top/THIRD-PARTY.txt" ||
            fail "${jar#lib/} is not in THIRD-PARTY.txt: list its name, licence and link there." ;;
        esac
        cp "$built/$jar" "$image/app/lib/"
    done
    rm -r "$out/META-INF"
    cp "$top/LICENSE" "$top/NOTICE" "$top/THIRD-PARTY.txt" "$image/"
    mkdir "$image/licenses"
    cp "$top"/server/src/main/resources/tasuki/console/vendor/LICENSE-*.txt "$image/licenses/"
    # The options are those of the checkout's start script: they stand there only.
    sed -n '/^options="/,/"$/p' "$top/tasuki" >"$out/options"
    sed -e "/^options=''\$/{r $out/options" -e 'd;}' "$top/release/launcher.sh" >"$image/bin/tasuki"
    find "$image" -type d -exec chmod 755 {} +
    find "$image/app" "$image/licenses" "$image"/*.txt "$image/LICENSE" "$image/NOTICE" -type f -exec chmod 644 {} +
    chmod 755 "$image/bin/tasuki"
}

# What is inside, for those who look for weak spots in libraries. Made of the folder itself: it needs no network.
bill() {
    "$jdk/bin/java" "$top/release/Bill.java" "$image/tasuki.cdx.json" "$time" "$version" "$image"
    chmod 644 "$image/tasuki.cdx.json"
}

# The classes of a server, made ready.
archive() {
    "$top/release/archive.sh" "$image" "$out/tasuki.jsa" >"$out/classes.log" 2>&1 || {
        tail -n 20 "$out/classes.log" >&2
        fail "the JVM made no archive of classes; the lines above are the last of $out/classes.log."
    }
    mv "$out/tasuki.jsa" "$image/app/"
    chmod 644 "$image/app/tasuki.jsa"
}

# The same program in one file, for a machine with a Java 25.
one_jar() {
    mkdir "$out/notices"
    cp "$image/LICENSE" "$image/NOTICE" "$image/THIRD-PARTY.txt" "$image/tasuki.cdx.json" "$image"/licenses/* "$out/notices/"
    # shellcheck disable=SC2086
    (cd "$built" && "$jdk/bin/java" "$top/release/OneJar.java" "$out/tasuki-$version.jar" "$time" "$out/notices" \
        tasuki.jar $libraries)
    rm -r "$out/notices"
}

# A package for Debian and its like: the folder of the archive as /usr/lib/tasuki. A version with a hyphen, such as
# a snapshot's, comes before the one without, hence the tilde.
package() {
    command -v dpkg-deb >/dev/null || {
        printf 'release: no .deb, since dpkg-deb is missing here.\n' >&2
        return
    }
    debian=$(printf %s "$version" | tr - '~' | tr '[:upper:]' '[:lower:]')
    root=$out/deb
    mkdir -p "$root/DEBIAN" "$root/usr/lib/systemd/system" "$root/usr/bin" "$root/usr/share/doc/tasuki" "$root/etc/tasuki"
    cp -al "$image" "$root/usr/lib/tasuki"
    ln -s ../lib/tasuki/bin/tasuki "$root/usr/bin/tasuki"
    sed -e 's,/opt/tasuki/bin/tasuki,/usr/bin/tasuki,' \
        -e 's,role\. /opt/tasuki holds the unpacked archive of docs/install\.md,role,' \
        -e '/^#   cp deploy/d' "$top/deploy/tasuki@.service" >"$root/usr/lib/systemd/system/tasuki@.service"
    cp "$top/release/deb/copyright" "$root/usr/share/doc/tasuki/"
    printf 'tasuki (%s) unstable; urgency=medium\n\n  * See CHANGELOG.md of the source.\n\n -- %s  %s\n' "$debian" \
        'The Tasuki authors <tasuki@tasuki.invalid>' "$(date -u -d "$time" '+%a, %d %b %Y %T +0000')" |
        gzip -9n >"$root/usr/share/doc/tasuki/changelog.gz"
    cp "$top/release/deb/tasuki.env" "$root/etc/tasuki/"
    find "$root" -type d -exec chmod 755 {} +
    chmod 644 "$root/usr/lib/systemd/system/tasuki@.service" "$root"/usr/share/doc/tasuki/*
    chmod 600 "$root/etc/tasuki/tasuki.env"
    printf '/etc/tasuki/tasuki.env\n' >"$root/DEBIAN/conffiles"
    (cd "$root" && find usr -type f | sort | xargs md5sum) >"$root/DEBIAN/md5sums"
    sed -e "s/@version@/$debian/" -e "s/@size@/$(du -k -s --apparent-size "$root/usr" | cut -f1)/" \
        "$top/release/deb/control" >"$root/DEBIAN/control"
    chmod 644 "$root"/DEBIAN/*
    for script in postinst prerm postrm; do
        install -m 755 "$top/release/deb/$script" "$root/DEBIAN/$script"
    done
    settle "$root"
    # Also where dpkg knows no newer way of packing.
    SOURCE_DATE_EPOCH=$(date -u -d "$time" +%s) dpkg-deb --root-owner-group -Zgzip -z6 --build "$root" \
        "$out/tasuki_${debian}_amd64.deb" >/dev/null
    rm -r "$root"
}

# An image for container engines, made without one. The part of the build that makes it may be missing, as in a build of the
# program alone.
container() {
    [ -f "$top/release/target/tasuki-release.jar" ] || {
        printf 'release: no image, since release/target/tasuki-release.jar is missing here.\n' >&2
        return
    }
    "$jdk/bin/java" --sun-misc-unsafe-memory-access=allow -jar "$top/release/target/tasuki-release.jar" \
        "$out/tasuki-$version-image.tar" "$time" "$version" "$image" / >"$out/image.log" || fail "the image was not made; the lines above say why."
}

pack() {
    (
        cd "$out"
        tar --format=gnu --sort=name --mtime="$time" --owner=0 --group=0 --numeric-owner -cf - "$name" |
            gzip -n >"$name.tar.gz"
        cp "$name/tasuki.cdx.json" "tasuki-$version.cdx.json"
        find . -maxdepth 1 \( -name '*.tar.gz' -o -name '*.jar' -o -name '*.deb' -o -name '*-image.tar' -o -name '*.json' \) -printf '%f\n' | sort |
            xargs sha256sum -- >SHA256SUMS
    )
}

rm -rf "$out"
mkdir -p "$out"
runtime
program
bill
settle "$image"
archive
settle "$image"
one_jar
package
container
pack
printf 'release: %s (%s MB)\n' "$out/$name.tar.gz" "$(($(wc -c <"$out/$name.tar.gz") / 1000000))"
