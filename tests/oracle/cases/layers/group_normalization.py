"""GroupNormalization: groups, axes, centre and scale."""

NAME = "GroupNormalization"
CASES = [
    (NAME, {"groups": 2}, [(4,)], ""),
    (NAME, {"groups": 3}, [(4, 6)], ""),
    (NAME, {"groups": -1}, [(4, 3, 2)], ""),
    (NAME, {"groups": 1, "axis": 1}, [(4, 3, 2)], ""),
    (NAME, {"groups": 2, "axis": 2, "center": False}, [(3, 4, 2)], ""),
    (NAME, {"groups": 2, "scale": False, "epsilon": 0.1}, [(3, 4)], ""),
    (NAME, {}, [(2, 32)], ""),
]


def draw(rng):
    rank = int(rng.integers(1, 5))
    shape = [int(n) for n in rng.integers(1, 6, rank)]
    axis = int(rng.integers(1, rank + 1))
    groups = int(rng.integers(1, 4))
    shape[axis - 1] = groups * int(rng.integers(1, 4))
    options = {"groups": groups if rng.random() < 0.8 else -1, "axis": -1 if axis == rank else axis}
    options |= {"center": bool(rng.random() < 0.7), "scale": bool(rng.random() < 0.7)}
    return (NAME, options, [tuple(shape)], "")
