"""Trains the digits model of the examples on MNIST and writes what Keras predicts with it.

Writes examples/digits/digits.keras (compiled, optimizer state included) and tests/golden/digits.json.
`--predict` keeps the committed model and only writes the predictions again.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import golden
import keras
import numpy as np

SEED = 7
ROWS = 64
MODEL = golden.ROOT / "examples" / "digits" / "digits.keras"


def load_split(folder: Path, name: str) -> tuple[np.ndarray, np.ndarray]:
    images = golden.read_idx(folder / f"{name}-images-idx3-ubyte")[..., np.newaxis]
    labels = golden.read_idx(folder / f"{name}-labels-idx1-ubyte")
    return images, labels.astype("int32")


def build_model() -> keras.Model:
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1), name="image"),
            keras.layers.Rescaling(1 / 255, name="scale"),
            keras.layers.Conv2D(16, 3, activation="relu", name="strokes"),
            keras.layers.MaxPooling2D(name="pool_strokes"),
            keras.layers.Conv2D(32, 3, activation="relu", name="shapes"),
            keras.layers.MaxPooling2D(name="pool_shapes"),
            keras.layers.Flatten(name="flat"),
            keras.layers.Dropout(0.3, seed=SEED, name="drop"),
            keras.layers.Dense(10, activation="softmax", name="digit"),
        ],
        name="digits",
    )
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def train(images: np.ndarray, labels: np.ndarray, epochs: int) -> keras.Model:
    keras.utils.set_random_seed(SEED)
    model = build_model()
    model.fit(images, labels, batch_size=64, epochs=epochs, verbose=2)
    return model


def measure(model: keras.Model, images: np.ndarray, labels: np.ndarray) -> golden.Json:
    result = model.evaluate(images, labels, batch_size=500, verbose=0, return_dict=True)
    prediction = model.predict(images[:ROWS], batch_size=ROWS, verbose=0)
    return {"prediction": golden.encode(prediction), **golden.plain(result)}


def write_predictions(model: keras.Model, folder: Path, out: Path) -> None:
    images, labels = load_split(folder, "t10k")
    turned = np.rot90(images, k=1, axes=(1, 2))
    fixture = {
        "header": golden.header(SEED),
        "model": "examples/digits/digits.keras",
        "turn": "numpy.rot90(images, k=1, axes=(1, 2)): a quarter turn counter-clockwise",
        "images": golden.encode(images[:ROWS]),
        "labels": golden.encode(labels[:ROWS]),
        "rows": len(labels),
        "upright": measure(model, images, labels),
        "turned": measure(model, turned, labels),
    }
    golden.write_json(out / "digits.json", fixture)
    for name in ("upright", "turned"):
        print(f"{name}: accuracy {fixture[name]['accuracy']:.4f}, loss {fixture[name]['loss']:.4f}")


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--mnist", type=Path, default=golden.MNIST, help="folder of the IDX files")
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--predict", action="store_true", help="do not train, only write the predictions")


def main() -> None:
    args = golden.arguments(__doc__.splitlines()[0], options)
    if not args.predict:
        golden.save_model(train(*load_split(args.mnist, "train"), args.epochs), args.model)
    # Read back, so that the predictions are those of the file.
    write_predictions(keras.models.load_model(args.model), args.mnist, args.out)


if __name__ == "__main__":
    main()
