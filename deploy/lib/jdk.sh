# Sourced by the scripts: finds a JDK 25 or newer in JAVA_HOME, PATH and the usual folders, exports JAVA_HOME and PATH, or says what is missing and exits.

farol_java_major() {
  "$1/bin/java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = \([0-9]*\).*/\1/p'
}

farol_find_jdk() {
  local on_path candidate major
  on_path=$(command -v javac || true)
  [ -z "$on_path" ] || on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  for candidate in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$candidate" ] && [ -x "$candidate/bin/javac" ]; then
      major=$(farol_java_major "$candidate")
      if [ "${major:-0}" -ge 25 ]; then
        export JAVA_HOME="$candidate" PATH="$candidate/bin:$PATH"
        return 0
      fi
    fi
  done
  echo "Farol needs a JDK 25 and found none in JAVA_HOME, PATH or the usual folders. Install one (for example Temurin 25) and set JAVA_HOME to it." >&2
  exit 2
}

farol_need() {
  command -v "$1" >/dev/null || { echo "Farol needs '$1' on the PATH: $2" >&2; exit 2; }
}
