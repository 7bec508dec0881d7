"""Normalization: learned or given moments, any axes, inverse."""

NAME = "Normalization"
CASES = [
    (NAME, {}, [(5,)], ""),
    (NAME, {"axis": None}, [(2, 3)], ""),
    (NAME, {"axis": [1, -1]}, [(2, 4, 3)], ""),
    (NAME, {"axis": [-1, 1], "invert": True}, [(2, 3)], "far"),
    (NAME, {"axis": 2}, [(2, 3)], "integers"),
    (NAME, {"mean": 3.5, "variance": 2.0}, [(2, 3)], ""),
    (NAME, {"axis": None, "mean": 3.5, "variance": 0.0}, [(2,)], ""),
    (NAME, {"mean": [1.0, -2.0, 0.5], "variance": [4.0, 0.25, 0.0]}, [(2, 3)], ""),
    (NAME, {"axis": [1, 2], "mean": [[1.0], [2.0]], "variance": [[0.5], [1.5]], "invert": True}, [(2, 3)], ""),
    (NAME, {"axis": [1, 3], "mean": [1.0, 2.0], "variance": [0.5, 1.5]}, [(3, 4, 2)], ""),
]


def draw(rng):
    shape = tuple(int(n) for n in rng.integers(1, 5, int(rng.integers(1, 4))))
    rank = len(shape)
    chosen = [int(axis) + 1 for axis in rng.permutation(rank)[: int(rng.integers(0, rank + 1))]]
    options = {"invert": bool(rng.random() < 0.4)}
    if rng.random() < 0.8:
        signed = [axis - (rank + 1 if rng.random() < 0.4 else 0) for axis in chosen]
        options["axis"] = signed[0] if len(signed) == 1 else signed or None
    else:
        chosen = [rank]
    if rng.random() < 0.5:
        sizes = [shape[axis - 1] for axis in sorted(chosen)]
        sizes = sizes[int(rng.integers(0, len(sizes) + 1)) :]
        sizes = [1 if rng.random() < 0.2 else d for d in sizes]
        options["mean"] = rng.normal(size=sizes).round(3).tolist()
        options["variance"] = rng.uniform(0, 4, size=sizes).round(3).tolist()
    return (NAME, options, [shape], "integers" if rng.random() < 0.2 else "")
