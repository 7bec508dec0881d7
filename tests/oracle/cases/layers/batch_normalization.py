"""BatchNormalization with renorm: corrections, their bounds, statistics of their own."""

NAME = "BatchNormalization"
CASES = [
    (NAME, {"renorm": True}, [(4,)], ""),
    (NAME, {"renorm": True, "renorm_momentum": 0.8, "momentum": 0.9}, [(3, 4, 2)], ""),
    (NAME, {"renorm": True, "renorm_clipping": {"rmin": 0.5, "rmax": 1.5, "dmax": 0.3}}, [(4, 3)], ""),
    (NAME, {"renorm": True, "renorm_clipping": {"dmax": 0.1}, "scale": False}, [(5,)], ""),
    (NAME, {"renorm": True, "center": False, "scale": False, "epsilon": 0.1}, [(5,)], ""),
    (NAME, {"renorm": True, "axis": 1, "renorm_clipping": {"rmax": 1.1}}, [(3, 4, 2)], ""),
]


def draw(rng):
    rank = int(rng.integers(1, 4))
    shape = tuple(int(n) for n in rng.integers(2, 6, rank))
    options = {"renorm": True, "momentum": float(rng.uniform(0.5, 1)), "renorm_momentum": float(rng.uniform(0.5, 1))}
    options |= {"center": bool(rng.random() < 0.7), "scale": bool(rng.random() < 0.7)}
    if rng.random() < 0.7:
        bounds = {"rmin": float(rng.uniform(0.3, 1)), "rmax": float(rng.uniform(1, 2)), "dmax": float(rng.uniform(0, 1))}
        options["renorm_clipping"] = {key: value for key, value in bounds.items() if rng.random() < 0.7}
    return (NAME, options, [shape], "")
