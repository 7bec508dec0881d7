"""MultiHeadAttention: heads, projections, axes, masks by hand, causal and windowed attention, scores."""

NAME = "MultiHeadAttention"
CASES = [
    (NAME, {"num_heads": 2, "key_dim": 3}, [(4, 6), (4, 6)], ""),
    (NAME, {"num_heads": 1, "key_dim": 4, "value_dim": 4, "use_bias": False}, [(3, 5), (6, 5)], ""),
    (NAME, {"num_heads": 2, "key_dim": 2, "output_shape": 7}, [(3, 4), (5, 3), (5, 2)], ""),
    (NAME, {"num_heads": 3, "key_dim": 2, "sliding_window": 2}, [(5, 4), (5, 4)], ""),
    (NAME, {"num_heads": 2, "key_dim": 3, "use_gate": True}, [(4, 6), (4, 6)], ""),
    (NAME, {"num_heads": 2, "key_dim": 3}, [(4, 6), (5, 6)], "", {"attention_mask": [4, 5]}),
    (NAME, {"num_heads": 2, "key_dim": 3}, [(4, 6), (4, 6)], "", {"use_causal_mask": True}),
    (NAME, {"num_heads": 2, "key_dim": 3}, [(4, 6), (4, 6)], "", {"return_attention_scores": True}),
    (NAME, {"num_heads": 2, "key_dim": 3, "attention_axes": [2]}, [(2, 4, 6), (2, 4, 6)], ""),
    (NAME, {"num_heads": 2, "key_dim": 3, "value_dim": 5, "attention_axes": [1, 2]}, [(2, 3, 6), (2, 3, 4)], ""),
    (NAME, {"num_heads": 2, "key_dim": 3, "kernel_regularizer": "l2", "bias_regularizer": "l1"}, [(4, 6), (4, 6)], ""),
]


def draw(rng):
    heads, depth, features = (int(n) for n in rng.integers(1, 5, 3))
    queries, keys = (int(n) for n in rng.integers(1, 7, 2))
    options = {"num_heads": heads, "key_dim": depth, "use_bias": bool(rng.random() < 0.7)}
    if rng.random() < 0.3:
        options["output_shape"] = int(rng.integers(1, 6))
    if rng.random() < 0.3:
        options["use_gate"] = True
    if rng.random() < 0.3:
        options["sliding_window"] = int(rng.integers(1, 5))
    shapes = [(queries, features), (keys, int(rng.integers(1, 6)))]
    if rng.random() < 0.4:
        shapes.append((keys, int(rng.integers(1, 6))))
    extra = {}
    if rng.random() < 0.4:
        extra["attention_mask"] = [queries, keys]
    if rng.random() < 0.3:
        extra["use_causal_mask"] = True
    if rng.random() < 0.3:
        extra["return_attention_scores"] = True
    return (NAME, options, shapes, "", extra)
