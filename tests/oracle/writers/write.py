"""Runs inside one environment:  write.py OUT [CASE ...]

Builds each case of kinds/*.py with the Keras at hand, trains it a little, saves it as that Keras saves, and writes next
to the files CASE.json with the inputs and what `predict` gave. OUT/report.json tells what was made, skipped and failed.
"""

from __future__ import print_function

import base64
import glob
import io
import json
import os
import platform
import sys
import traceback
import warnings

warnings.filterwarnings("ignore")
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.path.insert(0, os.path.join(HERE, "kinds"))

import numpy as np

import api

OUT = sys.argv[1]
ONLY = sys.argv[2:]
CASES = []


def case(name, forms="h5 keras", **options):
    """Registers a function(fx) that builds one fixture and gives it to fx.save."""

    def register(build):
        CASES.append((name, build, forms, options))
        return build

    return register


def encode(value):
    if isinstance(value, list):
        value = np.array(value)
    values = np.asarray(value)
    if values.dtype.kind in "US" or values.dtype == object:
        flat = [v.decode("utf-8") if isinstance(v, bytes) else str(v) for v in values.reshape(-1).tolist()]
        return {"dtype": "string", "shape": list(values.shape), "data": flat}
    extra = {}
    if values.dtype.name == "bfloat16":
        extra, values = {"was": "bfloat16"}, values.astype("float32")
    little = np.ascontiguousarray(values).astype(values.dtype.newbyteorder("<"))
    found = {
        "dtype": values.dtype.name,
        "shape": list(values.shape),
        "data": base64.b64encode(little.tobytes()).decode("ascii"),
    }
    found.update(extra)
    return found


def dump(path, value):
    with io.open(path, "w", encoding="utf-8") as out:
        text = json.dumps(value, indent=None, sort_keys=False)
        out.write(text if not isinstance(text, bytes) else text.decode("ascii"))


def difference(a, b):
    worst = 0.0
    for left, right in zip(api.as_list(a), api.as_list(b)):
        left, right = np.asarray(left), np.asarray(right)
        if left.shape != right.shape:
            return float("inf")
        if left.dtype.kind in "USO":
            worst = max(worst, 0.0 if (left == right).all() else float("inf"))
        elif left.size:
            gap = np.abs(left.astype("float64") - right.astype("float64"))
            gap[np.isnan(left.astype("float64")) & np.isnan(right.astype("float64"))] = 0
            worst = max(worst, float(gap.max()))
    return worst


def short(error, length=110):
    """The line of an error's text that says something."""
    lines = [line.strip() for line in str(error).split("\n") if line.strip()] or [""]
    bold = [line for line in lines if "\x1b[1m" in line]
    line = (bold or lines)[0].replace("\x1b[1m", "").replace("\x1b[0m", "")
    return "%s: %s" % (type(error).__name__, line[:length])


# The forms of the core in versions that are no landmarks.
LESS = {"cnn": "best", "functional": "keras json" if api.K3 else "h5 weights json", "recurrent": "best"}


# Weights that a whole model in HDF5 lists otherwise than the newer form.
ADAPTED = ["lora", "quantized_int8", "quantized_int4", "quantized_float8", "quantized_mha_int8"]
ADAPTED += ["quantized_int4_block4", "reversible", "reversible_int8", "reversible_int4", "spectral"]
# Cases that are written as .h5 and as .keras where a version has both; all others in the newer form only.
TWICE = {
    "k3_3.3.3": ["later"] + ADAPTED,
    "k3_3.13.0": ["later"] + ADAPTED,
    "tf212": ["later", "attention", "multi_head", "tfops_operators", "optimizer_adam", "optimizer_sgd", "optimizer_rmsprop"],
    "tf215": ["later", "attention", "multi_head", "tfops_operators", "optimizer_adam", "optimizer_legacy", "custom"],
    "k3_3.15.1": ["later", "attention", "multi_head", "ops_network", "optimizer_adam", "loss_objects", "custom", "recurrent_more"] + ADAPTED,
}


class Fixture(object):
    """What a case gets: its name, a source of numbers, and `save`."""

    def __init__(self, name, forms, seed):
        self.name, self.forms, self.seed = name, forms.split(), seed
        self.rng = np.random.RandomState(seed)
        self.extra = {}
        self.notes = []
        self.dull = []
        self.made = []

    def normal(self, *shape, **options):
        return (self.rng.normal(size=shape) * options.get("scale", 1.0)).astype("float32")

    def integers(self, low, high, *shape):
        return self.rng.randint(low, high, size=shape).astype("int32")

    def path(self, suffix):
        return os.path.join(OUT, self.name + suffix)

    def add(self, form, suffix):
        self.extra.setdefault("files", {})[form] = self.name + suffix
        self.made.append(self.name + suffix)

    def save(self, model, inputs, outputs=None, custom=None, y=None, sample_weight=None, check=True, names=None):
        """Writes the model in every form wanted and known, then the expectation. `y`: also one more step after it."""
        got = api.predict(model, inputs) if outputs is None else outputs
        custom = custom or {}
        self.write_model(model)
        if check:
            self.reload(custom, inputs, got)
        record = {
            "header": {
                "format": "keratin-files",
                "version": 1,
                "writer": api.writer(),
                "python": platform.python_version(),
                "backend": api.BACKEND,
                "seed": self.seed,
            },
            "kind": self.name,
            "files": self.extra.pop("files", {}),
        }
        if isinstance(inputs, dict):
            record["inputNames"] = list(inputs)
            inputs = [inputs[key] for key in record["inputNames"]]
        record["inputs"] = [encode(x) for x in inputs]
        if isinstance(got, dict):
            record["outputNames"] = sorted(got)
        elif names:
            record["outputNames"] = list(names)
        record["outputs"] = [encode(x) for x in api.as_list(got)]
        if custom:
            record["customObjects"] = sorted(custom)
        if y is not None:
            loss = api.step(model, inputs, y, sample_weight)
            record["next"] = {
                "targets": [encode(t) for t in (y if not isinstance(y, dict) else [y[k] for k in sorted(y)])],
                "loss": float(np.asarray(loss[0] if isinstance(loss, (list, tuple)) else loss)),
                "outputs": [encode(x) for x in api.as_list(api.predict(model, inputs))],
            }
            if sample_weight is not None:
                record["next"]["sampleWeight"] = encode(sample_weight)
        record.update(self.extra)
        if self.notes:
            record["notes"] = self.notes
        for index, value in enumerate(api.as_list(got)):
            value = np.asarray(value)
            if value.dtype.kind == "f" and (not np.isfinite(value.astype("float64")).all() or not value.any()):
                self.dull.append("output %s is zero or not finite" % (names[index] if names else index))
        dump(self.path(".json"), record)

    def write_model(self, model):
        legacy = not api.K3
        zips = api.K3 or (api.TF2 and api.TF >= (2, 12, 0))
        if not api.LANDMARK and self.name in LESS:
            self.forms = LESS[self.name].split()
        if self.name in TWICE.get(api.ENV, ["later"]):
            self.forms = ["h5", "keras"]
        elif self.forms in (["best"], ["h5", "keras"]):
            self.forms = ["keras" if zips else "h5"]
        if "weights" in self.forms:
            if legacy:
                model.save_weights(self.path(".weights-only.h5"))
                self.add("weights", ".weights-only.h5")
            if api.K3 or (api.TF2 and api.TF >= (2, 12, 0)):
                model.save_weights(self.path(".weights.h5"))
                self.add("weightsV3", ".weights.h5")
        if "json" in self.forms:
            text = model.to_json()
            with io.open(self.path(".config.json"), "w", encoding="utf-8") as out:
                out.write(text if not isinstance(text, bytes) else text.decode("ascii"))
            self.add("config", ".config.json")
        if "keras" in self.forms or "dir" in self.forms:
            if api.K3 or (api.TF2 and api.TF >= (2, 13, 0)):
                if "keras" in self.forms:
                    model.save(self.path(".keras"))
                    self.add("keras", ".keras")
                if "dir" in self.forms:
                    model.save(self.path(".dir"), zipped=False)
                    self.add("directory", ".dir")
            elif api.TF2 and api.TF >= (2, 12, 0) and "keras" in self.forms:
                model.save(self.path(".keras"), save_format="keras_v3")
                self.add("keras", ".keras")
        # After .keras: Keras 3 forgets what optimizer it compiled with when it writes .h5.
        if "h5" in self.forms:
            if api.TF2 and api.TF >= (2, 13, 0):
                warnings.simplefilter("ignore")
            try:
                bare = api.TF is not None and api.TF < (1, 13, 0) and getattr(model, "optimizer", 0) is None
                model.save(self.path(".h5"), **({"include_optimizer": False} if bare else {}))
                self.add("h5", ".h5")
            except Exception as error:
                if not zips or "keras" not in self.forms:
                    raise
                self.notes.append("h5: the writer cannot save it: %s" % str(error).split("\n")[0][:120])
                if os.path.exists(self.path(".h5")):
                    os.remove(self.path(".h5"))
        if "h5keras" in self.forms and api.TF2 and api.TF < (2, 13, 0):
            model.save(self.path(".h5.keras"), **({} if api.TF >= (2, 2, 0) else {"save_format": "h5"}))
            self.add("h5keras", ".h5.keras")
        if not self.extra.get("files"):
            raise api.Missing("a form of file among " + " ".join(self.forms))

    def reload(self, custom, inputs, got):
        """Does this Keras read its own file? Where not, the expectation says so."""
        for form in ("h5", "keras"):
            name = self.extra["files"].get(form)
            if not name:
                continue
            try:
                load = api.find("models.load_model", "saving.load_model")
                again = load(os.path.join(OUT, name), **({"custom_objects": custom} if custom else {}))
                gap = difference(api.predict(again, inputs), got)
                if not gap < 1e-5:
                    shapes = [np.shape(y) for y in api.as_list(api.predict(again, inputs))], [np.shape(y) for y in api.as_list(got)]
                    text = "%.3g off" % gap if gap < float("inf") else "shapes %s, not %s" % shapes
                    self.notes.append("%s: the writer itself, reading the file back, predicts %s" % (form, text))
            except Exception as error:
                self.notes.append("%s: the writer cannot read it back: %s" % (form, short(error, 160)))


def unknown(value):
    """What a .keras file cannot hold, although HDF5 files do."""
    if value is Ellipsis and api.TF >= (2, 12, 0):
        raise TypeError("a .keras file cannot hold an Ellipsis")
    return str(value)


def alone(inputs, y, values):
    """A model of one operation; some releases refuse inputs that lead nowhere."""
    try:
        return api.Model(inputs, y), values
    except ValueError:
        return api.Model(inputs[:1], y), values[:1]


def each(fx, shape, ops, scale=1.0, dtype=None, values=None, second=None, values2=None):
    """One output for each operation; those that this version cannot build, run or write down are left out and noted."""
    x = api.Input(shape, name="x", dtype=dtype)
    inputs = [x]
    values = [fx.normal(2, *shape, scale=scale) if values is None else values]
    if second is not None:
        inputs.append(api.Input(second, name="y"))
        values.append(fx.normal(2, *second) if values2 is None else values2)
    out, names = [], []
    for name, build in ops:
        try:
            y = build(*inputs)
            if isinstance(y, (list, tuple)):
                y = y[0]
            single, given = alone(inputs, y, values)
            before = api.run(single, given)
            if api.K3:
                text = json.dumps(api.keras.saving.serialize_keras_object(single))
            elif api.TF < (2, 4, 0):
                # A name of a TensorFlowOpLayer may hold a slash, and then clash with another's group in the HDF5 file.
                api.Model(inputs, out + [y]).save(fx.path(".try.h5"))
                os.remove(fx.path(".try.h5"))
            else:
                json.dumps(single.get_config(), default=unknown)
        except Exception as error:
            fx.notes.append("%s does not work here: %s" % (name, short(error)))
            continue
        if api.K3:
            try:
                again = api.keras.saving.deserialize_keras_object(json.loads(text))
                again.set_weights(single.get_weights())
                gap = difference(api.run(again, given), before)
                if not gap < 1e-5:
                    fx.notes.append("%s: reading it back, the writer gets %.3g off" % (name, gap))
            except Exception as error:
                fx.notes.append("%s: the writer cannot read it back: %s" % (name, short(error)))
        out.append(y)
        names.append(name)
    if not out:
        raise api.Missing("any of these operations")
    model = api.Model(inputs, out)
    if api.K3:
        model.run_eagerly = True  # some operations cannot be compiled
    fx.save(model, values, names=names)


def main():
    if not os.path.isdir(OUT):
        os.makedirs(OUT)
    sys.modules["write"] = sys.modules["__main__"]
    for path in sorted(glob.glob(os.path.join(HERE, "kinds", "*.py"))):
        __import__(os.path.splitext(os.path.basename(path))[0])
    report = {"writer": api.writer(), "made": [], "skipped": {}, "failed": {}, "notes": {}, "dull": {}}
    path = os.path.join(OUT, "report.json")
    if os.path.exists(path):  # an earlier run crashed: go on after it
        with open(path) as file:
            report = json.load(file)
    tried = set(report["made"]) | set(report["skipped"]) | set(report["failed"])
    for name, build, forms, options in CASES:
        if name in tried:
            continue
        if ONLY and name not in ONLY and build.__module__ not in ONLY:
            continue
        if api.MINOR and name not in api.FEW:
            continue
        when = options.get("when")
        if when is not None and not when:
            continue
        seed = sum(ord(c) for c in name)
        fx = Fixture(name, forms, seed)
        try:
            api.prepare(name)
            api.clear(seed)
            build(fx)
            report["made"].append(name)
            if fx.notes:
                report["notes"][name] = fx.notes
            if fx.dull:
                report["dull"][name] = fx.dull
        except api.Missing as missing:
            report["skipped"][name] = str(missing)
        except Exception as error:
            report["failed"][name] = "%s: %s" % (type(error).__name__, str(error)[:400])
            with open(os.path.join(OUT, "errors.txt"), "a") as log:
                log.write("==== %s\n%s\n" % (name, traceback.format_exc()))
        if name not in report["made"]:
            for made in fx.made:
                made_path = os.path.join(OUT, made)
                if os.path.isfile(made_path):
                    os.remove(made_path)
        dump(path, report)


if __name__ == "__main__":
    main()
