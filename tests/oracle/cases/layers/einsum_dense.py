"""EinsumDense: equations with and without an ellipsis, biases, regularizers."""

NAME = "EinsumDense"
CASES = [
    (NAME, {"equation": "ab,bc->ac", "output_shape": 4, "bias_axes": "c"}, [(5,)], ""),
    (NAME, {"equation": "abc,cd->abd", "output_shape": [None, 4], "activation": "relu"}, [(3, 5)], ""),
    (NAME, {"equation": "abc,cde->abde", "output_shape": [None, 2, 3], "bias_axes": "de"}, [(3, 5)], ""),
    (NAME, {"equation": "abcd,cde->abe", "output_shape": [None, 4], "bias_axes": "e"}, [(3, 2, 5)], ""),
    (NAME, {"equation": "...x,xy->...y", "output_shape": 4, "bias_axes": "y"}, [(2, 3, 5)], ""),
    (NAME, {"equation": "ab...,bc->ac...", "output_shape": 4, "bias_axes": "c"}, [(5, 3)], ""),
    (NAME, {"equation": "abc,bd->adc", "output_shape": [4, None], "bias_axes": "d"}, [(5, 3)], ""),
    (NAME, {"equation": "abc,cd->abd", "output_shape": [3, 4], "kernel_regularizer": "l2"}, [(3, 5)], ""),
]


def draw(rng):
    a, b, c, d = (int(n) for n in rng.integers(1, 6, 4))
    equation, output, shape = [
        ("ab,bc->ac", c, (a,)),
        ("abc,cd->abd", [None, d], (a, b)),
        ("abc,cde->abde", [None, c, d], (a, b)),
        ("abcd,cde->abe", [None, d], (a, b, c)),
        ("...x,xy->...y", d, (a, b, c)),
        ("abc,bd->adc", [d, None], (a, b)),
    ][int(rng.integers(6))]
    made = "d" if equation.endswith("adc") else equation[-1]
    options = {"equation": equation, "output_shape": output, "bias_axes": made if rng.random() < 0.6 else None}
    if rng.random() < 0.3:
        options["activation"] = str(rng.choice(["relu", "tanh", "gelu"]))
    return (NAME, options, [shape], "")
