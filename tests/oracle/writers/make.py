#!/usr/bin/env python3
"""Makes the fixtures of tests/golden/files with the Keras versions of install.sh:

    make.py --venvs FOLDER [--out FOLDER] [--only ENV ...] [--cases NAME ...]

Each environment of environments.txt that FOLDER holds runs write.py by itself, in a folder of its own; what it wrote is
gzipped (without a time stamp) into OUT/ENV; with --cases only the files of those are replaced. OUT/index.json lists what there is.
Nothing but the standard library is needed.
"""

import argparse
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
GOLDEN = HERE.parents[1] / "golden" / "files"


def environments():
    for line in (HERE / "environments.txt").read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            name, python, flavour, backend, *packages = line.split()
            if flavour != "base":
                yield name, python, flavour, backend


def theano_flags(venv, home):
    """Theano without a linked BLAS cannot convolve: give it the one inside NumPy's wheel."""
    flags = "device=cpu,optimizer=fast_compile,floatX=float32,gcc.cxxflags=-O0,conv.assert_implementation=False,base_compiledir=%s/theano" % home
    libraries = list(venv.glob("lib/python*/site-packages/numpy/.libs"))
    blas = [path.name for folder in libraries for path in folder.glob("libopenblas*.so")]
    if blas:
        return flags + ",blas.ldflags=-L%s -l:%s" % (libraries[0], blas[0]), str(libraries[0])
    return flags, ""


def run(name, python, flavour, backend, venvs, out, cases, script="write.py", everything=False):
    """Runs write.py in one environment; its report."""
    base = python if python.startswith("base_") else name
    venv = venvs / "venv" / base
    home = venvs / "home" / name
    home.mkdir(parents=True, exist_ok=True)
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "WRITER_ENV": name,
        "WRITER_FLAVOUR": flavour,
        "KERAS_BACKEND": backend,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "OMP_NUM_THREADS": "1",
        "CUDA_VISIBLE_DEVICES": "-1",
        "JAX_PLATFORMS": "cpu",
        "JAX_COMPILATION_CACHE_DIR": str(venvs / "home" / ("jax_" + base)),
        "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "0",
        "JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES": "-1",
    }
    if everything:
        env["WRITER_EVERYTHING"] = "1"
    if backend == "theano":
        env["THEANO_FLAGS"], env["LD_LIBRARY_PATH"] = theano_flags(venv, home)
    if base != name:
        env["PYTHONPATH"] = str(venvs / "k3" / name[len("k3_"):])
    command = ["nice", str(venv / "bin" / "python"), "-W", "ignore", str(HERE / script), str(out), *cases]
    with open(out / "log.txt", "w") as log:
        for _ in range(6):  # TensorFlow 1 crashes now and then; write.py goes on where it was
            code = subprocess.run(command, env=env, stdout=log, stderr=subprocess.STDOUT, check=False).returncode
            if code >= 0:
                break
    path = out / "report.json"
    if not path.exists():
        tail = (out / "log.txt").read_text(errors="replace").splitlines()[-3:]
        return {"made": [], "skipped": {}, "failed": {"*": " / ".join(tail)}, "notes": {}, "dull": {}}
    return json.loads(path.read_text())


def foreign(environments, venvs, target):
    """The files of other formats."""
    with tempfile.TemporaryDirectory() as temporary:
        out = Path(temporary)
        for environment in environments:
            if environment[0] in ("tf215", "k224_tf"):
                run(*environment, venvs, out, [], "foreign.py")
        log = (out / "log.txt").read_text(errors="replace")
        (out / "log.txt").unlink()
        shutil.rmtree(target, ignore_errors=True)
        for path in sorted(out.rglob("*")):
            if path.is_file():
                to = target / (str(path.relative_to(out)) + ".gz")
                to.parent.mkdir(parents=True, exist_ok=True)
                to.write_bytes(gzip.compress(path.read_bytes(), compresslevel=9, mtime=0))
    print("foreign: %d files" % len(list(target.rglob("*.gz"))))
    return log


def belongs(name, case):
    return re.match(re.escape(case) + r"($|\.|_\d{5}\.)", name)  # the last: a shard


def pack(source, target, made):
    """Gzips the files of the cases made, and takes away what they had written before."""
    target.mkdir(parents=True, exist_ok=True)
    for case in made:
        for old in target.iterdir():
            if belongs(old.name, case):
                shutil.rmtree(old) if old.is_dir() else old.unlink()
        for path in sorted(source.rglob("*")):
            relative = path.relative_to(source)
            if path.is_file() and belongs(relative.parts[0], case):
                to = target / (str(relative) + ".gz")
                to.parent.mkdir(parents=True, exist_ok=True)
                to.write_bytes(gzip.compress(path.read_bytes(), compresslevel=9, mtime=0))


def index(out):
    """What is there: by environment, its writer and the cases with their files."""
    found = {}
    for folder in sorted(path for path in out.iterdir() if path.is_dir()):
        cases, writer = {}, None
        for path in sorted(folder.glob("*.json.gz")):
            record = json.loads(gzip.decompress(path.read_bytes()))
            if isinstance(record, dict) and record.get("header", {}).get("format") == "keratin-files":
                writer = record["header"]["writer"]
                cases[record["kind"]] = record["files"]
        if cases:
            found[folder.name] = {"writer": writer, "cases": cases}
    lines = []
    for env, value in found.items():
        cases = ",\n".join("    %s: %s" % (json.dumps(k), json.dumps(v)) for k, v in value["cases"].items())
        lines.append('%s: {\n  "writer": %s,\n  "cases": {\n%s\n  }}' % (json.dumps(env), json.dumps(value["writer"]), cases))
    (out / "index.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--venvs", type=Path, required=True, help="the folder given to install.sh")
    parser.add_argument("--out", type=Path, default=GOLDEN)
    parser.add_argument("--only", nargs="*", help="environments")
    parser.add_argument("--cases", nargs="*", default=[], help="cases, or files of kinds")
    parser.add_argument("--everything", action="store_true", help="all kinds, also of versions that are no landmarks")
    parser.add_argument("--reports", type=Path, help="a folder for each environment's report and errors")
    arguments = parser.parse_args()
    venvs = arguments.venvs.resolve()
    arguments.out.mkdir(parents=True, exist_ok=True)
    for name, python, flavour, backend in environments():
        if arguments.only and name not in arguments.only:
            continue
        base = python if python.startswith("base_") else name
        if not (venvs / "venv" / base / "bin" / "python").exists():
            print("%s: not installed" % name)
            continue
        with tempfile.TemporaryDirectory() as temporary:
            out = Path(temporary)
            report = run(name, python, flavour, backend, venvs, out, arguments.cases, everything=arguments.everything)
            if not arguments.cases and report["made"]:
                shutil.rmtree(arguments.out / name, ignore_errors=True)
            pack(out, arguments.out / name, report["made"])
            if arguments.reports:
                arguments.reports.mkdir(parents=True, exist_ok=True)
                for file in ("report.json", "errors.txt", "log.txt"):
                    if (out / file).exists():
                        shutil.copy(out / file, arguments.reports / ("%s.%s" % (name, file)))
        print("%s: %d made, %d skipped, %d failed" % (name, len(report["made"]), len(report["skipped"]), len(report["failed"])))
        for case, why in report["failed"].items():
            print("  failed %s: %s" % (case, why.splitlines()[0][:140] if why else ""))
        sys.stdout.flush()
    if not arguments.only or "foreign" in arguments.only:
        log = foreign(list(environments()), venvs, arguments.out / "foreign")
        if arguments.reports:
            (arguments.reports / "foreign.log.txt").write_text(log)
    index(arguments.out)


if __name__ == "__main__":
    main()
