"""AlphaDropout: without noise it gives its input back. Its draws: tests/layers/noise.test.ts."""

CASES = [("AlphaDropout", {"rate": 0.0}, [(4, 3)], ""), ("AlphaDropout", {"rate": 0.0, "seed": 7}, [(5,)], "")]


def draw(rng):
    return ("AlphaDropout", {"rate": 0.0}, [tuple(int(n) for n in rng.integers(1, 6, int(rng.integers(1, 5))))], "")
