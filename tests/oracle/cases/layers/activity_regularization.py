"""ActivityRegularization: what it adds to the loss."""

NAME = "ActivityRegularization"
CASES = [(NAME, {}, [(5,)], ""), (NAME, {"l1": 0.1}, [(4, 3)], ""), (NAME, {"l1": 0.2, "l2": 0.3}, [(4, 3)], "")]


def draw(rng):
    l1, l2 = (round(float(n), 3) for n in rng.random(2))
    return (NAME, {"l1": l1, "l2": l2}, [tuple(int(n) for n in rng.integers(1, 6, int(rng.integers(1, 4))))], "")
