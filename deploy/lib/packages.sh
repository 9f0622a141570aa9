# Sourced: what Debian's packages bring and tests need.

# farol_package PACKAGE: installs it where that is possible (apt-get, as root); whoever needs it says what is missing when it is not there afterwards.
farol_package() {
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "  installing $1, once …" >&2
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1"; } >/dev/null 2>&1 || true
  fi
}
