"""ReversibleEmbedding: ids to vectors, and vectors back to a number for each id. Untied, one way leaves a table without
a gradient; the files of tests/golden/files have such layers."""

NAME = "ReversibleEmbedding"
CASES = [
    (NAME, {"input_dim": 7, "output_dim": 3}, [(4,)], "integers"),
    (NAME, {"input_dim": 9, "output_dim": 5, "mask_zero": True, "embeddings_regularizer": "l2"}, [(4,)], "integers"),
    (NAME, {"input_dim": 7, "output_dim": 3}, [(4, 3)], "", {"reverse": True}),
    (NAME, {"input_dim": 6, "output_dim": 4, "tie_weights": True}, [(4,)], "", {"reverse": True}),
    (NAME, {"input_dim": 6, "output_dim": 4, "logit_soft_cap": 1.5}, [(2, 4)], "", {"reverse": True}),
]


def draw(rng):
    shape = tuple(int(n) for n in rng.integers(1, 5, int(rng.integers(1, 3))))
    options = {"input_dim": int(rng.integers(7, 20)), "output_dim": int(rng.integers(1, 9))}
    if rng.random() < 0.5:
        return (NAME, options, [shape], "integers")
    if rng.random() < 0.5:
        options["logit_soft_cap"] = float(rng.uniform(0.5, 5))
    return (NAME, options, [(*shape, options["output_dim"])], "", {"reverse": True})
