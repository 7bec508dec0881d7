from draws import axes, sizes, some

CASES = [("UnitNorm", {}, (3, 2)), ("UnitNorm", {"axis": [0, 1, 2]}, (2, 2, 3, 2)), ("UnitNorm", {"axis": -1}, (4,))]


def draw(rng):
    shape = sizes(rng, 1, 4)
    return "UnitNorm", some(rng, {"axis": axes(rng, len(shape))}), shape
