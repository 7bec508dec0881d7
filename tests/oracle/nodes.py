"""A model with operations between its layers: predictions, and the configs that Keras writes for the operations."""

from __future__ import annotations

import json

import golden
import keras
import numpy as np
from keras import ops

SEED = 23


def build_model() -> keras.Model:
    keras.utils.clear_session()
    x = keras.Input((4, 6), name="x")
    ids = keras.Input((4,), dtype="int32", name="ids")
    turned = ops.transpose(x, (0, 2, 1))
    outputs = [
        ops.mean(x, axis=1, keepdims=True),
        x * 2.0,
        2 * x,
        1.0 - x,
        -x,
        x**2,
        x[:, 0],
        x[..., 1:3],
        x[:, -1:, ::2],
        x[:, ::-1],
        x[:, 1:, None],
        ops.clip(x, 0, 1),
        ops.concatenate([x, x], axis=-1),
        ops.stack([x, x], axis=1),
        ops.reshape(x, (-1, 24)),
        *ops.split(x, 2, axis=2),
        ops.softmax(x, axis=1),
        ops.where(x > 0, x, 0.0),
        ops.squeeze(ops.expand_dims(x, 1), 1),
        turned,
        ops.matmul(x, turned),
        ops.one_hot(ids, 5),
        ops.take(x, [0, 2], axis=1),
        ops.cast(ids, "float32"),
        ids * 2,
        ids * 2.5,
        ops.max(x, axis=(1, 2)),
        ops.argmax(x, axis=-1),
        ops.average_pool(x, 2, strides=2),
        ops.pad(x, ((0, 0), (1, 1), (0, 0)), constant_values=3.0),
        ops.multiply(x, np.arange(6.0).astype("float32")),
        x / 2.0,
        1.0 / (ops.square(x) + 1),
        x // 0.5,
        x % 0.75,
        ops.einsum("bij,bkj->bik", x, x),
        ops.tensordot(x, np.ones((6, 2), dtype="float32"), axes=1),
        ops.swapaxes(x, 1, 2),
        ops.moveaxis(x, 1, -1),
        ops.flip(x, axis=1),
        *ops.unstack(x, axis=1),
        ops.sin(x),
        ops.logaddexp(x, 0.5),
        ops.amax(x, axis=1),
        ops.convert_to_tensor(x),
        ops.sum(keras.layers.Dense(3)(ops.multiply(x, 0.5)), axis=-1),
    ]
    return keras.Model([x, ids], outputs)


def main() -> None:
    args = golden.arguments(__doc__.splitlines()[0])
    rng = np.random.default_rng(SEED)
    model = build_model()
    model.set_weights([rng.normal(size=weight.shape).astype("float32") for weight in model.weights])
    inputs = [rng.normal(size=(3, 4, 6)).astype("float32"), rng.integers(0, 5, (3, 4)).astype("int32")]
    outputs = [np.asarray(output) for output in model.predict_on_batch(inputs)]
    golden.save_model(model, args.out / "nodes.keras")
    entries = json.loads(model.to_json())["config"]["layers"]
    fixture = {
        "header": golden.header(SEED),
        "inputs": golden.encode_all(inputs),
        "outputs": golden.encode_all(outputs),
        "operations": [entry for entry in entries if entry["module"].startswith("keras.src.ops")],
    }
    golden.write_json(args.out / "nodes.json", fixture)
    print(f"{len(outputs)} outputs, {len(fixture['operations'])} operations")


if __name__ == "__main__":
    main()
