"""RandomCrop: places that are drawn, images that are too small or just fit."""

import pictures

CASES = [
    ("RandomCrop", {"height": 3, "width": 4, "seed": 1}, [(6, 7, 3)], ""),
    ("RandomCrop", {"height": 3, "width": 4, "seed": 5, "data_format": "channels_first"}, [(2, 6, 7)], ""),
    ("RandomCrop", {"height": 6, "width": 4, "seed": 2}, [(6, 7, 1)], "", pictures.FIXED),
    ("RandomCrop", {"height": 6, "width": 7, "seed": 2}, [(6, 7, 1)], "", pictures.FIXED),
    ("RandomCrop", {"height": 4, "width": 12, "seed": 2}, [(7, 9, 1)], "", pictures.FIXED),
    ("RandomCrop", {"height": 9, "width": 9, "seed": 2}, [(7, 3, 2)], "", pictures.FIXED),
    ("RandomCrop", {"height": 3, "width": 3, "seed": 9}, [(5, 6, 3)], ""),
]


def draw(rng):
    name, options, shapes, way = pictures.case(rng, "RandomCrop", {}, "")
    sizes = {"height": int(rng.integers(1, 10)), "width": int(rng.integers(1, 10))}
    return (name, {**sizes, "seed": 4, **options}, shapes, way)
