"""GroupQueryAttention: groups of heads, masks by hand, causal and windowed attention, scores."""

NAME = "GroupQueryAttention"
CASES = [
    (NAME, {"head_dim": 3, "num_query_heads": 4, "num_key_value_heads": 2}, [(4, 6), (5, 6)], ""),
    (NAME, {"head_dim": 2, "num_query_heads": 3, "num_key_value_heads": 1, "use_bias": False}, [(3, 4), (3, 4)], ""),
    (NAME, {"head_dim": 2, "num_query_heads": 2, "num_key_value_heads": 2, "use_gate": True}, [(3, 4), (3, 4)], ""),
    (NAME, {"head_dim": 2, "num_query_heads": 2, "num_key_value_heads": 1, "sliding_window": 2}, [(5, 4), (5, 4)], ""),
    (
        NAME,
        {"head_dim": 2, "num_query_heads": 4, "num_key_value_heads": 2},
        [(4, 6), (5, 3), (5, 2)],
        "",
        {"attention_mask": [4, 5], "return_attention_scores": True},
    ),
    (
        NAME,
        {"head_dim": 2, "num_query_heads": 4, "num_key_value_heads": 2, "activity_regularizer": "l2"},
        [(4, 6), (4, 6)],
        "",
        {"use_causal_mask": True},
    ),
]


def draw(rng):
    groups, repeats, depth, features = (int(n) for n in rng.integers(1, 4, 4))
    queries, keys = (int(n) for n in rng.integers(1, 7, 2))
    options = {"head_dim": depth, "num_query_heads": groups * repeats, "num_key_value_heads": groups}
    options["use_bias"] = bool(rng.random() < 0.7)
    options["use_gate"] = bool(rng.random() < 0.3)
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
