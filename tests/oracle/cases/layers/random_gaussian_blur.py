"""RandomGaussianBlur: kernels, sigmas that are fixed, both data formats, whole numbers."""

import pictures

CASES = [
    ("RandomGaussianBlur", {}, [(4, 5, 3)], "shades"),
    ("RandomGaussianBlur", {"factor": 0.5, "kernel_size": [3, 5], "sigma": [0.2, 0.8], "seed": 3}, [(6, 7, 2)], "shades"),
    ("RandomGaussianBlur", {"factor": [1, 1], "sigma": [0.7, 0.7], "value_range": [0, 1]}, [(4, 5, 2)], "unit", pictures.FIXED),
    (
        "RandomGaussianBlur",
        {"factor": [1.0, 1.0], "kernel_size": [5, 3], "sigma": [0.9, 0.9], "data_format": "channels_first"},
        [(2, 6, 5)],
        "shades",
        pictures.FIXED,
    ),
    ("RandomGaussianBlur", {"factor": [1, 1], "kernel_size": 7, "sigma": [1, 1]}, [(4, 5, 1)], "pixels", pictures.FIXED),
]


def draw(rng):
    kernel = [2 * int(half) + 1 for half in rng.integers(0, 3, 2)]
    options = {"kernel_size": kernel, "sigma": pictures.bounds(rng, 0, 1), "factor": pictures.bounds(rng, 0, 1)}
    return pictures.colored(rng, "RandomGaussianBlur", options)
