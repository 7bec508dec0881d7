"""Opens the .keras files that keratin saved with real Keras, and goes on training them as keratin did.

    KERATIN_OUT=folder npx vitest run --config tests/oracle/vitest.config.ts
    python tests/oracle/compare.py folder

Each FOLDER/NAME.keras has a NAME.json beside it: the batches, and keratin's own weights, optimizer variables,
predictions and logs before and after them. Prints one line for each model; fails when one is too far.
"""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path
from typing import Any, Iterator

import golden
import keras
from golden import decode, distance

# `import continue` is no Python: the name is a keyword.
resume_steps = importlib.import_module("continue")

# The file itself must be exact; a prediction is one step of arithmetic, training some of them.
LIMITS = {"loaded": 0.0, "prediction": 1e-5, "logs": 1e-4, "after": 1e-4, "predictionAfter": 1e-4}


def arrays(part: Any) -> Iterator[Any]:
    """The arrays and numbers of a part, in order; names of optimizer variables are left out."""
    if golden.is_array(part):
        yield decode(part)
    elif isinstance(part, dict):
        if set(part) == {"name", "path", "value"}:
            yield from arrays(part["value"])
        else:
            for key in sorted(part):
                yield from arrays(part[key])
    elif isinstance(part, list):
        for item in part:
            yield from arrays(item)
    else:
        yield part


def names(part: Any) -> list[str]:
    """What must be spelled alike: the names of logs and of optimizer variables."""
    if isinstance(part, dict) and "optimizer" in part:
        return [variable["name"] for variable in part["optimizer"]]
    if isinstance(part, list) and part and isinstance(part[0], dict) and not golden.is_array(part[0]):
        return [name for log in part for name in log]
    return []


def compare(ours: dict[str, Any], theirs: dict[str, Any]) -> list[str]:
    """What is too far, or missing."""
    faults = []
    for key, limit in LIMITS.items():
        left, right = list(arrays(ours[key])), list(arrays(theirs[key]))
        if len(left) != len(right):
            faults.append(f"{key}: keratin has {len(left)} values, Keras {len(right)}")
            continue
        if names(ours[key]) != names(theirs[key]):
            faults.append(f"{key}: names differ: keratin {names(ours[key])}, Keras {names(theirs[key])}")
        worst = max((distance(a, b) for a, b in zip(left, right)), default=0.0)
        if not worst <= limit:
            faults.append(f"{key}: {worst:.2e} apart, at most {limit:.0e}")
    return faults


def check(path: Path) -> list[str]:
    ours = golden.read_json(path.with_suffix(".json"))
    model = keras.saving.load_model(path)
    resume_steps.require_state(model, path)
    batches = [resume_steps.decode_batch(batch) for batch in ours["batches"]]
    return compare(ours, resume_steps.run(model, batches))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    paths = sorted(folder.glob("*.keras"))
    if not paths:
        raise SystemExit(f"{folder} holds no .keras files")
    failed = 0
    for path in paths:
        faults = check(path)
        failed += bool(faults)
        print(f"{'FAIL' if faults else 'ok  '} {path.name}", *faults, sep="\n     " if faults else "")
    print(f"{len(paths) - failed} of {len(paths)} models go on in Keras as in keratin")
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
