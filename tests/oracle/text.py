"""Preprocessing layers of Keras that need TensorFlow: outputs, vocabularies, configs; small models in files.

`python text.py` writes tests/golden/text; `python text.py --draw 300 --seed 5 --out FOLDER` random cases. Needs
requirements-text.txt.
"""

from __future__ import annotations

import argparse
import json
from typing import Any

import golden
import keras
import numpy as np
import tensorflow as tf

SEED = 23
Rng = np.random.Generator
Json = Any

WORDS = (
    "the cat sat on a Mat THE Cat's don't e-mail x_y (z) [q] tab\there new\nline vt\x0bff\x0c nbsp\u00a0sp em\u2003sp "
    "HÉLLO Wörld ÄB İi ß 中文 日本 🎉 a🎉b fs\x1cgs nel\x85x zero\x00z “quoted” it’s … -- ! # 1 22 333 \\ ` ~ ^ ' \" a,b.c;d"
).split(" ") + ["", " ", "\ufffd", "\U00010348", "\uffee"]


def chance(rng: Rng, p: float = 0.5) -> bool:
    return bool(rng.random() < p)


def pick(rng: Rng, values: Any) -> Any:
    return values[int(rng.integers(len(values)))]


def sentence(rng: Rng) -> str:
    return pick(rng, [" ", "  ", "\t", " \n "]).join(pick(rng, WORDS) for _ in range(int(rng.integers(0, 7))))


def shape_of(rng: Rng, low: int = 1) -> tuple[int, ...]:
    return tuple(int(d) for d in rng.integers(1, 4, int(rng.integers(low, 4))))


def nested(rng: Rng, shape: tuple[int, ...], one: Any) -> Any:
    return one() if not shape else [nested(rng, shape[1:], one) for _ in range(shape[0])]


def lookup_options(rng: Rng, options: Json, pool: list[Any], mask: Any) -> Json | None:
    """Adds options of lookup layers; gives the data to adapt to, if the vocabulary is not an option."""
    mode = options["output_mode"] = pick(rng, ["int", "int", "one_hot", "multi_hot", "count", "tf_idf"])
    if chance(rng, 0.4):
        options["num_oov_indices"] = int(rng.integers(0, 4))
    if chance(rng, 0.4):
        options["mask_token"] = mask
    terms = [term for term in dict.fromkeys(pick(rng, pool) for _ in range(int(rng.integers(2, 9)))) if term != mask]
    if chance(rng) and terms:
        options["vocabulary"] = terms
        if mode == "tf_idf":
            options["idf_weights"] = rng.uniform(0, 2, len(terms)).round(3).tolist()
        data = None
    else:
        data = nested(rng, (int(rng.integers(1, 6)), int(rng.integers(1, 5))), lambda: pick(rng, pool))
    if chance(rng, 0.3):
        options["max_tokens"] = int(rng.integers(10, 14)) if data is None else int(rng.integers(3, 9))
        options["pad_to_max_tokens"] = chance(rng)
    return data


def string_lookup(rng: Rng) -> Json:
    options: Json = {}
    data = lookup_options(rng, options, WORDS, pick(rng, ["", "the", "cat"]))
    if chance(rng, 0.2):
        options["salt"] = [int(rng.integers(1, 99)), int(rng.integers(1, 2**31))]
    return {"class_name": "StringLookup", "options": options, "adapt": data, "inputs": [nested(rng, shape_of(rng), lambda: pick(rng, WORDS))]}


def integer_lookup(rng: Rng) -> Json:
    pool = [int(n) for n in rng.integers(-9, 20, 9)] + [2**31 - 1, -(2**31), 16777217]
    options: Json = {}
    data = lookup_options(rng, options, pool, int(pick(rng, [0, 3, 16777217])))
    if chance(rng, 0.3):
        options["oov_method"] = "farmhash"
        if chance(rng):
            options["salt"] = int(rng.integers(1, 99))
    other = lambda: pick(rng, pool) if chance(rng, 0.7) else int(rng.integers(-(2**31), 2**31))
    return {"class_name": "IntegerLookup", "options": options, "adapt": data, "inputs": [nested(rng, shape_of(rng), other)]}


def inverse(rng: Rng) -> Json:
    if chance(rng):
        name, options = "StringLookup", {"vocabulary": ["a", "b", "é"], "mask_token": pick(rng, [None, "m"])}
    else:
        name, options = "IntegerLookup", {"vocabulary": [5, 7, -2], "mask_token": pick(rng, [None, 0]), "oov_token": -9}
    options |= {"invert": True, "num_oov_indices": int(rng.integers(0, 3))}
    return {"class_name": name, "options": options, "adapt": None, "inputs": [nested(rng, shape_of(rng), lambda: int(rng.integers(-2, 9)))]}


def text_vectorization(rng: Rng) -> Json:
    options: Json = {}
    if chance(rng):
        options["standardize"] = pick(rng, [None, "lower", "strip_punctuation", "lower_and_strip_punctuation"])
    split = options["split"] = pick(rng, ["whitespace", "whitespace", "character", None])
    if chance(rng, 0.3):
        options["ngrams"] = pick(rng, [1, 2, 3, [2], [1, 3], [2, 1]])
    modes = ["int", "int", "multi_hot", "count", "tf_idf"] + (["one_hot"] if split is None else [])
    mode = options["output_mode"] = pick(rng, modes)
    if mode == "int" and chance(rng):
        options["output_sequence_length"] = int(rng.integers(1, 7))
    if chance(rng, 0.3):
        options["max_tokens"] = int(rng.integers(3, 12))
        options["pad_to_max_tokens"] = chance(rng)
    shape: tuple[int, ...] = (int(rng.integers(1, 6)),)
    data: Json = [sentence(rng) for _ in range(int(rng.integers(1, 6)))] + ["some words here"]
    if chance(rng, 0.4):
        options["vocabulary"] = ["cat", "the", "dog", "mat", "a"]
        options.pop("max_tokens", None)
        options.pop("pad_to_max_tokens", None)
        if mode == "tf_idf":
            options["idf_weights"] = rng.uniform(0, 2, 5).round(3).tolist()
        data = None
    width = (int(rng.integers(1, 4)),) if split is None else pick(rng, [(), (1,)])
    one = (lambda: pick(rng, WORDS)) if split is None else (lambda: sentence(rng))
    return {"class_name": "TextVectorization", "options": options, "adapt": data, "inputs": [nested(rng, shape + width, one)]}


def hashing(rng: Rng) -> Json:
    options: Json = {"num_bins": int(rng.integers(1, 40)), "output_mode": pick(rng, ["int", "int", "one_hot", "multi_hot", "count"])}
    text = chance(rng)
    if chance(rng, 0.4):
        options["mask_value"] = "cat" if text else 3
    if chance(rng, 0.4):
        options["salt"] = pick(rng, [7, [3, 2**40]])
    one = (lambda: sentence(rng) * int(rng.integers(1, 5)) if chance(rng) else pick(rng, WORDS)) if text else (lambda: int(rng.integers(-5, 6)) if chance(rng) else int(rng.integers(-(2**31), 2**31)))
    return {"class_name": "Hashing", "options": options, "adapt": None, "inputs": [nested(rng, shape_of(rng), one)]}


def hashed_crossing(rng: Rng) -> Json:
    options = {"num_bins": int(rng.integers(1, 99)), "output_mode": pick(rng, ["int", "one_hot"])}
    shape = pick(rng, [(4,), (4, 1), (1,), (1, 1)])
    kinds = [lambda: sentence(rng), lambda: int(rng.integers(-(2**31), 2**31)), lambda: pick(rng, WORDS)]
    inputs = [nested(rng, shape, pick(rng, kinds)) for _ in range(int(rng.integers(2, 5)))]
    return {"class_name": "HashedCrossing", "options": options, "adapt": None, "inputs": inputs}


def moments(rng: Rng) -> Json:
    rank = int(rng.integers(1, 4))
    shape = (int(rng.integers(1, 9)), *(int(d) for d in rng.integers(1, 4, rank)))
    axis = pick(rng, [-1, None, 1, list(range(1, rank + 1))])
    batch = lambda: rng.normal(3, 5, shape).round(4).tolist()
    batches = chance(rng)
    data = [batch() for _ in range(int(rng.integers(1, 4)))] if batches else batch()
    return {"class_name": "Normalization", "options": {"axis": axis}, "adapt": data, "batches": batches, "inputs": [batch()]}


def quantiles(rng: Rng) -> Json:
    options = {"num_bins": int(rng.integers(1, 12)), "epsilon": float(pick(rng, [0.01, 0.1, 0.03])), "output_mode": pick(rng, ["int", "one_hot", "count"])}
    size = lambda: (int(rng.integers(1, 60)), int(rng.integers(1, 4)))
    batches = chance(rng)
    # Of equal values with different weights NumPy's sort may put either first.
    digits = 6 if batches else int(rng.integers(0, 4))
    batch = lambda: rng.normal(0, 3, size()).round(digits).tolist()
    data = [batch() for _ in range(int(rng.integers(1, 4)))] if batches else batch()
    return {"class_name": "Discretization", "options": options, "adapt": data, "batches": batches, "inputs": [batch()]}


DRAWERS = [string_lookup, integer_lookup, inverse, text_vectorization, text_vectorization, hashing, hashed_crossing, moments, quantiles]


def as_array(value: Any) -> Any:
    leaf = value
    while isinstance(leaf, list):
        leaf = leaf[0] if leaf else 0.0
    if isinstance(leaf, str):
        return tf.constant(value)
    return np.asarray(value, "int64" if isinstance(leaf, int) else "float32")


def text_of(value: Any) -> Any:
    return [text_of(item) for item in value] if isinstance(value, list) else value.decode()


def run(case: Json) -> Json:
    keras.utils.clear_session()
    options = dict(case["options"])
    if isinstance(options.get("ngrams"), list):
        options["ngrams"] = tuple(options["ngrams"])
    layer = getattr(keras.layers, case["class_name"])(**options)
    if case["adapt"] is not None:
        layer.adapt(iter([as_array(item) for item in case["adapt"]]) if case.get("batches") else as_array(case["adapt"]))
    inputs = [as_array(value) for value in case["inputs"]]
    if case["class_name"] == "StringLookup" and options.get("invert"):
        inputs = [tf.constant(inputs[0])]
    result = {**case, "vocabulary": None}
    if hasattr(layer, "get_vocabulary"):
        result["vocabulary"] = [v if isinstance(v, str) else int(v) for v in map(lambda v: str(v) if isinstance(v, str) else v, layer.get_vocabulary())]
    try:
        output = layer(inputs if len(inputs) > 1 else inputs[0])
    except Exception as error:
        if options.get("num_oov_indices") != 0:
            raise
        result |= {"output": None, "text": None}
    else:
        is_text = getattr(output, "dtype", None) == tf.string
        result |= {"output": None if is_text else golden.encode(np.asarray(output)), "text": text_of(np.asarray(output).tolist()) if is_text else None}
    result["config"] = golden.plain(keras.saving.serialize_keras_object(layer)["config"])
    return result


def draw_cases(count: int, seed: int) -> list[Json]:
    cases = []
    for index in range(count):
        drawer = DRAWERS[index % len(DRAWERS)]
        for again in range(20):
            try:
                cases.append(run(drawer(np.random.default_rng([seed, index, again]))))
                break
            except Exception as error:  # What Keras refuses or cannot compute on JAX.
                last = error
        else:
            raise last
    return cases


def save_models(out: Any) -> None:
    """Models whose layers before the numbers Keras cannot run on JAX: their parts are run one by one."""
    layers = keras.layers
    keras.utils.set_random_seed(SEED)
    texts = ["The cat sat", "the dog ran!", "Héllo wörld", "cat"]
    start = keras.Input((1,), dtype="string", name="text")
    vectorize = layers.TextVectorization(max_tokens=9, output_sequence_length=4)
    vectorize.adapt(texts)
    line = keras.Input((), dtype="string", name="line")
    counts = layers.TextVectorization(output_mode="tf_idf", standardize="lower", name="counts")
    counts.adapt(texts)
    lookup = layers.StringLookup(output_mode="one_hot", num_oov_indices=2)
    lookup.adapt(texts)
    numbers = keras.Input((2,), name="numbers")
    ids = keras.Input((3,), dtype="int64", name="ids")
    normal = layers.Normalization()
    normal.adapt(np.asarray([[1.0, 5.0], [2.0, 9.0], [4.0, 1.0]], "float32"))
    known = layers.IntegerLookup(output_mode="count")
    known.adapt(np.asarray([[1, 2, 3], [2, 2, 5]]))
    bins = layers.Discretization(num_bins=3, output_mode="multi_hot")
    bins.adapt(np.arange(20.0).reshape(10, 2))
    buckets = layers.Hashing(5, output_mode="multi_hot", salt=3)
    embed = layers.Embedding(9, 2)
    before = [vectorize, counts, lookup, normal, known, bins, buckets]
    places = [start, line, start, numbers, ids, numbers, ids]
    parts = [layer(place) for layer, place in zip(before, places)]
    flat = layers.Flatten()
    dense = layers.Dense(2)
    join = layers.Concatenate()
    cast = lambda x: keras.ops.cast(x, "float32")
    y = dense(join([flat(embed(parts[0])), *parts[1:]]))
    model = keras.Model({"text": start, "line": line, "numbers": numbers, "ids": ids}, y)
    x = {"text": [["the cat"], ["dog"], ["Wörld, cat"]], "line": ["a THE the", "", "ran! dog"], "numbers": [[1.0, 2.0], [7.5, 30.0], [3.0, 0.0]], "ids": [[2, 9, 1], [5, 5, 5], [3, 2, 7]]}
    arrays = {key: as_array(value) for key, value in x.items()}
    got = [layer(arrays[place.name]) for layer, place in zip(before, places)]
    prediction = dense(join([flat(embed(got[0])), *map(cast, got[1:])]))
    golden.save_model(model, out / "model.keras")
    vocabularies = {layer.name: [str(v) for v in layer.get_vocabulary()] for layer in (vectorize, counts, lookup, known)}
    golden.write_json(out / "model.json", {"header": golden.header(SEED), "x": x, "prediction": golden.encode(prediction), "vocabularies": vocabularies})


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--draw", type=int, default=108, help="so many random cases")
    parser.add_argument("--seed", type=int, default=SEED, help="of the random cases")


def main() -> None:
    args = golden.arguments(__doc__.splitlines()[0], options)
    cases = draw_cases(args.draw, args.seed)
    golden.write_json(args.out / "text" / "cases.json.gz", {"header": golden.header(args.seed), "cases": cases})
    save_models(args.out / "text")
    print(f"{len(cases)} cases")


if __name__ == "__main__":
    main()
