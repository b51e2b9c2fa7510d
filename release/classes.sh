#!/bin/sh
# Makes release/classes.txt anew, the list of classes that a server loads until it answers; call it when many have changed:
#   release/classes.sh
# It needs a release in app/target/release (mvn -Prelease package) and starts a server of it. Left out is what would make
# two archives differ: classes of a format so old that the JVM archives none of them, and all that mentions them.
set -eu

top=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
out=$top/app/target/release
image=$(find "$out" -mindepth 1 -maxdepth 1 -type d -name 'tasuki-*-linux-x64')
[ -n "$image" ] || {
    echo 'classes: app/target/release holds no release: run mvn -Prelease package.' >&2
    exit 1
}
LC_ALL=C
export LC_ALL
scratch=$(mktemp -d)
trap 'kill -9 "${server:-}" 2>/dev/null || true; rm -rf "$scratch"' EXIT
options=
. "$out/options"
cd "$image"

: >"$scratch/log"
# shellcheck disable=SC2086
env -i HOME="$scratch" runtime/bin/java $options -XX:DumpLoadedClassList="$scratch/loaded" \
    -jar app/tasuki.jar serve --port 0 --data "$scratch/data" >>"$scratch/log" 2>&1 </dev/null &
server=$!
while kill -0 "$server" 2>/dev/null && ! grep -q 'answers at' "$scratch/log"; do
    sleep 0.1
done
kill "$server" 2>/dev/null || true
wait "$server" || true
[ -s "$scratch/loaded" ] || {
    cat "$scratch/log" >&2
    exit 1
}
# Identities and loaders differ from run to run, and so does what is known of constants.
sed -e '/^#/d' -e '/^@cp /d' -e '/ super: /d' -e 's/ id: [0-9]*$//' "$scratch/loaded" | sort -u >"$scratch/all"
{
    grep -v '^@' "$scratch/all"
    grep '^@' "$scratch/all"
} >"$scratch/list"

"$top/release/archive.sh" "$image" "$scratch/archive" "$scratch/list" >"$scratch/log" 2>&1
sed -n 's/.*Skipping \([^:$]*\)[^:]*: Old class has been linked.*/\1/p' "$scratch/log" | sort -u >"$scratch/old"
{
    echo '# Classes, lambdas and call sites that a server loads until it answers. Made by release/classes.sh.'
    grep -vF -f "$scratch/old" "$scratch/list"
} >"$top/release/classes.txt"
echo "classes: $(wc -l <"$top/release/classes.txt") lines in release/classes.txt"
