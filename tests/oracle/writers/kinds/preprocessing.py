"""Preprocessing inside the model: numbers, images, and text where the file can hold its vocabulary."""

import numpy as np

import api
from api import L, tf
from write import case

HERE = ((api.TF2 and api.TF >= (2, 3, 0)) or api.K3) and api.STEPS
# The tf.keras layers run on strings; Keras 3 asks TensorFlow for them, and its environments here have none.
TEXT = api.TF2 and api.TF >= (2, 12, 0) and api.STEPS


@case("preprocess_images", "h5 keras", when=HERE)
def images(fx):
    """Scaling, resizing and cropping; random layers do nothing at predict."""
    x = api.Input((6, 8, 3), name="x")
    scaled = L.Rescaling(1.0 / 127.5, offset=-1)(x)
    resized = L.Resizing(5, 5, interpolation="bilinear")(scaled)
    nearest = L.Resizing(9, 7, interpolation="nearest")(scaled)
    cropped = L.CenterCrop(4, 3)(scaled)
    y = scaled
    for name, args in [
        ("RandomFlip", ("horizontal",)),
        ("RandomRotation", (0.1,)),
        ("RandomZoom", (0.2,)),
        ("RandomTranslation", (0.1, 0.1)),
        ("RandomContrast", (0.2,)),
        ("RandomCrop", (5, 6)),
        ("RandomHeight", (0.2,)),
        ("RandomWidth", (0.2,)),
        ("RandomBrightness", (0.2,)),
    ]:
        if not L.has(name):
            continue
        if name in ("RandomHeight", "RandomWidth") and api.K3:
            continue
        try:
            z = getattr(L, name)(*args)(y)
            api.run(api.Model(x, z), [fx.normal(2, 6, 8, 3)])
            y = z
        except Exception as error:
            fx.notes.append("%s does not run here: %s" % (name, str(error)[:80]))
    out = [scaled, resized, nearest, cropped, y]
    names = ["rescaling", "resizing bilinear", "resizing nearest", "crop", "random"]
    if api.K3 or api.TF >= (2, 7, 0):
        out.append(L.CenterCrop(8, 8)(scaled))
        names.append("crop larger")
    model = api.Model(x, out)
    values = [fx.rng.uniform(0, 255, size=(1, 6, 8, 3)).astype("float32")]
    fx.save(model, values, names=names)


@case("preprocess_numbers", "h5 keras", when=HERE)
def numbers(fx):
    data = fx.normal(20, 4, scale=3.0) + 5
    x = api.Input((4,), name="x")
    adapted = L.Normalization(axis=-1, name="adapted")
    adapted.adapt(data)
    out, names = [adapted(x)], ["adapted"]
    try:
        whole = L.Normalization(axis=None, name="whole")
        whole.adapt(data)
        out.append(whole(x))
        names.append("axis None")
        out.append(L.Normalization(axis=-1, mean=[1.0, 2.0, 3.0, 4.0], variance=[1.0, 4.0, 9.0, 0.25], name="given")(x))
        names.append("given")
        inverted = L.Normalization(axis=-1, mean=2.0, variance=4.0, invert=True, name="inverted")
        if "invert" in inverted.get_config():  # tf.keras forgot it until 2.13
            out.append(inverted(x))
            names.append("inverted")
    except Exception as error:
        fx.notes.append("Normalization: %s" % str(error)[:80])
    h = L.Dense(2, name="dense")(out[0])
    model = api.Model(x, out + [h])
    values = [data[:3]]
    fx.save(model, values, names=names + ["dense"])


@case("preprocess_buckets", "h5 keras", when=HERE)
def buckets(fx):
    x = api.Input((3,), name="x")
    out, names = [], []

    def add(name, build):
        try:
            y = build()
            api.run(api.Model(x, y), [np.array([[0.0, 1.0, 2.0]] * 2, dtype="float32")])
            out.append(y)
            names.append(name)
        except Exception as error:
            fx.notes.append("%s does not run here: %s" % (name, str(error).split("\n")[0][:100]))

    def adapted():
        layer = L.Discretization(num_bins=4)
        layer.adapt(fx.normal(50, 1, scale=2))
        return layer(x)

    boundaries = {"bin_boundaries": [0.5, 1.5, 2.5]}
    if HERE and not api.accepts(L.find("Discretization"), "bin_boundaries"):
        boundaries = {"bins": [0.5, 1.5, 2.5]}
    add("discretization", lambda: L.Discretization(**boundaries)(x))
    add("discretization adapted", adapted)
    add("discretization one_hot", lambda: L.Discretization(output_mode="multi_hot", **boundaries)(x))
    count = "num_tokens" if not HERE or api.accepts(L.find("CategoryEncoding"), "num_tokens") else "max_tokens"
    for mode in ("multi_hot", "count", "one_hot", "binary"):
        add("category " + mode, lambda: L.CategoryEncoding(output_mode=mode, **{count: 5})(x if mode != "one_hot" else x[:, :1]))
    add("integer hashing", lambda: L.Hashing(num_bins=7)(api.tf.cast(x, "int64")) if api.tf is not None else L.Hashing(num_bins=7)(x))
    if not out:
        raise api.Missing("Discretization or CategoryEncoding")
    model = api.Model(x, out)
    fx.save(model, [np.array([[0, 1, 2], [4, 4, 0], [3, 1, 1]], dtype="float32")], names=names)


TEXTS = np.array([["the cat sat"], ["A dog, the dog!"], ["unknown words here cat"]], dtype=object)


def string_input(shape, name):
    return api.keras.Input(shape=shape, name=name, dtype="string")


def save_text(fx, model, values, names=None):
    fx.save(model, values, names=names, outputs=[np.asarray(y) for y in api.as_list(model.predict(tf.constant(values[0].tolist()), verbose=0))], check=False)


@case("text_vectorization", "keras", when=TEXT)
def text(fx):
    x = string_input((1,), "x")
    layer = L.TextVectorization(max_tokens=12, output_mode="int", output_sequence_length=5, name="words")
    layer.adapt(["the cat sat on the mat", "a dog and a cat", "the dog ran"])
    grams = L.TextVectorization(max_tokens=9, ngrams=2, output_mode="multi_hot", pad_to_max_tokens=True, name="grams")
    grams.adapt(["the cat sat on the mat", "a dog and a cat", "the dog ran"])
    weights = L.TextVectorization(output_mode="tf_idf", name="weights")
    weights.adapt(["the cat sat on the mat", "a dog and a cat", "the dog ran"])
    chars = L.TextVectorization(split="character", standardize="lower", output_sequence_length=6, vocabulary=list("abcdetx "), name="chars")
    ids = layer(x)
    h = L.GlobalAveragePooling1D()(L.Embedding(12, 3, name="embedding")(ids))
    model = api.Model(x, [ids, grams(x), weights(x), chars(x), L.Dense(2, name="dense")(h)])
    save_text(fx, model, [TEXTS], ["int", "multi_hot bigrams", "tf_idf", "characters", "dense"])


@case("string_lookup", "keras", when=TEXT)
def strings(fx):
    x = string_input((3,), "x")
    adapted = L.StringLookup(name="adapted")
    adapted.adapt([["a", "b", "a", "c", "\u00fc"]])
    given = L.StringLookup(vocabulary=["b", "a", "c"], num_oov_indices=2, mask_token="", name="given")
    counts = L.StringLookup(vocabulary=["a", "b"], output_mode="count", name="counts")
    hashed = L.Hashing(num_bins=5, name="hashed")
    salted = L.Hashing(num_bins=5, salt=[133, 137], mask_value="", name="salted")
    model = api.Model(x, [adapted(x), given(x), counts(x), hashed(x), salted(x)])
    values = np.array([["a", "b", "zz"], ["", "c", "\u00fc"]], dtype=object)
    save_text(fx, model, [values], ["adapted", "given", "count", "hashed", "salted"])


@case("string_inverse", "keras", when=TEXT)
def inverse(fx):
    """Text as an output."""
    x = string_input((3,), "x")
    given = L.StringLookup(vocabulary=["b", "a", "c"], num_oov_indices=2, mask_token="", name="given")
    back = L.StringLookup(vocabulary=["b", "a", "c"], num_oov_indices=2, mask_token="", invert=True, name="back")
    save_text(fx, api.Model(x, back(given(x))), [np.array([["a", "b", "zz"], ["", "c", "a"]], dtype=object)])


@case("integer_lookup", "best", when=HERE and not api.K3)
def integers(fx):
    if not L.has("IntegerLookup"):
        raise api.Missing("IntegerLookup")
    x = api.Input((3,), name="x", dtype="int64")
    given = L.IntegerLookup(vocabulary=[12, 36, 42], name="given")
    out = [given(x)]
    if api.accepts(L.find("IntegerLookup"), "output_mode"):
        mode = "multi_hot" if api.K3 or api.TF >= (2, 6, 0) else "binary"
        out.append(L.IntegerLookup(vocabulary=[12, 36, 42], output_mode=mode, name="hot")(x))
    model = api.Model(x, out)
    fx.save(model, [np.array([[12, 42, 7], [36, 36, 0]], dtype="int64")], names=["given", "multi_hot"][: len(out)], check=False)
