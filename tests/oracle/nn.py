"""What layers and training are made of, class by class: `cases/FAMILY/NAME.py` holds `CASES` and `draw(rng)`.

`python nn.py` writes `nn/FAMILY.json.gz` from all `CASES`; `--draw N --seed S` writes N random cases of each class instead;
`--only NAME` replaces those of one file.
"""

from __future__ import annotations

import argparse
import importlib
import runpy
from pathlib import Path
from typing import Any

import golden
import numpy as np

SEED = 19
HERE = Path(__file__).parent
FAMILIES = sorted(path.stem for path in (HERE / "families").glob("*.py"))


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--family", choices=FAMILIES, help="only this one")
    parser.add_argument("--only", help="only the file of this name")
    parser.add_argument("--draw", type=int, default=0, help="so many random cases of each class")
    parser.add_argument("--seed", type=int, default=SEED)


def cases_of(module: dict[str, Any], args: argparse.Namespace, index: int) -> list[Any]:
    if not args.draw:
        return module["CASES"]
    rng = np.random.default_rng([args.seed, index])
    return [module["draw"](rng) for _ in range(args.draw)]


def main() -> None:
    args = golden.arguments(__doc__.splitlines()[0], options)
    for family in FAMILIES if args.family is None else [args.family]:
        run = importlib.import_module(f"families.{family}").run
        found = []
        for index, source in enumerate(sorted((HERE / "cases" / family).glob("*.py"))):
            if args.only not in (None, source.stem):
                continue
            module = runpy.run_path(str(source))
            for number, case in enumerate(cases_of(module, args, index)):
                try:
                    found.append(run(case, np.random.default_rng([args.seed, index, number])))
                except (ValueError, TypeError) as error:
                    print(f"Keras refuses {case[:2]}: {str(error)[:100]}")
        path = args.out / "nn" / f"{family}.json.gz"
        if args.only and not args.draw and path.exists():
            names = {case["class_name"] for case in found}
            found += [case for case in golden.read_json(path)["cases"] if case["class_name"] not in names]
            found.sort(key=lambda case: case["class_name"])
        fixture = {"header": golden.header(args.seed), "cases": found}
        golden.write_json(path, fixture)
        print(f"{len(found)} cases of {len({case['class_name'] for case in found})} {family}", flush=True)


if __name__ == "__main__":
    main()
