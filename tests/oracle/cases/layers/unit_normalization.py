"""UnitNormalization: axes."""

NAME = "UnitNormalization"
CASES = [
    (NAME, {}, [(5,)], ""),
    (NAME, {"axis": 1}, [(4, 6)], ""),
    (NAME, {"axis": [1, 2]}, [(4, 3)], ""),
    (NAME, {"axis": [-1, 1]}, [(4, 3, 2)], "far"),
]


def draw(rng):
    rank = int(rng.integers(1, 5))
    shape = tuple(int(n) for n in rng.integers(1, 7, rank))
    axes = sorted(int(a) for a in rng.choice(rank, int(rng.integers(1, rank + 1)), replace=False) + 1)
    return (NAME, {"axis": -1 if rng.random() < 0.5 else axes}, [shape], "")
