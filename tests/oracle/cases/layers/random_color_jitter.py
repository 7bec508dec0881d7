"""RandomColorJitter: all changes, some and none; Keras has no channels_first for it."""

import pictures

FACTORS = {
    "brightness_factor": [-0.2, -0.2],
    "contrast_factor": [-0.4, 0.4],
    "saturation_factor": [0.6, 0.6],
    "hue_factor": [0.0, 0.0],
}
CASES = [
    ("RandomColorJitter", {}, [(4, 5, 3)], "shades", pictures.FIXED),
    ("RandomColorJitter", {**FACTORS, "value_range": [0, 1]}, [(4, 5, 3)], "unit", pictures.FIXED),
    ("RandomColorJitter", {"brightness_factor": [0.3, 0.3], "value_range": [0, 1]}, [(4, 5, 2)], "unit", pictures.FIXED),
    ("RandomColorJitter", {"contrast_factor": [-0.9, 0.9], "seed": 3}, [(4, 5, 1)], "pixels", pictures.FIXED),
    ("RandomColorJitter", {"saturation_factor": [0.3, 0.3]}, [(4, 5, 3)], "pixels", pictures.FIXED),
]


def draw(rng):
    options = pictures.ranged(rng, {name: FACTORS[name] for name in FACTORS if rng.random() < 0.5})
    return ("RandomColorJitter", options, [(4, 5, 3)], pictures.way_of(options), pictures.FIXED)
