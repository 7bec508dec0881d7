"""Minimum: broadcasting, ties."""

CASES = [
    ("Minimum", {}, [(4, 3)] * 2, ""),
    ("Minimum", {}, [(2, 3, 5)] * 3, ""),
    ("Minimum", {}, [(4, 1), (1, 3)], ""),
    ("Minimum", {}, [(4, 3)] * 2, "ties"),
]


def draw(rng):
    shape = tuple(int(n) for n in rng.integers(1, 5, int(rng.integers(1, 4))))
    return ("Minimum", {}, [shape] * int(rng.integers(2, 4)), "")
