#!/bin/sh
# Compares two releases, each a folder as release/make.sh leaves it, byte by byte:
#   release/same.sh ONE OTHER
# Ends with 1 if any file has other bytes, another time, mode or name.
set -eu

[ $# -eq 2 ] && [ -d "$1" ] && [ -d "$2" ] || {
    echo 'usage: release/same.sh ONE OTHER (two folders with releases)' >&2
    exit 2
}
sums() {
    (cd "$1" && find . -type f ! -name '*.log' ! -name SHA256SUMS ! -name options -print0 | sort -z | xargs -0 sha256sum)
}
# Time, mode and name of all files, also of folders and links.
shapes() {
    (cd "$1" && find . -mindepth 2 -printf '%T@ %m %P %l\n' | sort)
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
sums "$1" >"$scratch/one"
sums "$2" >"$scratch/other"
shapes "$1" >"$scratch/one.shapes"
shapes "$2" >"$scratch/other.shapes"
diff "$scratch/one.shapes" "$scratch/other.shapes" >&2 || exit 1
differ=$(diff "$scratch/one" "$scratch/other" | sed -n 's/^[<>] [0-9a-f]*  //p' | sort -u)
[ -z "$differ" ] || {
    printf 'differs: %s\n' $differ >&2
    exit 1
}
echo "the same: $(wc -l <"$scratch/one") files"
