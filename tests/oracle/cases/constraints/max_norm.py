from draws import axes, number, sizes, some

CASES = [
    ("MaxNorm", {}, (3, 2)),
    ("MaxNorm", {"max_value": 0.5, "axis": [0, 1, 2]}, (2, 2, 3, 2)),
    ("MaxNorm", {"max_value": 1.5, "axis": -1}, (4, 3)),
    ("MaxNorm", {"axis": 0}, (5,)),
]


def draw(rng):
    shape = sizes(rng, 1, 4)
    return "MaxNorm", some(rng, {"max_value": number(rng, 0, 3), "axis": axes(rng, len(shape))}), shape
