"""RandAugment: how many changes, ranges, both data formats, whole numbers."""

import pictures

CASES = [
    ("RandAugment", {"seed": 1}, [(5, 6, 3)], "shades"),
    ("RandAugment", {"num_ops": 1, "factor": [0.2, 0.3], "value_range": [0, 1], "seed": 3}, [(5, 6, 3)], "unit"),
    ("RandAugment", {"num_ops": 3, "data_format": "channels_first", "seed": 4}, [(3, 5, 6)], "shades"),
    ("RandAugment", {"num_ops": 4, "factor": 0.9, "interpolation": "nearest", "seed": 6}, [(5, 6, 3)], "pixels"),
]


def draw(rng):
    options = {"num_ops": int(rng.integers(1, 4)), "factor": abs(round(float(rng.random()), 2))}
    return pictures.colored(rng, "RandAugment", options, 3)
