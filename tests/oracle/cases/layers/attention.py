"""Attention: scores, causal masks, masks of query and value."""

NAME = "Attention"
CASES = [
    (NAME, {}, [(4, 6), (5, 6)], ""),
    (NAME, {"use_scale": True}, [(3, 4), (5, 4), (5, 4)], ""),
    (NAME, {"use_scale": False}, [(3, 4), (3, 4)], "", {"use_causal_mask": True}),
    (NAME, {}, [(3, 4), (5, 4)], "", {"return_attention_scores": True}),
    (NAME, {}, [(3, 4), (5, 4)], "", {"masks": True}),
    (NAME, {}, [(4, 4), (4, 4)], "", {"masks": True, "use_causal_mask": True}),
    (NAME, {"score_mode": "concat"}, [(3, 4), (5, 4)], ""),
    (NAME, {"score_mode": "concat", "use_scale": True}, [(3, 4), (2, 4)], ""),
]


def draw(rng):
    queries, keys, features = (int(n) for n in rng.integers(1, 7, 3))
    options = {"use_scale": bool(rng.random() < 0.5)}
    if rng.random() < 0.4:
        options["score_mode"] = "concat"
    shapes = [(queries, features), (keys, features)]
    if rng.random() < 0.4:
        shapes.append((keys, features))
    extra = {}
    for name in ("masks", "use_causal_mask", "return_attention_scores"):
        if rng.random() < 0.4:
            extra[name] = True
    return (NAME, options, shapes, "", extra)
