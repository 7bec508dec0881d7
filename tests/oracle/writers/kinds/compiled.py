"""Small models compiled with the options of the version: what training_config and optimizer state look like."""

import numpy as np

import api
from api import L
from write import case

FORMS = "h5 keras"
find = api.find


def dense(fx, last="softmax", width=3):
    model = api.Sequential([L.Dense(4, activation="tanh", input_shape=(3,), name="first"), L.Dense(width, activation=last, name="last")])
    return model, [fx.normal(4, 3)]


def fit(fx, opt, loss="mse", last="softmax", width=3, y=None, **kwargs):
    model, x = dense(fx, last, width)
    y = api.train(model, x, fx.rng, loss=loss, opt=opt, y=y, **kwargs)
    fx.save(model, x, y=y, check=False)


def opt(kind, lr, *options):
    """The optimizer with the first set of options that the version takes."""
    for given in options + ({},):
        try:
            return api.optimizer(kind, lr=lr, **given)
        except Exception:
            continue
    raise api.Missing("optimizers")


# name: optimizer, learning rate, sets of options from the newest to what every version takes
OPTIMIZERS = {
    "adam": ("Adam", 0.03, {"amsgrad": True, "weight_decay": 0.01}, {"amsgrad": True, "decay": 0.01}, {"decay": 0.01, "beta_1": 0.8}, {"beta_1": 0.8}),
    "sgd": ("SGD", 0.05, {"momentum": 0.8, "nesterov": True, "decay": 0.02, "clipnorm": 0.5}, {"momentum": 0.8, "nesterov": True, "clipnorm": 0.5}),
    "rmsprop": ("RMSprop", 0.02, {"momentum": 0.5, "centered": True, "rho": 0.8}, {"rho": 0.8, "decay": 0.01}, {"rho": 0.8}),
    "adadelta": ("Adadelta", 0.5, {"rho": 0.9}),
    "adagrad": ("Adagrad", 0.05, {"clipvalue": 0.1}, {}),
    "adamax": ("Adamax", 0.02, {"beta_2": 0.99}),
    "nadam": ("Nadam", 0.02, {"beta_1": 0.85}),
    "ftrl": ("Ftrl", 0.05, {"l1_regularization_strength": 0.01}),
    "adamw": ("AdamW", 0.02, {"weight_decay": 0.05, "use_ema": True}, {"weight_decay": 0.05}),
    "lion": ("Lion", 0.01, {}),
    "adafactor": ("Adafactor", 0.01, {}),
    "lamb": ("Lamb", 0.01, {}),
    "muon": ("Muon", 0.01, {}),
    "schedule_free": ("ScheduleFreeAdamW", 0.01, {}),
}

if api.NUMBERS[:2] == (3, 0):  # on JAX it cannot train a centered one
    OPTIMIZERS["rmsprop"] = ("RMSprop", 0.02, {"momentum": 0.5, "rho": 0.8})
ALWAYS = ("adam", "sgd")


def register(name, kind, lr, options):
    @case("optimizer_" + name, FORMS, when=api.LANDMARK or name in ALWAYS or api.ENV in ("tf211", "tf212"))
    def optimizer(fx):
        find("optimizers." + kind)
        fit(fx, opt(kind, lr, *options), loss="categorical_crossentropy", metrics=["accuracy"])


for name in sorted(OPTIMIZERS):
    register(name, OPTIMIZERS[name][0], OPTIMIZERS[name][1], OPTIMIZERS[name][2:])


@case("optimizer_schedule", FORMS, when=api.LANDMARK and (api.TF2 or api.K3))
def schedule(fx):
    s = api.keras.optimizers.schedules
    fit(fx, api.optimizer("SGD", lr=s.ExponentialDecay(0.1, decay_steps=2, decay_rate=0.5, staircase=True), momentum=0.9))


@case("optimizer_cosine", FORMS, when=api.LANDMARK and api.K3)
def cosine(fx):
    s = api.keras.optimizers.schedules
    fit(fx, api.optimizer("Adam", lr=s.CosineDecay(0.01, decay_steps=10, warmup_target=0.05, warmup_steps=2), global_clipnorm=0.5))


@case("optimizer_piecewise", FORMS, when=api.LANDMARK and api.TF2)
def piecewise(fx):
    s = api.keras.optimizers.schedules
    fit(fx, api.optimizer("Adam", lr=s.PiecewiseConstantDecay([1, 4], [0.1, 0.05, 0.01])))


@case("optimizer_legacy", "h5 keras", when=api.LANDMARK and api.TF2 and api.TF >= (2, 11, 0))
def legacy(fx):
    fit(fx, find("optimizers.legacy.Adam")(learning_rate=0.03, decay=0.01, amsgrad=True), loss="mae")


@case("optimizer_legacy_sgd", "best", when=api.LANDMARK and api.TF2 and api.TF >= (2, 11, 0))
def legacy_sgd(fx):
    fit(fx, find("optimizers.legacy.SGD")(learning_rate=0.05, momentum=0.9, nesterov=True, clipnorm=1.0))


@case("optimizer_string", FORMS, when=api.LANDMARK)
def string(fx):
    """The optimizer, loss and metrics as strings."""
    fit(fx, "adam" if api.NUMBERS > (1, 0, 8) else "adam", loss="categorical_crossentropy", metrics=["accuracy"])


@case("loss_objects", FORMS, when=api.LANDMARK and not api.K1)
def loss_objects(fx):
    """A loss object with label smoothing, metrics as objects."""
    cls = find("losses.CategoricalCrossentropy")
    metrics = [find("metrics.CategoricalAccuracy")(name="right"), find("metrics.MeanAbsoluteError")(), find("metrics.AUC")(num_thresholds=20)] if api.TF2 or api.K3 else ["accuracy", "mae"]
    fit(fx, opt("Adam", 0.03), loss=cls(label_smoothing=0.1), metrics=metrics)


@case("loss_logits", FORMS, when=api.LANDMARK and (api.TF2 or api.K3))
def loss_logits(fx):
    """Sparse labels from logits; the sum of losses."""
    cls = find("losses.SparseCategoricalCrossentropy")
    labels = [np.array([[0], [2], [1], [2]], dtype="int32")]
    loss = cls(from_logits=True, reduction="sum" if api.K3 or api.TF >= (2, 4, 0) else "sum")
    metrics = [find("metrics.SparseTopKCategoricalAccuracy")(k=2), "accuracy"]
    fit(fx, opt("SGD", 0.05), loss=loss, last="linear", y=labels, metrics=metrics)


@case("loss_more", FORMS, when=api.LANDMARK)
def loss_more(fx):
    """Two outputs: losses, weights and metrics by name in dicts."""
    x = api.Input((3,), name="x")
    h = L.Dense(4, activation="relu", name="body")(x)
    a, b = L.Dense(2, activation="softmax", name="a")(h), L.Dense(1, name="b")(h)
    model = api.Model(x, [a, b])
    second = "mse"
    if api.TF2 or api.K3:
        second = find("losses.Huber")(delta=0.5)
    values = [fx.normal(4, 3)]
    y = api.train(
        model,
        values,
        fx.rng,
        loss={"a": "kullback_leibler_divergence" if not api.K3 else "kl_divergence", "b": second},
        opt=opt("Adam", 0.03),
        loss_weights={"a": 0.7, "b": 2.0},
        metrics={"a": ["accuracy"], "b": ["mae"]},
    )
    fx.save(model, values, y=y, check=False)


@case("loss_names", FORMS, when=api.LANDMARK)
def loss_names(fx):
    """A list of losses by their names, as many outputs as there are names."""
    names = "mse mae mape msle squared_hinge hinge categorical_hinge logcosh binary_crossentropy kld poisson cosine_proximity cosine_similarity huber".split()
    x = api.Input((3,), name="x")
    h = L.Dense(3, activation="sigmoid", name="body")(x)
    kept = []
    for name in names:
        try:
            api.keras.losses.get(name) if hasattr(api.keras, "losses") else api.keras.objectives.get(name)
            kept.append(name)
        except Exception:
            pass
    model = api.Model(x, [L.Dense(2, activation="sigmoid", name="out_" + name)(h) for name in kept])
    values = [fx.normal(4, 3)]
    y = api.train(model, values, fx.rng, loss=kept, opt=opt("SGD", 0.01))
    fx.save(model, values, y=y, check=False, names=kept)


@case("regularized", FORMS, when=api.LANDMARK)
def regularized(fx):
    """Regularizers, constraints and initializers in the configs."""
    reg, con = api.keras.regularizers, api.keras.constraints
    l1l2 = getattr(reg, "l1_l2", None) or getattr(reg, "l1l2", None) or getattr(reg, "L1L2")
    maxnorm = getattr(con, "max_norm", None) or getattr(con, "maxnorm", None) or getattr(con, "MaxNorm")
    init = "he_normal"
    if not api.K1:
        init = find("initializers.VarianceScaling")(scale=2.0, mode="fan_out", seed=3)
    given = {"kernel_constraint": maxnorm(1.5), "kernel_initializer": init, "activity_regularizer": api.l2(0.001)}
    if api.K1:
        given.pop("activity_regularizer")
    model = api.Sequential(
        [
            L.Dense(4, activation="tanh", input_shape=(3,), kernel_regularizer=l1l2(0.01, 0.02), bias_regularizer=api.l2(0.03), **given),
            L.Dense(2, kernel_initializer="glorot_uniform", kernel_constraint="nonneg" if api.K1 else "non_neg"),
        ]
    )
    x = [fx.normal(4, 3)]
    y = api.train(model, x, fx.rng, opt=opt("SGD", 0.05))
    fx.save(model, x, y=y, check=False)


@case("temporal", "h5", when=api.LANDMARK and not api.K3)
def temporal(fx):
    """sample_weight_mode="temporal"."""
    x = api.Input((4, 3), name="x")
    model = api.Model(x, L.TimeDistributed(L.Dense(2))(x))
    values = [fx.normal(3, 4, 3)]
    weight = fx.rng.uniform(size=(3, 4)).astype("float32")
    try:
        y = api.train(model, values, fx.rng, sample_weight=weight, sample_weight_mode="temporal", opt=opt("SGD", 0.05))
    except TypeError as error:
        raise api.Missing(str(error)[:80])
    fx.save(model, values, y=y, sample_weight=weight, check=False)


@case("uncompiled", FORMS, when=api.LANDMARK)
def uncompiled(fx):
    """No compile at all."""
    model, x = dense(fx)
    model.set_weights([fx.normal(*w.shape) for w in model.get_weights()])
    if api.K1:
        api.compile(model, "sgd", "mse")
        fx.notes.append("Keras 1 saves only compiled models")
    fx.save(model, x)


@case("untrained", "h5", when=api.LANDMARK)
def untrained(fx):
    """Compiled, and saved before the first step: accumulators begin where the version lets them begin."""
    model, x = dense(fx)
    y = api.train(model, x, fx.rng, opt=opt("Adagrad", 0.05), steps=0)
    fx.save(model, x, y=y, check=False)
