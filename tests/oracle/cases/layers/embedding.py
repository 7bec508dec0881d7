"""Embedding: ids of any shape, padding, regularizers."""

NAME = "Embedding"
CASES = [
    (NAME, {"input_dim": 7, "output_dim": 3}, [(4,)], "integers"),
    (NAME, {"input_dim": 9, "output_dim": 5, "mask_zero": True}, [(4, 2)], "integers"),
    (NAME, {"input_dim": 7, "output_dim": 1, "embeddings_regularizer": "l2"}, [()], "integers"),
    (NAME, {"input_dim": 7, "output_dim": 4, "activity_regularizer": "l1", "embeddings_initializer": "ones"}, [(3,)], "integers"),
    (NAME, {"input_dim": 7, "output_dim": 4, "embeddings_constraint": "non_neg"}, [(3,)], "integers"),
]


def draw(rng):
    shape = tuple(int(n) for n in rng.integers(1, 5, int(rng.integers(0, 4))))
    options = {"input_dim": int(rng.integers(7, 20)), "output_dim": int(rng.integers(1, 9))}
    return (NAME, {**options, "mask_zero": bool(rng.random() < 0.5)}, [shape], "integers")
