"""A layer of the user's own, registered in the package "my", and a subclassed model."""

import api
from api import L
from write import case

keras = api.keras
Base = api.find("layers.Layer", "engine.topology.Layer", "engine.Layer")


def register(cls):
    for path in ("saving.register_keras_serializable", "utils.register_keras_serializable"):
        try:
            return api.find(path)(package="my")(cls)
        except api.Missing:
            pass
    return cls


class Scale(Base):
    """y = x * w * factor, w of shape (features,)."""

    def __init__(self, factor=1.0, **kwargs):
        super(Scale, self).__init__(**kwargs)
        self.factor = factor

    def build(self, input_shape):
        size = int(input_shape[-1])
        if api.K1:
            self.w = api.keras.initializations.get("uniform")((size,), name="%s_w" % self.name)
            self.trainable_weights = [self.w]
        else:
            self.w = self.add_weight(name="w", shape=(size,), initializer=api.find("initializers.get")("ones"))
        super(Scale, self).build(input_shape)

    def call(self, x, mask=None):
        return x * self.w * self.factor

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_output_shape_for(self, input_shape):
        return input_shape

    def get_config(self):
        config = dict(super(Scale, self).get_config())
        config["factor"] = self.factor
        return config


Scale = register(Scale)


@case("custom", when=True)
def custom(fx):
    """Only the layer is custom; JSON alone tells how to make it."""
    x = api.Input((4,), name="x")
    h = L.Dense(3, activation="tanh")(x)
    y = Scale(factor=2.0, name="scale")(h)
    model = api.Model(x, L.Dense(2)(y))
    values = [fx.normal(3, 4)]
    api.train(model, values, fx.rng)
    fx.save(model, values, custom={"Scale": Scale})


if api.K3 or (api.TF2 and api.TF >= (2, 12, 0)):

    class Net(keras.Model):
        """Two blocks in a list, one in a dict, a scale; its own weight."""

        def __init__(self, units=3, **kwargs):
            super().__init__(**kwargs)
            self.units = units
            self.first = keras.layers.Dense(units, activation="relu")
            self.blocks = [keras.layers.Dense(units), keras.layers.BatchNormalization(momentum=0.5)]
            self.heads = {"a": keras.layers.Dense(2), "b": Scale(factor=0.5)}
            self.offset = self.add_weight(name="offset", shape=(units,), initializer="zeros")

        def call(self, x, training=False):
            y = self.first(x) + self.offset
            y = self.blocks[1](self.blocks[0](y), training=training)
            return self.heads["a"](self.heads["b"](y))

        def get_config(self):
            return dict(super().get_config(), units=self.units)

    Net = register(Net)

    @case("subclass", "keras weights")
    def subclass(fx):
        model = Net(units=3)
        values = [fx.normal(3, 4)]
        api.train(model, values, fx.rng)
        fx.forms = [form for form in fx.forms if form != "weights" or api.K3]
        fx.save(model, values, custom={"Scale": Scale, "Net": Net})
