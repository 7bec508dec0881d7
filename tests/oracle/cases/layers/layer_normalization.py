"""LayerNormalization: axes, centre and scale, epsilon."""

NAME = "LayerNormalization"
CASES = [
    (NAME, {}, [(5,)], ""),
    (NAME, {}, [(4, 6)], ""),
    (NAME, {"axis": 1}, [(4, 6)], ""),
    (NAME, {"axis": [1, 2]}, [(4, 3)], ""),
    (NAME, {"axis": [3, 1]}, [(4, 3, 2)], ""),
    (NAME, {"center": False, "epsilon": 1e-5}, [(4, 3)], ""),
    (NAME, {"scale": False}, [(4, 3)], ""),
    (NAME, {"center": False, "scale": False}, [(7,)], ""),
    (NAME, {"gamma_regularizer": "l2", "beta_regularizer": "l1"}, [(5,)], "far"),
    (NAME, {}, [(5,)], "constant"),
]


def draw(rng):
    rank = int(rng.integers(1, 5))
    shape = tuple(int(n) for n in rng.integers(1, 7, rank))
    axes = sorted(int(a) for a in rng.choice(rank, int(rng.integers(1, rank + 1)), replace=False) + 1)
    options = {"axis": -1 if rng.random() < 0.5 else axes, "epsilon": float(rng.choice([1e-3, 1e-5, 0.1]))}
    options |= {"center": bool(rng.random() < 0.7), "scale": bool(rng.random() < 0.7)}
    return (NAME, options, [shape], "")
