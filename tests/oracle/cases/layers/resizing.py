"""Resizing: every interpolation, larger and smaller, with antialias, both ways of aspect ratio, whole numbers."""

import numpy as np
import windows

CASES = [
    ("Resizing", {"height": 5, "width": 9}, [(7, 6, 2)], ""),
    ("Resizing", {"height": 3, "width": 4, "antialias": True}, [(7, 9, 2)], ""),
    ("Resizing", {"height": 9, "width": 4, "interpolation": "nearest"}, [(7, 6, 2)], ""),
    ("Resizing", {"height": 9, "width": 3, "interpolation": "bicubic"}, [(7, 6, 1)], ""),
    ("Resizing", {"height": 4, "width": 3, "interpolation": "bicubic", "antialias": True}, [(7, 6, 1)], ""),
    ("Resizing", {"height": 10, "width": 4, "interpolation": "lanczos3"}, [(7, 6, 1)], ""),
    ("Resizing", {"height": 4, "width": 4, "interpolation": "lanczos5", "antialias": True}, [(11, 9, 1)], ""),
    ("Resizing", {"height": 4, "width": 8, "crop_to_aspect_ratio": True}, [(7, 7, 1)], ""),
    ("Resizing", {"height": 4, "width": 8, "pad_to_aspect_ratio": True}, [(7, 7, 1)], ""),
    ("Resizing", {"height": 8, "width": 3, "pad_to_aspect_ratio": True, "fill_value": 1.5}, [(5, 7, 2)], ""),
    ("Resizing", {"height": 5, "width": 9, "data_format": "channels_first"}, [(2, 7, 6)], ""),
    ("Resizing", {"height": 5, "width": 9, "interpolation": "bicubic"}, [(7, 6, 2)], "pixels"),
    ("Resizing", {"height": 5, "width": 9, "interpolation": "nearest"}, [(7, 6, 2)], "pixels"),
    ("Resizing", {"height": 8, "width": 3, "pad_to_aspect_ratio": True, "fill_value": 300.0}, [(5, 7, 2)], "pixels"),
]


def draw(rng: np.random.Generator) -> windows.Case:
    return windows.resizing(rng, "Resizing")
