"""Random arrays, options and choices for the generators of cases."""

from __future__ import annotations

from typing import Any, Sequence

import numpy as np

Rng = np.random.Generator


def chance(rng: Rng, p: float = 0.5) -> bool:
    return bool(rng.random() < p)


def pick(rng: Rng, values: Sequence[Any]) -> Any:
    return values[int(rng.integers(len(values)))]


def number(rng: Rng, low: float, high: float) -> float:
    return float(np.round(rng.uniform(low, high), 3))


def some(rng: Rng, options: dict[str, Any], p: float = 0.6) -> dict[str, Any]:
    """Each option or not."""
    return {key: value for key, value in options.items() if chance(rng, p)}


def sizes(rng: Rng, low: int, high: int, largest: int = 4) -> tuple[int, ...]:
    """A shape of `low` to `high` axes."""
    return tuple(int(d) for d in rng.integers(1, largest + 1, rng.integers(low, high + 1)))


def axes(rng: Rng, rank: int) -> Any:
    """One axis or a list of them."""
    chosen = sorted(int(a) for a in rng.choice(rank, int(rng.integers(1, rank + 1)), replace=False))
    return chosen if chance(rng) else chosen[0] - (rank if chance(rng) else 0)
