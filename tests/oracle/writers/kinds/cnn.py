"""Sequential image classifiers: convolutions, batch norm, pooling, a classifier, Adam's state."""

import api
from api import L
from write import case

LAST = {"data_format": "channels_last"} if api.K1 else {}


@case("cnn", "h5 keras weights json")
def cnn(fx):
    model = api.Sequential(
        [
            L.Conv2D(3, 3, padding="same", strides=2, activation="relu", input_shape=(8, 8, 3), **LAST),
            L.BatchNormalization(axis=-1, momentum=0.6),
            L.ZeroPadding2D(1, **LAST) if not api.K1 else L.ZeroPadding2D((1, 1), **LAST),
            L.Conv2D(3, (2, 3), padding="valid", use_bias=False, **LAST),
            L.BatchNormalization(axis=-1, momentum=0.6, epsilon=1e-4),
            L.Activation("relu"),
            L.MaxPooling2D(pool_size=(2, 2), strides=(1, 1), padding="same", **LAST),
            L.Dropout(0.25),
            L.AveragePooling2D(pool_size=(2, 2), **LAST),
            L.Flatten(),
            L.Dense(4, activation="tanh", kernel_regularizer=api.l2(0.01)),
            L.Dense(3, activation="softmax"),
        ]
    )
    x = fx.normal(2, 8, 8, 3)
    api.train(model, [x], fx.rng, loss="categorical_crossentropy", opt=api.optimizer("Adam", lr=0.03), metrics=["accuracy"])
    fx.save(model, [x])


@case("mobile")
def mobile(fx):
    """Depthwise and separable convolutions, the ReLU layers, global pooling."""
    relu6 = L.ReLU(6.0) if L.has("ReLU") else L.Activation("relu")
    leaky = L.find("LeakyReLU")
    slope = {"alpha": 0.2} if api.K1 or api.accepts(leaky, "alpha") else {"negative_slope": 0.2}
    layers = [
        L.Conv2D(3, 3, padding="valid", strides=1, input_shape=(7, 7, 2), **LAST),
        relu6,
    ]
    bias = {"use_bias": False} if api.TF == (1, 9, 0) else {}  # TensorFlow 1.9 cannot add it
    if L.has("DepthwiseConv2D"):
        layers += [L.DepthwiseConv2D(3, strides=2, padding="same", depth_multiplier=2, **bias)]
    layers += [
        L.BatchNormalization(axis=-1, scale=False) if not api.K1 else L.BatchNormalization(axis=-1),
        L.LeakyReLU(**slope),
    ]
    if L.has("SeparableConv2D") and api.BACKEND != "theano":
        layers += [L.SeparableConv2D(3, 2, padding="same", depth_multiplier=1, **LAST)]
    if api.K1:
        layers += [L.GlobalAveragePooling2D(**LAST)] if hasattr(api.keras.layers, "GlobalAveragePooling2D") else [L.Flatten()]
    else:
        layers += [L.GlobalAveragePooling2D()]
    layers += [L.Dense(2, activation="sigmoid")]
    model = api.Sequential(layers, name="mobile")
    x = fx.normal(2, 7, 7, 2)
    y = api.train(model, [x], fx.rng, loss="binary_crossentropy", opt=api.optimizer("SGD", lr=0.1, momentum=0.9))
    fx.save(model, [x], y=y)
