"""Attention layers, with tensors among the keyword arguments of the call."""

import numpy as np

import api
from api import L
from write import case


@case("attention", when=api.TF2 or api.K3)
def attention(fx):
    q, k = api.Input((4, 3), name="q"), api.Input((5, 3), name="k")
    out = [L.Attention()([q, k]), L.AdditiveAttention()([q, k])]
    out.append(L.Attention(use_scale=True, name="scaled")([q, k, L.Dense(3)(k)]))
    mask = {"use_causal_mask": True}
    try:
        y = L.Attention(name="causal")([q, q], **mask)
    except TypeError:
        y = L.Attention(causal=True, name="causal")([q, q])
    out.append(y)
    try:
        out.append(L.Attention(score_mode="concat", name="concat")([q, k]))
    except (TypeError, ValueError):
        pass
    model = api.Model([q, k], L.Dense(2)(api.merge("Concatenate", out)))
    values = [fx.normal(2, 4, 3), fx.normal(2, 5, 3)]
    api.train(model, values, fx.rng)
    fx.save(model, values)


@case("multi_head", when=api.TF2 or api.K3)
def multi_head(fx):
    """value and key as keyword tensors, an attention mask as a third input, a causal one, the scores as a second output."""
    if not L.has("MultiHeadAttention"):
        raise api.Missing("MultiHeadAttention")
    q, v = api.Input((4, 3), name="q"), api.Input((5, 3), name="v")
    m = api.Input((4, 5), name="m", dtype="bool")
    wide = {} if api.K3 else {"value_dim": 3}  # Keras 3 on JAX cannot
    a = L.MultiHeadAttention(num_heads=2, key_dim=2, name="self")(q, q)
    b = L.MultiHeadAttention(num_heads=2, key_dim=2, name="cross", **wide)(a, value=v, key=L.Dense(3, name="keys")(v), attention_mask=m)
    scored = L.MultiHeadAttention(num_heads=1, key_dim=3, use_bias=False, output_shape=(5,), name="scored")
    outputs = []
    try:
        c, scores = scored(q, v, return_attention_scores=True)
        outputs.append(scores)
    except NotImplementedError:  # Keras 3.0 to 3.2
        scored = L.MultiHeadAttention(num_heads=1, key_dim=3, use_bias=False, output_shape=(5,), name="scored_alone")
        c = scored(q, v)
    parts = [b, c]
    try:
        parts.append(L.MultiHeadAttention(num_heads=1, key_dim=2, name="causal")(query=q, value=q, use_causal_mask=True))
    except TypeError:
        pass
    y = L.LayerNormalization()(api.merge("Concatenate", parts))
    model = api.Model([q, v, m], [L.Dense(2, name="out")(y)] + outputs)
    mask = fx.rng.uniform(size=(2, 4, 5)) < 0.6
    mask[:, :, 0] = True
    values = [fx.normal(2, 4, 3), fx.normal(2, 5, 3), mask]
    api.train(model, values, fx.rng)
    fx.save(model, values)


@case("multi_head_axes", "best", when=(api.TF2 or api.K3) and api.LANDMARK)
def multi_head_axes(fx):
    """Two attention axes, and a mask that comes from an Embedding."""
    if not L.has("MultiHeadAttention"):
        raise api.Missing("MultiHeadAttention")
    x, ids = api.Input((2, 3, 4), name="x"), api.Input((4,), name="ids", dtype="int32")
    a = L.MultiHeadAttention(num_heads=2, key_dim=2, attention_axes=(1, 2), name="axes")(x, x)
    e = L.Embedding(6, 4, mask_zero=True, name="embedding")(ids)
    b = L.MultiHeadAttention(num_heads=2, key_dim=2, name="masked")(e, e)
    b = L.GlobalAveragePooling1D()(b)
    model = api.Model([x, ids], [L.Dense(2, name="one")(a), L.Dense(2, name="two")(b)])
    values = [fx.normal(2, 2, 3, 4), np.array([[1, 2, 3, 0], [4, 5, 0, 0]], dtype="int32")]
    api.train(model, values, fx.rng)
    fx.save(model, values)


@case("grouped_query", "best", when=api.K3)
def grouped_query(fx):
    if not L.has("GroupQueryAttention"):
        raise api.Missing("GroupQueryAttention")
    q, v = api.Input((4, 3), name="q"), api.Input((5, 3), name="v")
    y = L.GroupQueryAttention(head_dim=2, num_query_heads=4, num_key_value_heads=2, name="gqa")(q, v)
    model = api.Model([q, v], y)
    values = [fx.normal(2, 4, 3), fx.normal(2, 5, 3)]
    api.train(model, values, fx.rng)
    fx.save(model, values)
