"""Keras's side: opens what keratin saved, trains and predicts on the same batches, and tells losses, outputs and milliseconds.

Commands come as lines of JSON, answers go as such; steps.ts and infer.ts start one process a backend.
"""

import json
import os
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import numpy as np

import keras

answers, sys.stdout = sys.stdout, sys.stderr


def answer(**values):
    answers.write(json.dumps(values) + "\n")
    answers.flush()


def read(spec):
    return np.fromfile(spec["path"], dtype=spec["dtype"]).reshape(spec["shape"])


answer(name="Keras %s on %s" % (keras.__version__, keras.backend.backend()))
model = x = y = None
for line in sys.stdin:
    command = json.loads(line)
    try:
        if command["do"] == "open":
            model = keras.saving.load_model(command["file"])
            x, batch = read(command["x"]), command["batch"]
            y = read(command["y"]) if "y" in command else None
            answer(ok=True)
        elif command["do"] == "losses":
            losses = []
            for _ in range(command["count"]):
                model.reset_metrics()
                losses.append(float(np.asarray(model.train_on_batch(x[:batch], y[:batch], return_dict=True)["loss"])))
            answer(losses=losses)
        elif command["do"] == "train":
            before = time.perf_counter()
            model.fit(x, y, batch_size=batch, epochs=1, verbose=0, shuffle=False)
            answer(ms=1000 * (time.perf_counter() - before))
        elif command["do"] == "predict":
            out = model.predict_on_batch(x[: command["rows"]])
            times = []
            for _ in range(command["count"]):
                before = time.perf_counter()
                out = np.asarray(model.predict_on_batch(x[: command["rows"]]))
                times.append(1000 * (time.perf_counter() - before))
            answer(ms=min(times), times=times, out=out.ravel().tolist())
    except Exception as error:
        answer(error="%s: %s" % (type(error).__name__, str(error)[:200]))
