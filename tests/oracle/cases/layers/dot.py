"""Dot: axes of two inputs, cosine similarity."""

NAME = "Dot"
CASES = [
    (NAME, {"axes": 1}, [(5,), (5,)], ""),
    (NAME, {"axes": -1}, [(4, 3), (2, 3)], ""),
    (NAME, {"axes": [1, 2]}, [(4, 3), (2, 4)], ""),
    (NAME, {"axes": [2, 1]}, [(4, 3), (3,)], ""),
    (NAME, {"axes": [1, 2]}, [(3,), (2, 3)], ""),
    (NAME, {"axes": 1, "normalize": True}, [(5,), (5,)], ""),
    (NAME, {"axes": [3, 1], "normalize": True}, [(2, 3, 4), (4, 2)], ""),
    (NAME, {"axes": [2, 3]}, [(2, 3, 4), (2, 5, 3)], ""),
]


def draw(rng):
    ranks = [int(n) for n in rng.integers(1, 4, 2)]
    shapes = [[int(n) for n in rng.integers(1, 5, rank)] for rank in ranks]
    axes = [int(rng.integers(1, rank + 1)) for rank in ranks]
    shapes[1][axes[1] - 1] = shapes[0][axes[0] - 1]
    return (NAME, {"axes": axes, "normalize": bool(rng.random() < 0.4)}, [tuple(shape) for shape in shapes], "")
