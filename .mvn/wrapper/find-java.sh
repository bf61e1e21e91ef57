# Sets $java to a Java of version 17 or later: that of JAVA_HOME, else the one on PATH. Sourced by mvnw and gemmatune.
if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then
  java=$JAVA_HOME/bin/java
else
  unset JAVA_HOME # Maven would stop at a JAVA_HOME that leads nowhere
  java=$(command -v java) || {
    echo "No Java found: install a JDK, version 17 or later, and set JAVA_HOME to its folder or put its bin on PATH." >&2
    exit 1
  }
fi
java_version=$("$java" -version 2>&1 | sed -n 's/.* version "\(1\.\)\{0,1\}\([0-9]*\).*/\2/p' | head -n 1)
if [ "${java_version:-0}" -lt 17 ]; then
  echo "$java is Java ${java_version:-of an unknown version}: a JDK of version 17 or later is needed; set JAVA_HOME to one." >&2
  exit 1
fi
