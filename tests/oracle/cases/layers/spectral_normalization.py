"""SpectralNormalization: kernels of several layers, iterations; a training call moves its vector."""

NAME = "SpectralNormalization"


def inner(name, **config):
    return {"class_name": name, "config": config}


CASES = [
    (NAME, {"layer": inner("Dense", units=4)}, [(5,)], ""),
    (NAME, {"layer": inner("Dense", units=3, use_bias=False), "power_iterations": 3}, [(4, 2)], ""),
    (NAME, {"layer": inner("Conv2D", filters=3, kernel_size=2)}, [(4, 3, 2)], ""),
]


def draw(rng):
    layer = inner("Dense", units=int(rng.integers(1, 6)), use_bias=bool(rng.random() < 0.5))
    shape = tuple(int(n) for n in rng.integers(1, 6, int(rng.integers(1, 4))))
    return (NAME, {"layer": layer, "power_iterations": int(rng.integers(1, 4))}, [shape], "")
