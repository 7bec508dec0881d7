"""safetensors: writes golden/safetensors/paths.json.gz, the weights of a model of Keras under the paths of its variables.

    python tests/oracle/tensors.py
    python tests/oracle/tensors.py --compare FOLDER   # opens what keratin saved there (tensors.oracle.ts)
"""

from __future__ import annotations

import argparse
import base64
import json
from pathlib import Path

import golden
import keras
import numpy as np
from keras import layers
from safetensors.numpy import load_file, save


def model() -> keras.Model:
    """Layers whose weights stand otherwise by the alphabet: of one shape, in cells, in two directions, in models."""
    keras.utils.set_random_seed(7)
    inside = keras.Sequential([keras.Input((6, 4)), layers.LSTM(3, name="way")], name="inside")
    x = keras.Input((6, 4), name="x")
    y = layers.BatchNormalization(name="norm")(x)
    y = layers.Bidirectional(layers.GRU(2, return_sequences=True), name="both")(y)
    y = layers.RNN([layers.LSTMCell(3), layers.GRUCell(3)], name="cells")(y)
    return keras.Model(x, layers.Dense(2, name="top")(layers.Concatenate()([y, inside(x)])))


def write(out: Path) -> None:
    own = model()
    rng = np.random.default_rng(7)
    own.set_weights([rng.uniform(0.1, 1, w.shape).astype("float32") for w in own.weights])
    x = rng.normal(size=(3, 6, 4)).astype("float32")
    weights = save({variable.path: variable.numpy() for variable in own.weights}, {"format": "keras"})
    content = {
        "header": golden.header(7),
        "config": json.loads(own.to_json()),
        "weights": base64.b64encode(weights).decode(),
        "input": golden.encode(x),
        "output": golden.encode(own.predict(x, verbose=0)),
    }
    golden.write_json(out / "safetensors" / "paths.json.gz", content)


def compare(folder: Path) -> list[str]:
    """Values that Python reads otherwise than keratin has them."""
    faults = []
    for path in sorted(folder.glob("*.safetensors")):
        arrays = load_file(path)
        expected = json.loads(path.with_suffix(".tensors.json").read_text())
        if set(arrays) != set(expected):
            faults.append(f"{path.name}: {sorted(arrays)} are not {sorted(expected)}")
        for name, value in expected.items():
            if name in arrays and not np.array_equal(arrays[name], golden.decode(value)):
                faults.append(f"{path.name}: {name} differs")
        print(f"{path.name}: {len(arrays)} arrays")
    return faults or ([] if any(folder.glob("*.safetensors")) else ["there is no file"])


def main() -> None:
    def extra(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--compare", type=Path)

    arguments = golden.arguments(__doc__, extra)
    if arguments.compare:
        golden.report(compare(arguments.compare))
    else:
        write(arguments.out)


if __name__ == "__main__":
    main()
