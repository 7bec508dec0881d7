"""SpatialDropout3D: without a rate it gives its input back. Its draws: tests/layers/noise.test.ts."""

CASES = [("SpatialDropout3D", {"rate": 0.0}, [(2,) * 4], "")]


def draw(rng):
    return ("SpatialDropout3D", {"rate": 0.0}, [tuple(int(n) for n in rng.integers(1, 5, 4))], "")
