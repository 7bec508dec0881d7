"""Every public class of Keras with its arguments: tests/golden/keras.json, what docs/keras.md is made from."""

from __future__ import annotations

import inspect

import golden
import keras

FAMILIES = {
    "layers": keras.layers,
    "losses": keras.losses,
    "metrics": keras.metrics,
    "optimizers": keras.optimizers,
    "schedules": keras.optimizers.schedules,
    "initializers": keras.initializers,
    "regularizers": keras.regularizers,
    "constraints": keras.constraints,
    "callbacks": keras.callbacks,
}
# What every layer takes, beside its own.
COMMON = {"self", "args", "kwargs", "name", "dtype", "trainable"}


def arguments(target: type) -> list[str]:
    return [name for name in inspect.signature(target.__init__).parameters if name not in COMMON]


def classes(module) -> dict[str, list[str]]:
    found = {}
    for name in sorted(dir(module)):
        target = getattr(module, name)
        # A second name of a class is no class of its own.
        if inspect.isclass(target) and (target.__name__ == name or name == "GroupQueryAttention"):
            found[name] = arguments(target)
    return found


def functions(module) -> list[str]:
    hidden = {"get", "serialize", "deserialize"}
    return sorted(name for name in dir(module) if name not in hidden and inspect.isfunction(getattr(module, name)))


def main() -> None:
    args = golden.arguments(__doc__)
    found = {family: classes(module) for family, module in FAMILIES.items()}
    inventory = {
        "header": golden.header(0),
        "classes": found,
        "activations": functions(keras.activations),
        "ops": functions(keras.ops),
        "image": functions(keras.ops.image),
        "random": functions(keras.random),
    }
    golden.write_json(args.out / "keras.json", inventory)
    print({family: len(names) for family, names in found.items()})


if __name__ == "__main__":
    main()
