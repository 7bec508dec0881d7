"""GaussianNoise: without noise it gives its input back. Its draws: tests/layers/noise.test.ts."""

CASES = [("GaussianNoise", {"stddev": 0.0}, [(4, 3)], ""), ("GaussianNoise", {"stddev": 0.0, "seed": 7}, [(5,)], "")]


def draw(rng):
    return ("GaussianNoise", {"stddev": 0.0}, [tuple(int(n) for n in rng.integers(1, 6, int(rng.integers(1, 5))))], "")
