"""Models with operations between their layers: predictions, gradients, and the configs that Keras writes for the operations.

`nodes.json` is of the model below, `nodes/NAME.json.gz` of that of `cases/nodes/NAME.py`: `inputs()` gives its inputs,
`outputs(*inputs)` what becomes of them, `data(rng)` an array for each input. `--only NAME ...` writes some of them.
"""

from __future__ import annotations

import argparse
import json
import runpy
from pathlib import Path
from typing import Any

import golden
import jax
import keras
import numpy as np
from keras import ops

SEED = 23
CASES = Path(__file__).parent / "cases" / "nodes"


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


def operations(model: keras.Model) -> list[Any]:
    entries = json.loads(model.to_json())["config"]["layers"]
    return [entry for entry in entries if entry["module"].startswith("keras.src.ops")]


def gradient(model: keras.Model, output: Any, inputs: list[np.ndarray], rng: np.random.Generator) -> Any:
    """Random weights of an output's elements, and the gradients of their sum by the inputs of floats; none where Keras has none."""
    part = keras.Model(model.inputs, output)
    floats = [i for i, x in enumerate(inputs) if x.dtype == np.float32]

    def value(given: list[Any]) -> Any:
        args = [jax.numpy.asarray(x) for x in inputs]
        for i, x in zip(floats, given):
            args[i] = x
        return part(args)

    given = [inputs[i] for i in floats]
    shape = jax.eval_shape(value, given)
    if shape.dtype != np.float32:
        return None
    weights = rng.normal(size=shape.shape).astype("float32")
    try:
        found = jax.grad(lambda xs: (value(xs) * weights).sum())(given)
    except NotImplementedError:
        return None
    return {"weights": golden.encode(weights), "gradients": golden.encode_all(found)}


def computes(inputs: list[Any], output: Any, given: list[np.ndarray]) -> bool:
    """Whether Keras can run what it has put together: some ops fail on JAX."""
    try:
        keras.Model(inputs, output)(given)
    except (TypeError, ValueError, AttributeError, NotImplementedError) as error:
        print(f"Keras refuses {output.name}: {str(error).splitlines()[0][:100]}")
        return False
    return True


def write_case(path: Path, out: Path) -> None:
    keras.utils.clear_session()
    case = runpy.run_path(str(path))
    rng = np.random.default_rng(SEED)
    inputs = case["inputs"]()
    given = case["data"](rng)
    model = keras.Model(inputs, [output for output in case["outputs"](*inputs) if computes(inputs, output, given)])
    outputs = [np.asarray(output) for output in model.predict_on_batch(given)]
    golden.save_model(model, out / f"{path.stem}.keras")
    fixture = {
        "header": golden.header(SEED),
        "inputs": golden.encode_all(given),
        "outputs": golden.encode_all(outputs),
        "gradients": [gradient(model, output, given, rng) for output in model.outputs],
        "operations": operations(model),
    }
    golden.write_json(out / f"{path.stem}.json.gz", fixture)
    print(f"{path.stem}: {len(outputs)} outputs, {len(fixture['operations'])} operations", flush=True)


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--only", nargs="*", help="only the files of these names; 'model' is nodes.keras and nodes.json")


def main() -> None:
    args = golden.arguments(__doc__.splitlines()[0], options)
    for path in sorted(CASES.glob("*.py")):
        if path.stem in (args.only or [path.stem]):
            write_case(path, args.out / "nodes")
    if args.only and "model" not in args.only:
        return
    rng = np.random.default_rng(SEED)
    model = build_model()
    model.set_weights([rng.normal(size=weight.shape).astype("float32") for weight in model.weights])
    inputs = [rng.normal(size=(3, 4, 6)).astype("float32"), rng.integers(0, 5, (3, 4)).astype("int32")]
    outputs = [np.asarray(output) for output in model.predict_on_batch(inputs)]
    golden.save_model(model, args.out / "nodes.keras")
    fixture = {
        "header": golden.header(SEED),
        "inputs": golden.encode_all(inputs),
        "outputs": golden.encode_all(outputs),
        "operations": operations(model),
    }
    golden.write_json(args.out / "nodes.json", fixture)
    print(f"{len(outputs)} outputs, {len(fixture['operations'])} operations")


if __name__ == "__main__":
    main()
