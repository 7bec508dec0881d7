#!/bin/bash
# Makes the environments of environments.txt:  install.sh FOLDER [NAME ...]
# Pythons come from pyenv (PYTHONS, by default ~/.pyenv/versions); lines whose Python is not there are skipped.
# Environments land in FOLDER/venv/NAME, each Keras 3 in FOLDER/k3/VERSION. What is there already is kept.
set -u
here=$(cd "$(dirname "$0")" && pwd)
pythons=${PYTHONS:-$HOME/.pyenv/versions}
folder=${1:?usage: install.sh FOLDER [NAME ...]}
shift
only=" $* "
mkdir -p "$folder/venv" "$folder/k3" "$folder/logs"
cd "$folder" || exit 1
set -f # package pins hold < and [; no globbing

grep -v '^#' "$here/environments.txt" | while read -r name python flavour backend packages; do
  [ -z "$name" ] && continue
  [ "$only" != "  " ] && [[ $only != *" $name "* ]] && continue
  log=logs/$name.log
  case $python in
  base_*)
    version=${name#k3_}
    [ -d "k3/$version" ] && continue
    if "venv/$python/bin/pip" install -q --no-deps --target "k3/$version" $packages >"$log" 2>&1 </dev/null; then echo "$name ok"; else echo "$name FAILED, see $log"; fi
    continue
    ;;
  esac
  [ -e "venv/$name/ok" ] && continue
  if [ ! -x "$pythons/$python/bin/python" ]; then
    echo "$name skipped: no Python $python"
    continue
  fi
  if [ "${python%%.*}" = 2 ]; then
    "$pythons/$python/bin/python" -m pip install -q virtualenv && "$pythons/$python/bin/python" -m virtualenv -q "venv/$name"
  else
    "$pythons/$python/bin/python" -m venv "venv/$name"
  fi >"$log" 2>&1
  "venv/$name/bin/pip" install -q --no-cache-dir -U "pip<24" "setuptools<60" wheel >>"$log" 2>&1 </dev/null
  if "venv/$name/bin/pip" install -q --no-cache-dir $packages >>"$log" 2>&1 </dev/null; then
    touch "venv/$name/ok"
    echo "$name ok"
  else
    echo "$name FAILED, see $log"
  fi
done
