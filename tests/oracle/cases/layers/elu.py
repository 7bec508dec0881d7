"""ELU: the bend, its scale, and what lies far below zero."""

CASES = [
    ("ELU", {}, [(7,)], ""),
    ("ELU", {"alpha": 0.3}, [(4, 3)], ""),
    ("ELU", {"alpha": 2.0}, [(4, 5, 2)], ""),
    ("ELU", {"alpha": 1.5}, [(13,)], "edges"),
]
