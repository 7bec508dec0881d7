"""RMSNormalization: axes and epsilon."""

NAME = "RMSNormalization"
CASES = [
    (NAME, {}, [(5,)], ""),
    (NAME, {"epsilon": 0.1}, [(4, 6)], ""),
    (NAME, {"axis": [1, 2]}, [(4, 3)], ""),
    (NAME, {}, [(4, 3)], "far"),
]


def draw(rng):
    rank = int(rng.integers(1, 4))
    shape = tuple(int(n) for n in rng.integers(1, 7, rank))
    # Keras multiplies by the scale as it is: other axes than the last ones do not broadcast there.
    first = int(rng.integers(1, rank + 1))
    axis = -1 if rng.random() < 0.5 else list(range(first, rank + 1))
    return (NAME, {"axis": axis, "epsilon": float(rng.choice([1e-6, 1e-3, 0.1]))}, [shape], "")
