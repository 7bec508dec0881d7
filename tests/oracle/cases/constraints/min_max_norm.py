from draws import axes, number, sizes, some

CASES = [
    ("MinMaxNorm", {}, (3, 2)),
    ("MinMaxNorm", {"min_value": 0.5, "max_value": 0.7, "axis": [0, 1]}, (2, 2, 3)),
    ("MinMaxNorm", {"min_value": 2.0, "max_value": 3.0, "rate": 0.3, "axis": 1}, (4, 3)),
]


def draw(rng):
    shape = sizes(rng, 1, 4)
    low, high = sorted([number(rng, 0, 3), number(rng, 0, 3)])
    options = {"min_value": low, "max_value": max(1.0, high), "rate": number(rng, 0, 1), "axis": axes(rng, len(shape))}
    return "MinMaxNorm", some(rng, options), shape
