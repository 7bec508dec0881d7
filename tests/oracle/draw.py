"""Draws a compiled model and the data to train it on, from a seed alone."""

from __future__ import annotations

from typing import Any, Callable, NamedTuple

import golden
import keras
import numpy as np
from keras import layers, losses, metrics, optimizers, regularizers

Rng = np.random.Generator
Shape = tuple[int, ...]
Maker = Callable[[Rng, Shape], layers.Layer]


class Drawn(NamedTuple):
    kind: str
    model: keras.Model
    losses: list[str]
    x: list[np.ndarray]
    y: list[np.ndarray]
    sample_weight: list[np.ndarray] | None
    batches: list[list[int]]


class Objective(NamedTuple):
    """What one output is trained for: its width and activation, the loss, metrics and how targets are drawn."""

    units: int
    activation: str
    loss: Any
    metrics: list[Any]
    targets: Callable[[Rng, Shape], np.ndarray]


def pick(rng: Rng, *options: Any) -> Any:
    return options[int(rng.integers(len(options)))]


def chance(rng: Rng, probability: float) -> bool:
    return bool(rng.random() < probability)


def activation(rng: Rng) -> str:
    return "relu" if chance(rng, 0.3) else pick(rng, *golden.ACTIVATIONS)


def regularizer(rng: Rng) -> Any:
    if not chance(rng, 0.2):
        return None
    return pick(rng, regularizers.L1(0.002), regularizers.L2(0.01), regularizers.L1L2(0.001, 0.005))


# Layers on (height, width, channels)


def spatial_size(rng: Rng, shape: Shape, largest: int) -> int | tuple[int, int]:
    height, width = (int(rng.integers(1, min(largest, side) + 1)) for side in shape[:2])
    square = min(largest, *shape[:2])
    return square if chance(rng, 0.5) else (height, width)


def spatial_steps(rng: Rng, shape: Shape, kernel: int | tuple[int, int]) -> dict[str, Any]:
    """Strides or a dilation, never both, that leave at least one position."""
    height, width = (kernel, kernel) if isinstance(kernel, int) else kernel
    steps: dict[str, Any] = {"padding": pick(rng, "valid", "same")}
    way = pick(rng, "plain", "strides", "dilation")
    if way == "strides":
        steps["strides"] = pick(rng, 2, (1, 2), (2, 1), (3, 2))
    fits = all(side >= 2 * (size - 1) + 1 for side, size in zip(shape, (height, width)))
    if way == "dilation" and fits:
        steps["dilation_rate"] = 2
    return steps


def conv(rng: Rng, shape: Shape) -> layers.Layer:
    groups = pick(rng, *(g for g in (1, 1, 2, 3, 4) if shape[-1] % g == 0))
    kernel = spatial_size(rng, shape, 3)
    return layers.Conv2D(
        groups * int(rng.integers(1, 1 + 16 // groups)),
        kernel,
        groups=groups,
        activation=activation(rng),
        use_bias=chance(rng, 0.6),
        kernel_regularizer=regularizer(rng),
        **spatial_steps(rng, shape, kernel),
    )


def depthwise(rng: Rng, shape: Shape) -> layers.Layer:
    kernel = min(3, *shape[:2]) if chance(rng, 0.6) else spatial_size(rng, shape, 3)
    steps = spatial_steps(rng, shape, kernel)
    if not isinstance(steps.get("strides", 1), int):
        steps["strides"] = 2
    return layers.DepthwiseConv2D(
        kernel,
        depth_multiplier=pick(rng, 1, 1, 2, 3) if shape[-1] <= 4 else 1,
        activation=activation(rng),
        use_bias=chance(rng, 0.6),
        **steps,
    )


def pool(rng: Rng, shape: Shape) -> layers.Layer:
    kind = pick(rng, layers.MaxPooling2D, layers.AveragePooling2D)
    return kind(
        spatial_size(rng, shape, 3),
        strides=pick(rng, None, None, 1, 2, (2, 1)),
        padding=pick(rng, "valid", "same"),
    )


def zero_padding(rng: Rng, _: Shape) -> layers.Layer:
    return layers.ZeroPadding2D(pick(rng, 1, (1, 2), ((1, 0), (0, 2))))


def permute_image(rng: Rng, _: Shape) -> layers.Layer:
    return layers.Permute(pick(rng, (2, 1, 3), (3, 1, 2), (1, 3, 2)))


def reshape_image(rng: Rng, shape: Shape) -> layers.Layer:
    height, width, channels = shape
    return layers.Reshape(pick(rng, (width, height, channels), (height, -1, 1), (height, channels, width)))


# Layers on any shape


def dense(rng: Rng, _: Shape) -> layers.Layer:
    return layers.Dense(
        int(rng.integers(2, 25)),
        activation=activation(rng),
        use_bias=chance(rng, 0.7),
        kernel_regularizer=regularizer(rng),
    )


def batch_norm(rng: Rng, shape: Shape) -> layers.Layer:
    return layers.BatchNormalization(
        axis=int(rng.integers(1, len(shape) + 1)) if chance(rng, 0.25) else -1,
        momentum=pick(rng, 0.99, 0.9, 0.8, 0.5),
        epsilon=pick(rng, 1e-3, 1e-3, 1e-5, 1e-2),
        center=chance(rng, 0.75),
        scale=chance(rng, 0.75),
    )


def wide_axes(shape: Shape) -> list[int]:
    """The axes, counted with the batch, along which there is something to normalise."""
    return [axis for axis, size in enumerate(shape, start=1) if size > 1]


def pointwise(rng: Rng, shape: Shape) -> layers.Layer:
    """A layer without weights that keeps the shape."""
    return pick(
        rng,
        lambda: layers.Dropout(0.0),
        lambda: layers.Activation(pick(rng, *golden.ACTIVATIONS)),
        lambda: layers.Activation(pick(rng, *golden.ACTIVATIONS)),
        lambda: layers.ReLU(
            max_value=pick(rng, None, 1.0, 6.0),
            negative_slope=pick(rng, 0.0, 0.1),
            threshold=pick(rng, 0.0, 0.1, 0.5),
        ),
        lambda: layers.LeakyReLU(negative_slope=pick(rng, 0.3, 0.05)),
        lambda: layers.Softmax(axis=pick(rng, -1, *wide_axes(shape))),
        lambda: layers.Rescaling(pick(rng, 0.5, 1.5), offset=pick(rng, 0.0, -0.25)),
    )()


def image_layer(rng: Rng, shape: Shape) -> layers.Layer:
    makers: list[Maker] = [conv, conv, conv, depthwise, pool, batch_norm, pointwise]
    makers += [zero_padding, permute_image, reshape_image, dense]
    if min(shape[:2]) < 3 or max(shape) > 24:
        makers = [conv, batch_norm, pointwise, pool]
    return pick(rng, *makers)(rng, shape)


def vector_layer(rng: Rng, shape: Shape) -> layers.Layer:
    if len(shape) == 2 and chance(rng, 0.4):
        return pick(rng, layers.Permute((2, 1)), layers.Flatten(), layers.Reshape((-1,)))
    if len(shape) == 1 and shape[0] % 2 == 0 and chance(rng, 0.15):
        return layers.Reshape((2, shape[0] // 2))
    return pick(rng, dense, dense, batch_norm, pointwise)(rng, shape)


def draw_layer(rng: Rng, shape: Shape) -> layers.Layer:
    return image_layer(rng, shape) if len(shape) == 3 else vector_layer(rng, shape)


def flatten(rng: Rng, shape: Shape) -> list[layers.Layer]:
    """The layers that lead to (features,)."""
    if len(shape) == 1:
        return []
    if len(shape) == 2 or np.prod(shape) > 400:
        wide = np.prod(shape) > 400 and len(shape) == 3
        return [layers.GlobalAveragePooling2D()] if wide else [layers.Flatten()]
    keep = chance(rng, 0.4)
    pooling = pick(rng, layers.GlobalAveragePooling2D, layers.GlobalMaxPooling2D)
    return pick(rng, [layers.Flatten()], [pooling(keepdims=keep)] + [layers.Flatten()] * keep)


def shape_of(tensor: Any) -> Shape:
    return tuple(tensor.shape[1:])


def chain(rng: Rng, tensor: Any, count: int) -> Any:
    for _ in range(count):
        tensor = draw_layer(rng, shape_of(tensor))(tensor)
    return tensor


def stack(rng: Rng, shape: Shape, count: int) -> tuple[list[layers.Layer], Shape]:
    """Layers for a Sequential model, and the shape behind them."""
    found = []
    for _ in range(count):
        layer = draw_layer(rng, shape)
        shape = tuple(layer.compute_output_shape((None, *shape))[1:])
        found.append(layer)
    return found, shape


def flat(rng: Rng, tensor: Any) -> Any:
    for layer in flatten(rng, shape_of(tensor)):
        tensor = layer(tensor)
    return tensor


def merge(rng: Rng, tensors: list[Any]) -> Any:
    """Joins tensors of equal shape."""
    kinds = [layers.Add, layers.Multiply, layers.Average, layers.Maximum]
    if len(tensors) == 2:
        kinds.append(layers.Subtract)
    if chance(rng, 0.35):
        return layers.Concatenate(axis=pick(rng, -1, *range(1, len(tensors[0].shape))))(tensors)
    return pick(rng, *kinds)()(tensors)


# Inputs


def input_shape(rng: Rng, rank: int | None = None) -> Shape:
    rank = rank or pick(rng, 1, 3, 3)
    if rank == 1:
        return (int(rng.integers(3, 13)),)
    return (int(rng.integers(5, 10)), int(rng.integers(5, 10)), int(rng.integers(1, 5)))


def input_data(rng: Rng, shape: Shape, rows: int, pixels: bool) -> np.ndarray:
    if pixels:
        return rng.integers(0, 256, (rows, *shape)).astype("uint8")
    return rng.normal(size=(rows, *shape)).astype("float32")


# Losses


def regression(rng: Rng) -> Objective:
    loss = pick(
        rng,
        "mean_squared_error",
        "mean_absolute_error",
        losses.MeanSquaredError(),
        losses.Huber(delta=pick(rng, 1.0, 0.3, 2.0)),
        losses.MeanSquaredError(reduction=pick(rng, "sum", "mean_with_sample_weight")),
    )
    found = [pick(rng, "mae", "mse", metrics.MeanAbsoluteError(name="distance"))]
    return Objective(int(rng.integers(1, 5)), "linear", loss, found, lambda r, s: r.normal(size=s).astype("float32"))


def binary(rng: Rng) -> Objective:
    logits = chance(rng, 0.5)
    loss = losses.BinaryCrossentropy(from_logits=logits, label_smoothing=pick(rng, 0.0, 0.0, 0.1))
    accuracy = metrics.BinaryAccuracy(threshold=0.0 if logits else 0.5, name="hit")
    units = int(rng.integers(1, 4))
    found = [accuracy] if logits or units > 1 else [pick(rng, "accuracy", accuracy)]
    return Objective(
        units,
        "linear" if logits else "sigmoid",
        loss if logits or chance(rng, 0.5) else "binary_crossentropy",
        found,
        lambda r, s: r.integers(0, 2, s).astype("float32"),
    )


def categorical(rng: Rng) -> Objective:
    logits = chance(rng, 0.5)
    loss = losses.CategoricalCrossentropy(from_logits=logits, label_smoothing=pick(rng, 0.0, 0.0, 0.2))
    units = int(rng.integers(2, 6))

    def targets(r: Rng, shape: Shape) -> np.ndarray:
        return np.eye(shape[-1], dtype="float32")[r.integers(0, shape[-1], shape[:-1])]

    found = [pick(rng, "accuracy", "categorical_accuracy", metrics.CategoricalCrossentropy(from_logits=logits))]
    return Objective(units, "linear" if logits else "softmax", loss, found, targets)


def sparse(rng: Rng) -> Objective:
    logits = chance(rng, 0.5)
    loss = losses.SparseCategoricalCrossentropy(from_logits=logits)
    units = int(rng.integers(2, 6))
    column = chance(rng, 0.3)

    def targets(r: Rng, shape: Shape) -> np.ndarray:
        labels = r.integers(0, shape[-1], shape[:-1]).astype("int32")
        return labels[..., np.newaxis] if column else labels

    return Objective(
        units,
        "linear" if logits else "softmax",
        loss if logits or chance(rng, 0.5) else "sparse_categorical_crossentropy",
        [pick(rng, "accuracy", "acc", "sparse_categorical_accuracy")],
        targets,
    )


def loss_name(loss: Any) -> str:
    return loss if isinstance(loss, str) else loss.name


def objective(rng: Rng) -> Objective:
    return pick(rng, regression, regression, binary, categorical, sparse)(rng)


def head(rng: Rng, goal: Objective, name: str | None = None) -> layers.Layer:
    return layers.Dense(goal.units, activation=goal.activation, name=name, kernel_regularizer=regularizer(rng))


# Optimizers


def limits(rng: Rng) -> dict[str, float]:
    """At most one way of clipping, and sometimes weight decay."""
    found = pick(rng, {}, {}, {}, {"clipnorm": 0.3}, {"clipvalue": 0.02}, {"global_clipnorm": 0.5})
    return {**found, **({"weight_decay": pick(rng, 0.004, 0.02)} if chance(rng, 0.25) else {})}


def optimizer(rng: Rng) -> optimizers.Optimizer:
    return pick(
        rng,
        lambda: optimizers.SGD(
            pick(rng, 0.003, 0.01, 0.05),
            momentum=pick(rng, 0.0, 0.5, 0.9),
            nesterov=chance(rng, 0.4),
            **limits(rng),
        ),
        lambda: optimizers.Adam(
            pick(rng, 0.0005, 0.001, 0.005),
            beta_1=pick(rng, 0.9, 0.9, 0.8),
            beta_2=pick(rng, 0.999, 0.99),
            epsilon=pick(rng, 1e-7, 1e-7, 1e-4),
            amsgrad=chance(rng, 0.4),
            **limits(rng),
        ),
        lambda: optimizers.RMSprop(
            pick(rng, 0.0003, 0.001, 0.003),
            rho=pick(rng, 0.9, 0.8),
            momentum=pick(rng, 0.0, 0.5),
            epsilon=pick(rng, 1e-7, 1e-4),
            centered=chance(rng, 0.4),
            **limits(rng),
        ),
    )()


# Whole models: each returns the model and one objective per output


Built = tuple[keras.Model, list[Objective], bool]


def sequential(rng: Rng, rank: int) -> Built:
    pixels = rank == 3 and chance(rng, 0.5)
    shape = input_shape(rng, rank)
    first = keras.Input(shape, dtype="uint8" if pixels and chance(rng, 0.5) else "float32")
    body, shape = stack(rng, shape, int(rng.integers(2, 6)))
    goal = objective(rng)
    scale = [layers.Rescaling(1 / 255)] * pixels
    return keras.Sequential([first, *scale, *body, *flatten(rng, shape), head(rng, goal)]), [goal], pixels


def branches(rng: Rng) -> Built:
    """A trunk, branches of equal shape joined again, with a skip around them."""
    start = keras.Input(input_shape(rng))
    trunk = chain(rng, start, int(rng.integers(1, 3)))
    shape = shape_of(trunk)
    arms = []
    for _ in range(int(rng.integers(2, 4))):
        if len(shape) == 3:
            size = min(3, *shape[:2])
            arm = layers.Conv2D(shape[-1], size, padding="same", use_bias=chance(rng, 0.5))(trunk)
        else:
            arm = layers.Dense(shape[-1], activation=activation(rng))(trunk)
        arms.append(pick(rng, pointwise, batch_norm)(rng, shape)(arm))
    joined = merge(rng, arms + [trunk] * chance(rng, 0.5))
    goal = objective(rng)
    end = head(rng, goal)(flat(rng, chain(rng, joined, int(rng.integers(0, 3)))))
    return keras.Model(start, end), [goal], False


def several(rng: Rng) -> Built:
    """Several inputs and several outputs."""
    names = ["left", "right", "extra"][: int(rng.integers(2, 4))]
    starts = [keras.Input(input_shape(rng), name=name) for name in names]
    roads = [layers.Dense(6, activation=activation(rng))(flat(rng, chain(rng, start, 1))) for start in starts]
    joined = merge(rng, roads)
    goals = [objective(rng) for _ in range(int(rng.integers(2, 4)))]
    ends = [
        head(rng, goal, f"out_{index}")(flat(rng, chain(rng, joined, int(rng.integers(0, 2)))))
        for index, goal in enumerate(goals)
    ]
    return keras.Model(starts, ends), goals, False


def shared(rng: Rng) -> Built:
    """The same layers on two inputs, and one of them twice in a row."""
    shape = input_shape(rng)
    starts = [keras.Input(shape, name=name) for name in ("first", "second")]
    roads: list[Any] = starts
    for _ in range(int(rng.integers(1, 4))):
        layer = draw_layer(rng, shape_of(roads[0]))
        roads = [layer(road) for road in roads]
    joined = flat(rng, merge(rng, roads))
    twice = layers.Dense(shape_of(joined)[-1] if shape_of(joined)[-1] <= 16 else 8, activation=activation(rng))
    joined = twice(layers.Dense(twice.units)(joined))
    goal = objective(rng)
    return keras.Model(starts, head(rng, goal)(twice(joined))), [goal], False


def nested(rng: Rng) -> Built:
    """A model inside a model, sometimes applied twice."""
    shape = input_shape(rng)
    if chance(rng, 0.5):
        begin = keras.Input(shape)
        inner: keras.Model = keras.Model(begin, chain(rng, begin, int(rng.integers(1, 4))), name="inner")
    else:
        body, _ = stack(rng, shape, int(rng.integers(1, 4)))
        inner = keras.Sequential([keras.Input(shape), *body], name="inner")
    goal = objective(rng)
    if chance(rng, 0.3):
        ends = flatten(rng, tuple(inner.output_shape[1:]))
        return keras.Sequential([keras.Input(shape), inner, *ends, head(rng, goal)]), [goal], False
    start = keras.Input(shape)
    end = inner(start)
    if chance(rng, 0.5):
        end = merge(rng, [end, inner(pointwise(rng, shape)(start))])
    return keras.Model(start, head(rng, goal)(flat(rng, end))), [goal], False


def dense_image(rng: Rng) -> Built:
    """An image in, one prediction for each position out."""
    start = keras.Input(input_shape(rng, 3))
    body = start
    for maker in (conv, pick(rng, depthwise, batch_norm, conv), pick(rng, pool, batch_norm, pointwise)):
        body = maker(rng, shape_of(body))(body)
    goal = objective(rng)
    end = layers.Conv2D(goal.units, 1, activation=goal.activation)(body)
    return keras.Model(start, end), [goal], False


KINDS: dict[str, Callable[[Rng], Built]] = {
    "sequential image": lambda rng: sequential(rng, 3),
    "sequential vector": lambda rng: sequential(rng, 1),
    "branches": branches,
    "several": several,
    "shared": shared,
    "nested": nested,
    "dense image": dense_image,
    "sequential pixels": lambda rng: sequential(rng, 3),
}


# Putting it together


def settle_weights(rng: Rng, model: keras.Model) -> None:
    """Moves what Keras starts at 0 and 1 away from there."""
    for weight in model.weights:
        noise = rng.normal(size=weight.shape)
        if weight.name in ("bias", "beta", "moving_mean"):
            weight.assign(0.1 * noise)
        elif weight.name == "gamma":
            weight.assign(1 + 0.2 * noise)
        elif weight.name == "moving_variance":
            weight.assign(0.5 + rng.random(weight.shape))


def freeze_some(rng: Rng, model: keras.Model) -> None:
    candidates = [layer for layer in model.layers[:-1] if layer.weights]
    if candidates and chance(rng, 0.3):
        pick(rng, *candidates).trainable = False


def compile_model(rng: Rng, model: keras.Model, goals: list[Objective], weighted: bool) -> None:
    settings: dict[str, Any] = {"loss": goals[0].loss, "metrics": goals[0].metrics}
    if len(goals) > 1:
        names = [output.name for output in model.layers if output.name.startswith("out_")]
        by_name = chance(rng, 0.5)
        weights = [pick(rng, 0.3, 1.0, 2.0) for _ in goals]
        settings = {
            "loss": dict(zip(names, (g.loss for g in goals))) if by_name else [g.loss for g in goals],
            "metrics": dict(zip(names, (g.metrics for g in goals))) if by_name else [g.metrics for g in goals],
        }
        if chance(rng, 0.7):
            settings["loss_weights"] = dict(zip(names, weights)) if by_name else weights
    if weighted:
        settings["weighted_metrics"] = settings.pop("metrics")
    model.compile(optimizer=optimizer(rng), **settings)


def draw_batches(rng: Rng) -> list[list[int]]:
    """Four row ranges; sometimes the last is smaller."""
    size = int(rng.integers(8, 15))
    last = size - int(rng.integers(2, 6)) if chance(rng, 0.3) else size
    edges = np.cumsum([0, size, size, size, last])
    return [[int(a), int(b)] for a, b in zip(edges, edges[1:])]


def draw(seed: int) -> Drawn:
    rng = np.random.default_rng(seed)
    keras.utils.clear_session()
    keras.utils.set_random_seed(seed)
    kind = list(KINDS)[seed % len(KINDS)]
    model, goals, pixels = KINDS[kind](rng)
    settle_weights(rng, model)
    freeze_some(rng, model)
    flat_outputs = all(len(shape) == 2 for shape in (output.shape for output in model.outputs))
    weighted = flat_outputs and chance(rng, 0.3)
    compile_model(rng, model, goals, weighted)
    batches = draw_batches(rng)
    rows = batches[-1][1]
    shapes = [(rows, *output.shape[1:]) for output in model.outputs]
    return Drawn(
        kind=kind,
        model=model,
        losses=[loss_name(goal.loss) for goal in goals],
        x=[input_data(rng, shape_of(start), rows, pixels) for start in model.inputs],
        y=[goal.targets(rng, shape) for goal, shape in zip(goals, shapes)],
        sample_weight=[rng.uniform(0.2, 2, rows).astype("float32") for _ in goals] if weighted else None,
        batches=batches,
    )
