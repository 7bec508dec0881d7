"""PReLU: slopes, shared axes."""

NAME = "PReLU"
CASES = [
    (NAME, {}, [(5,)], ""),
    (NAME, {"alpha_initializer": "ones", "alpha_regularizer": "l2"}, [(4, 3)], ""),
    (NAME, {"shared_axes": [1, 2]}, [(4, 5, 3)], ""),
    (NAME, {"shared_axes": 1}, [(4, 3)], ""),
    (NAME, {"alpha_constraint": "non_neg"}, [(22,)], "edges"),
]


def draw(rng):
    rank = int(rng.integers(1, 5))
    shape = tuple(int(n) for n in rng.integers(1, 6, rank))
    shared = [int(a) for a in sorted(rng.choice(rank, int(rng.integers(0, rank + 1)), replace=False) + 1)]
    return (NAME, {"shared_axes": shared or None}, [shape], "")
