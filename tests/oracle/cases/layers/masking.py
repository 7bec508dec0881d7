"""Masking: the value that stands for nothing."""

NAME = "Masking"
CASES = [
    (NAME, {}, [(4, 2)], "ties"),
    (NAME, {"mask_value": -1.0}, [(5, 1)], "ties"),
    (NAME, {"mask_value": 1.0}, [(3, 2, 1)], "ties"),
]


def draw(rng):
    shape = tuple(int(n) for n in rng.integers(1, 4, int(rng.integers(1, 4))))
    return (NAME, {"mask_value": float(rng.integers(-1, 2))}, [shape], "ties")
