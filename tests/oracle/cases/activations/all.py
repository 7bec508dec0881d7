"""Every activation of keras.activations."""

from draws import chance, number, pick, sizes

NAMES = (
    "celu elu exponential gelu glu hard_shrink hard_sigmoid hard_silu hard_tanh leaky_relu linear log_sigmoid "
    "log_softmax mish relu relu6 selu sigmoid silu soft_shrink softmax softplus softsign sparse_plus sparse_sigmoid "
    "sparsemax squareplus tanh tanh_shrink threshold"
).split()
ROWS = ("glu", "log_softmax", "softmax", "sparsemax")


def options_of(rng, name, shape):
    found = {}
    if name in ROWS and chance(rng):
        found["axis"] = int(rng.integers(-len(shape), len(shape)))
    if name in ("celu", "elu"):
        found["alpha"] = number(rng, 0.1, 3)
    if name == "gelu":
        found["approximate"] = chance(rng)
    if name in ("hard_shrink", "soft_shrink"):
        found["threshold"] = pick(rng, [0.0, 0.5, 1.0, number(rng, 0, 2)])
    if name == "leaky_relu":
        found["negative_slope"] = number(rng, 0, 1)
    if name == "squareplus":
        found["b"] = number(rng, 0.1, 6)
    if name == "threshold":
        found.update(threshold=pick(rng, [0.0, 1.0, -0.5]), default_value=number(rng, -2, 2))
    if name == "relu":
        found = {
            "negative_slope": pick(rng, [0.0, 0.25]),
            "max_value": pick(rng, [None, 6.0, 2.0]),
            "threshold": pick(rng, [0.0, 1.0, 0.5]),
        }
    return found if name == "threshold" or chance(rng, 0.8) else {}


def case(rng, name, way):
    shape = (20,) if way == "edges" and name not in ROWS else sizes(rng, 1, 3, 5)
    if name in ROWS and way == "edges":
        way = "wide"
    if name == "glu":
        shape = tuple(2 * d for d in shape)
    return name, options_of(rng, name, shape), shape, way


def cases():
    import numpy as np

    rng = np.random.default_rng(23)
    return [case(rng, name, way) for name in NAMES for way in ("", "edges", "ties")]


CASES = cases()


def draw(rng):
    return case(rng, pick(rng, NAMES), pick(rng, ["", "wide", "edges", "ties"]))
