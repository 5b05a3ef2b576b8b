#!/bin/sh
# Installs ktn @version@: sh install.sh [--prefix DIR] [--from URL]
#
# Nothing is written outside a temporary folder before the sum of what was
# downloaded is the one below, wherever it came from. All is in functions, so
# that half a script does nothing.
set -eu

VERSION=@version@
FROM=@downloads@

usage() {
  cat <<EOF
Installs ktn $VERSION.

  sh install.sh [--prefix DIR] [--from URL]

  --prefix DIR  Where to: DIR/bin/ktn and DIR/share; without it /usr/local for
                root, and ~/.local for others
  --from URL    Where the files of the release are, if not at
                $FROM
EOF
}

fail() {
  echo "install.sh: $*" >&2
  exit 1
}

has() {
  command -v "$1" >/dev/null 2>&1
}

# The system as files of a release are named after it.
find_target() {
  system=$(uname -s)
  machine=$(uname -m)
  case $system in
    Linux) system=linux ;;
    Darwin) system=macos ;;
    *) fail "there is no ktn for $system here; see @home@" ;;
  esac
  case $machine in
    x86_64 | amd64) machine=x64 ;;
    aarch64 | arm64) machine=arm64 ;;
    *) fail "there is no ktn for the processor $machine; see @home@" ;;
  esac
  if [ $system = linux ] && ls /lib/ld-musl-* >/dev/null 2>&1; then
    fail "ktn needs glibc, and this system has musl; the container image runs here"
  fi
  echo $system-$machine
}

download() {
  if has curl; then
    curl --fail --silent --show-error --location --retry 3 --output "$2" "$1"
  elif has wget; then
    wget -q -O "$2" "$1"
  else
    fail "curl or wget is needed"
  fi || fail "cannot download $1"
}

sum_of() {
  if has sha256sum; then sha256sum "$1"
  elif has shasum; then shasum -a 256 "$1"
  elif has openssl; then openssl dgst -sha256 -r "$1"
  else fail "sha256sum, shasum or openssl is needed"
  fi | cut -d ' ' -f 1
}

# What the archive of a target must be.
wanted_sum() {
  case $1 in
    linux-x64) echo @sum_linux_x64@ ;;
    linux-arm64) echo @sum_linux_arm64@ ;;
    macos-x64) echo @sum_macos_x64@ ;;
    macos-arm64) echo @sum_macos_arm64@ ;;
  esac
}

check_sum() {
  wanted=$(wanted_sum "$2")
  found=$(sum_of "$1")
  [ "$wanted" = "$found" ] ||
    fail "the sum of $1 is wrong: $found instead of $wanted; nothing was installed"
}

# Replaces a file in one step: a ktn that runs goes on with the old one.
put() {
  mkdir -p "$(dirname "$3")"
  cp "$2" "$3.new.$$"
  chmod "$1" "$3.new.$$"
  mv -f "$3.new.$$" "$3"
}

install_from() {
  put 755 "$1/ktn" "$2/bin/ktn"
  put 644 "$1/ktn.1" "$2/share/man/man1/ktn.1"
  put 644 "$1/completions/ktn.bash" "$2/share/bash-completion/completions/ktn"
  put 644 "$1/completions/ktn.fish" "$2/share/fish/vendor_completions.d/ktn.fish"
  put 644 "$1/completions/_ktn" "$2/share/zsh/site-functions/_ktn"
}

# The folder, or the nearest one above it that is there, must be writable.
check_prefix() {
  folder=$1
  while [ ! -e "$folder" ]; do folder=$(dirname "$folder"); done
  [ -d "$folder" ] || fail "$folder is no folder; choose another --prefix"
  [ -w "$folder" ] ||
    fail "cannot write to $folder; choose another --prefix, or run it as root"
}

main() {
  prefix=
  while [ $# -gt 0 ]; do
    case $1 in
      --prefix | --from)
        [ $# -ge 2 ] && [ -n "$2" ] || fail "$1 needs a value"
        if [ "$1" = --prefix ]; then prefix=$2; else FROM=$2; fi
        shift 2 ;;
      -h | --help) usage; exit 0 ;;
      *) fail "unknown argument \"$1\"; see --help" ;;
    esac
  done
  if [ -z "$prefix" ]; then
    if [ "$(id -u)" = 0 ]; then prefix=/usr/local
    else prefix=${HOME:?is not set; choose a --prefix}/.local
    fi
  fi
  case $prefix in /*) ;; *) prefix=$PWD/$prefix ;; esac
  check_prefix "$prefix"
  target=$(find_target)
  folder=ktn-$VERSION-$target
  archive=$folder.tar.gz

  temporary=$(mktemp -d)
  trap 'rm -rf "$temporary"' EXIT
  trap 'exit 1' HUP INT TERM
  cd "$temporary"
  download "$FROM/$archive" "$archive"
  check_sum "$archive" "$target"
  tar -xzf "$archive" || fail "cannot unpack $archive; nothing was installed"
  "./$folder/ktn" --version >/dev/null ||
    fail "ktn does not run on this system; nothing was installed"
  install_from "$folder" "$prefix"

  echo "Installed ktn $VERSION as $prefix/bin/ktn"
  case :$PATH: in
    *:"$prefix/bin":*) ;;
    *) echo "Add it to your path: PATH=$prefix/bin:\$PATH" ;;
  esac
}

main "$@"
