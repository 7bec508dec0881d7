"""RandomGrayscale: none, all or some of the images, both data formats, one channel."""

import pictures

CASES = [
    ("RandomGrayscale", {}, [(4, 5, 3)], "shades"),
    ("RandomGrayscale", {"factor": 0.3, "seed": 3, "data_format": "channels_first"}, [(3, 4, 5)], "shades"),
    ("RandomGrayscale", {"factor": 1.0}, [(4, 5, 3)], "unit", pictures.FIXED),
    ("RandomGrayscale", {"factor": 0.0}, [(4, 5, 3)], "shades", pictures.FIXED),
    ("RandomGrayscale", {"factor": 1}, [(4, 5, 1)], "shades", pictures.FIXED),
]


def draw(rng):
    return pictures.case(rng, "RandomGrayscale", {"factor": round(float(rng.random()), 2)}, "shades", 3)
