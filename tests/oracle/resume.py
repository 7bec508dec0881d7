"""Training interrupted by a file: five steps, saved with the optimizer's state, five more without it."""

from __future__ import annotations

import golden
import keras
import numpy as np

SEED = 19
ROWS = 12
STEPS = 5


def build_model() -> keras.Model:
    keras.utils.clear_session()
    keras.utils.set_random_seed(SEED)
    model = keras.Sequential(
        [
            keras.Input((10, 10, 2)),
            keras.layers.Conv2D(6, 3, use_bias=False),
            keras.layers.BatchNormalization(momentum=0.9),
            keras.layers.Activation("relu"),
            keras.layers.MaxPooling2D(),
            keras.layers.Conv2D(8, 3, padding="same", activation="silu"),
            keras.layers.BatchNormalization(),
            keras.layers.GlobalAveragePooling2D(),
            keras.layers.Dense(4, activation="softmax"),
        ],
        name="resume",
    )
    model.compile(keras.optimizers.Adam(0.002), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def draw_batches() -> list[dict[str, np.ndarray]]:
    rng = np.random.default_rng(SEED)
    return [
        {
            "x": rng.normal(size=(ROWS, 10, 10, 2)).astype("float32"),
            "y": rng.integers(0, 4, ROWS).astype("int32"),
        }
        for _ in range(2 * STEPS)
    ]


def steps(model: keras.Model, batches: list[dict[str, np.ndarray]]) -> list[dict[str, float]]:
    logs = [model.train_on_batch(batch["x"], batch["y"], return_dict=True) for batch in batches]
    return [{name: float(value) for name, value in log.items()} for log in logs]


def main() -> None:
    args = golden.arguments(__doc__.splitlines()[0])
    model = build_model()
    batches = draw_batches()
    first = steps(model, batches[:STEPS])
    golden.save_model(model, args.out / "resume.keras")
    saved = golden.snapshot(model)
    second = steps(model, batches[STEPS:])
    fixture = {
        "header": golden.header(SEED),
        "model": "resume.keras",
        "stepsBeforeSaving": STEPS,
        "batches": [{name: golden.encode_all([array]) for name, array in batch.items()} for batch in batches],
        "logs": first + second,
        "paths": golden.weight_paths(model),
        "saved": saved,
        "after": golden.snapshot(model),
        "predictionAfter": golden.encode_all([model.predict_on_batch(batches[0]["x"])]),
    }
    golden.write_json(args.out / "resume.json", fixture)
    print(f"{2 * STEPS} steps, loss {first[0]['loss']:.4f} to {second[-1]['loss']:.4f}")


if __name__ == "__main__":
    main()
