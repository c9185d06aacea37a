#!/bin/sh
# extras.sh FOLDER writes what packages install beside the program: the manual
# page, completion scripts, and the systemd units for a program in /usr/bin.
set -eu
out=$1
rm -rf "$out"
mkdir -p "$out/man/man1" "$out/man/th/man1" "$out/completions" "$out/systemd"
bin=$(mktemp -d)
trap 'rm -rf "$bin"' EXIT
CGO_ENABLED=0 go build -trimpath -buildvcs=false -o "$bin/" ./cmd/itacheck
"$bin/itacheck" man --lang en >"$out/man/man1/itacheck.1"
"$bin/itacheck" man --lang th >"$out/man/th/man1/itacheck.1"
gzip -9n "$out/man/man1/itacheck.1" "$out/man/th/man1/itacheck.1"
for shell in bash zsh fish powershell; do
	"$bin/itacheck" completion "$shell" --lang en >"$out/completions/itacheck.$shell"
done
for unit in docs/units/*.service docs/units/*.timer; do
	sed 's,/usr/local/bin/,/usr/bin/,' "$unit" >"$out/systemd/${unit##*/}"
done
