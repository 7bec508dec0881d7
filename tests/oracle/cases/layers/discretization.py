"""Discretization: given boundaries, modes, ranks, values on boundaries."""

NAME = "Discretization"
CASES = [
    (NAME, {"bin_boundaries": [0.0, 1.0]}, [(4,)], ""),
    (NAME, {"bin_boundaries": [-50.0, -1.0, 0.0, 0.5, 6.0, 1e4]}, [(22,)], "edges"),
    (NAME, {"bin_boundaries": [-1.0, 0.0, 1.0]}, [(3, 2)], "ties"),
    (NAME, {"bin_boundaries": [1.0, 0.0, -1.0]}, [(6,)], "ties"),
    (NAME, {"bin_boundaries": [0.0, 0.0, 1.0], "epsilon": 0.1}, [(6,)], "ties"),
    (NAME, {"bin_boundaries": [2.0], "output_mode": "one_hot"}, [(1,)], "integers"),
    (NAME, {"bin_boundaries": [0.0, 1.0], "output_mode": "one_hot"}, [(2, 3)], ""),
    (NAME, {"bin_boundaries": [0.0, 1.0], "output_mode": "multi_hot"}, [(3,)], ""),
    (NAME, {"bin_boundaries": [-0.5, 0.0, 1.0], "output_mode": "count"}, [(5,)], ""),
    (NAME, {"bin_boundaries": [-0.5, 0.0, 1.0], "output_mode": "count"}, [(5, 2)], ""),
]


def draw(rng):
    shape = tuple(int(n) for n in rng.integers(1, 5, int(rng.integers(1, 4))))
    mode = ["int", "multi_hot", "one_hot", "count"][int(rng.integers(4))]
    limits = sorted(float(x) for x in rng.normal(size=int(rng.integers(1, 9))).round(int(rng.integers(0, 3))))
    options = {"bin_boundaries": limits[:: -1 if rng.random() < 0.2 else 1], "output_mode": mode}
    return (NAME, options, [shape], ["", "ties", "integers"][int(rng.integers(3))])
