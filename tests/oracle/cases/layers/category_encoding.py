"""CategoryEncoding: modes, ranks, numbers outside."""

NAME = "CategoryEncoding"
CASES = [
    (NAME, {"num_tokens": 7}, [(4,)], "integers"),
    (NAME, {"num_tokens": 4, "output_mode": "multi_hot"}, [(3, 2)], "integers"),
    (NAME, {"num_tokens": 1}, [(1,)], "integers"),
    (NAME, {"num_tokens": 7, "output_mode": "one_hot"}, [(1,)], "integers"),
    (NAME, {"num_tokens": 5, "output_mode": "one_hot"}, [(3,)], "integers"),
    (NAME, {"num_tokens": 7, "output_mode": "one_hot"}, [(2, 1)], "integers"),
    (NAME, {"num_tokens": 6, "output_mode": "count"}, [(5,)], "integers"),
    (NAME, {"num_tokens": 7, "output_mode": "count"}, [(2, 3, 2)], "integers"),
]


def draw(rng):
    shape = tuple(int(n) for n in rng.integers(1, 5, int(rng.integers(1, 4))))
    mode = ["multi_hot", "one_hot", "count"][int(rng.integers(3))]
    return (NAME, {"num_tokens": int(rng.integers(1, 12)), "output_mode": mode}, [shape], "integers")
