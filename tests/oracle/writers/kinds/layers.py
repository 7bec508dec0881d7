"""Convolutions in one to three dimensions and what goes with them, normalizations, layers of activation: one branch each."""

import numpy as np

import api
from api import L
from write import case, short

LAST = {"data_format": "channels_last"} if api.K1 else {}


class Branches(object):
    """A model with one output per branch; a branch that this version cannot build or run is left out and noted."""

    def __init__(self, fx, shape, rows=2):
        self.fx, self.x, self.out, self.names = fx, api.Input(shape, name="x"), [], []
        self.values = fx.normal(rows, *shape)

    def add(self, name, build):
        try:
            y = build(self.x)
            api.run(api.Model(self.x, y), [self.values])
        except api.Missing:
            return
        except Exception as error:
            self.fx.notes.append("%s does not run here: %s" % (name, short(error)))
            return
        self.out.append(y)
        self.names.append(name)

    def finish(self, opt=None, **kwargs):
        if not self.out:
            raise api.Missing("any of these layers")
        model = api.Model(self.x, self.out)
        api.train(model, [self.values], self.fx.rng, opt=opt or api.optimizer("SGD", lr=0.1))
        self.fx.save(model, [self.values], names=self.names, **kwargs)


@case("conv1d", "best", when=api.LANDMARK or api.ENV == "k23_theano")
def conv1d(fx):
    b = Branches(fx, (8, 3), rows=1)
    if not api.K1:
        b.add("causal", lambda x: L.Conv1D(3, 3, padding="causal", dilation_rate=2)(x))
        b.add("dilated", lambda x: L.Conv1D(2, 2, padding="same", dilation_rate=2, activation="tanh")(x))
        b.add("separable", lambda x: L.SeparableConv1D(3, 3, padding="same", depth_multiplier=2)(x))
    b.add("strides", lambda x: L.Conv1D(2, 3, padding="same", strides=2, activation="relu")(x))
    b.add("valid", lambda x: L.Conv1D(2, 4, padding="valid")(x))
    b.add("max", lambda x: L.MaxPooling1D(pool_size=2)(x))
    b.add("average", lambda x: L.AveragePooling1D(pool_size=3, strides=2, padding="same")(x))
    b.add("local", lambda x: L.LocallyConnected1D(2, 3, **({} if api.K1 else {"strides": 2}))(x))
    b.add("pad", lambda x: L.ZeroPadding1D(2 if api.K1 else (2, 1))(x))
    b.add("crop", lambda x: L.Cropping1D((1, 2))(x))
    b.add("up", lambda x: L.UpSampling1D(size=2)(x))
    b.add("global_max", lambda x: L.GlobalMaxPooling1D()(x))
    b.add("global_average", lambda x: L.GlobalAveragePooling1D()(x))
    b.add("depthwise", lambda x: L.DepthwiseConv1D(3, depth_multiplier=2, padding="same")(x))
    b.add("transpose", lambda x: L.Conv1DTranspose(2, 3, strides=2, padding="same")(x))
    b.add("groups", lambda x: L.Conv1D(6, 3, groups=3)(x) if api.TF2 or api.K3 else missing())
    b.add("dropout", lambda x: L.SpatialDropout1D(0.3)(x))
    b.finish()


def missing():
    raise api.Missing("groups")


@case("conv2d", "best", when=api.LANDMARK or api.ENV == "k23_theano")
def conv2d(fx):
    b = Branches(fx, (5, 6, 2), rows=1)
    if api.K1:
        b.add("transpose", lambda x: api.keras.layers.Deconvolution2D(3, 3, 3, (1, 5, 6, 3), border_mode="same", dim_ordering="tf")(x))
        if api.BACKEND != "theano":  # there Keras 1 expects another shape than Theano gives
            b.add("dilated", lambda x: api.keras.layers.AtrousConvolution2D(2, 2, 2, atrous_rate=(2, 2), dim_ordering="tf")(x))
    else:
        b.add("transpose", lambda x: L.Conv2DTranspose(3, 3, strides=2, padding="same", activation="relu")(x))
        b.add("transpose_valid", lambda x: L.Conv2DTranspose(2, (2, 3), strides=(1, 2), padding="valid")(x))
        b.add("dilated", lambda x: L.Conv2D(2, 2, dilation_rate=(2, 1), padding="same")(x))
        b.add("output_padding", lambda x: L.Conv2DTranspose(2, 3, strides=2, padding="same", output_padding=1)(x))
    b.add("even", lambda x: L.Conv2D(3, (2, 2), padding="same", strides=2 if api.BACKEND != "theano" else 1, **LAST)(x))
    b.add("local", lambda x: L.LocallyConnected2D(2, (2, 3), **LAST)(x))
    b.add("up", lambda x: L.UpSampling2D(size=(2, 1), **LAST)(x))
    if not api.K1:
        b.add("bilinear", lambda x: L.UpSampling2D(size=(2, 3), interpolation="bilinear")(x))
    b.add("crop", lambda x: L.Cropping2D(((1, 0), (2, 1)), **LAST)(x))
    b.add("pad", lambda x: L.ZeroPadding2D((1, 2) if api.K1 else ((1, 0), (2, 1)), **LAST)(x))
    b.add("max", lambda x: L.MaxPooling2D(pool_size=(3, 2), strides=(2, 1), padding="same", **LAST)(x))
    b.add("average", lambda x: L.AveragePooling2D(pool_size=(3, 2), strides=(2, 1), padding="same", **LAST)(x))
    b.add("global_max", lambda x: L.GlobalMaxPooling2D(**LAST)(x))
    b.add("groups", lambda x: L.Conv2D(2, 2, groups=2)(x) if api.TF2 or api.K3 else missing())
    b.add("separable", lambda x: L.SeparableConv2D(3, 2, depth_multiplier=2, strides=2, padding="same")(x) if api.BACKEND != "theano" else missing())
    b.add("spatial_dropout", lambda x: L.SpatialDropout2D(0.5, **LAST)(x))
    b.add("noise", lambda x: L.GaussianNoise(stddev=0.3)(x) if not api.K1 else L.GaussianNoise(0.3)(x))
    b.add("permute", lambda x: L.Permute((3, 1, 2))(x))
    b.add("reshape", lambda x: L.Reshape((6, -1))(x))
    b.finish()


@case("conv3d", "best", when=api.LANDMARK and api.BACKEND != "theano")
def conv3d(fx):
    b = Branches(fx, (4, 3, 4, 1), rows=1)
    b.add("same", lambda x: L.Conv3D(2, 2, padding="same", activation="relu", **LAST)(x))
    b.add("valid", lambda x: L.Conv3D(2, (2, 1, 3), strides=(2, 1, 1), **LAST)(x))
    b.add("max", lambda x: L.MaxPooling3D(pool_size=(2, 2, 2), **LAST)(x))
    b.add("average", lambda x: L.AveragePooling3D(pool_size=(2, 2, 2), padding="same", **LAST)(x))
    b.add("pad", lambda x: L.ZeroPadding3D((1, 0, 1), **LAST)(x))
    b.add("crop", lambda x: L.Cropping3D(((1, 0), (1, 1), (0, 1)), **LAST)(x))
    b.add("up", lambda x: L.UpSampling3D(size=(1, 2, 1), **LAST)(x))
    b.add("global_max", lambda x: L.GlobalMaxPooling3D()(x))
    b.add("transpose", lambda x: L.Conv3DTranspose(2, 2, strides=2)(x))
    b.finish()


@case("convlstm", "best", when=api.LANDMARK or api.ENV == "k23_theano")
def convlstm(fx):
    x = api.Input((3, 5, 4, 2), name="x")
    y = L.ConvLSTM2D(filters=2, kernel_size=(3, 2), padding="same", return_sequences=True, **LAST)(x)
    y = L.BatchNormalization(axis=-1)(y)
    extra = {} if api.K1 else {"strides": 2}
    y = L.ConvLSTM2D(filters=2, kernel_size=(2, 2), padding="valid", go_backwards=True, **dict(LAST, **extra))(y)
    model = api.Model(x, y)
    values = [fx.normal(2, 3, 5, 4, 2)]
    api.train(model, values, fx.rng)
    fx.save(model, values)


@case("normalizations", "best", when=api.LANDMARK)
def normalizations(fx):
    b = Branches(fx, (2, 3, 6))
    b.add("batch", lambda x: L.BatchNormalization(axis=-1, momentum=0.7)(x))
    b.add("batch_axis1", lambda x: L.BatchNormalization(axis=1, momentum=0.7, epsilon=0.01)(x))
    if not api.K1:
        b.add("batch_plain", lambda x: L.BatchNormalization(center=False, scale=False)(x))
        b.add("layer", lambda x: L.LayerNormalization()(x))
        b.add("layer_axes", lambda x: L.LayerNormalization(axis=[1, 2], epsilon=0.01, center=False)(x))
        b.add("layer_axis1", lambda x: L.LayerNormalization(axis=1, scale=False)(x))
        b.add("unit", lambda x: L.UnitNormalization(axis=-1)(x))
        b.add("group", lambda x: L.GroupNormalization(groups=3)(x))
        b.add("group_axis", lambda x: L.GroupNormalization(groups=2, axis=1)(x))
        b.add("group_instance", lambda x: L.GroupNormalization(groups=-1)(x))
        b.add("rms", lambda x: L.RMSNormalization()(x))
        if (api.TF2 and api.TF < (2, 16, 0)) or (api.TF is not None and not api.OLD and api.TF[0] == 1):
            b.add("renorm", lambda x: L.BatchNormalization(renorm=True)(x))
    b.finish()


@case("spectral", "best", when=api.LANDMARK)
def spectral(fx):
    if not L.has("SpectralNormalization"):
        raise api.Missing("SpectralNormalization")
    x = api.Input((4,), name="x")
    y = L.SpectralNormalization(L.Dense(3), power_iterations=2, name="spectral")(x)
    model = api.Model(x, L.Dense(2)(y))
    values = [fx.normal(3, 4)]
    if api.NUMBERS >= (3, 4, 0):  # the others cannot train it
        api.train(model, values, fx.rng)
    fx.save(model, values)


@case("activation_layers", "best", when=api.LANDMARK)
def activation_layers(fx):
    b = Branches(fx, (3, 4))
    b.values = b.values * 2
    leaky = L.find("LeakyReLU")
    old = api.K1 or api.accepts(leaky, "alpha")
    b.add("leaky", lambda x: L.LeakyReLU()(x))
    b.add("leaky_slope", lambda x: L.LeakyReLU(**{"alpha" if old else "negative_slope": 0.1})(x))
    b.add("elu", lambda x: L.ELU(alpha=0.7)(x))
    b.add("prelu", lambda x: L.PReLU()(x))
    b.add("prelu_shared", lambda x: L.PReLU(shared_axes=[1])(x))
    b.add("thresholded", lambda x: L.ThresholdedReLU(theta=0.8)(x))
    b.add("parametric_softplus", lambda x: L.ParametricSoftplus()(x))
    b.add("srelu", lambda x: L.SReLU()(x))
    b.add("softmax", lambda x: L.Softmax(axis=1)(x))
    b.add("softmax_last", lambda x: L.Softmax()(x))
    if L.has("ReLU"):
        relu = L.find("ReLU")
        b.add("relu", lambda x: L.ReLU()(x))
        b.add("relu_max", lambda x: L.ReLU(max_value=1.5)(x))
        if api.accepts(relu, "negative_slope"):
            b.add("relu_all", lambda x: L.ReLU(max_value=1.5, negative_slope=0.1, threshold=0.2)(x))
    b.add("alpha_dropout", lambda x: L.AlphaDropout(0.2)(x))
    b.add("gaussian_dropout", lambda x: L.GaussianDropout(0.2)(x))
    b.add("activity", lambda x: L.ActivityRegularization(l2=0.01)(x))
    b.add("maxout", lambda x: L.MaxoutDense(3, nb_feature=2)(L.Flatten()(x)))
    b.add("highway", lambda x: L.Highway(activation="tanh")(L.Flatten()(x)))
    b.add("repeat", lambda x: L.RepeatVector(2)(L.Flatten()(x)) if api.K1 else L.RepeatVector(2)(L.Flatten()(x)))
    b.finish()


NAMES = (
    "linear relu relu6 leaky_relu elu selu gelu silu swish sigmoid hard_sigmoid tanh hard_tanh softplus softsign softmax "
    "log_softmax exponential mish celu glu hard_silu hard_swish hard_shrink soft_shrink log_sigmoid squareplus "
    "sparse_plus sparse_sigmoid sparsemax tanh_shrink threshold"
).split()


@case("activations", "best", when=api.LANDMARK)
def activations(fx):
    """Every name of an activation that the version knows, in Dense and in Activation."""
    b = Branches(fx, (4,), rows=3)
    b.values = b.values * 2.5
    for name in NAMES:
        try:
            api.keras.activations.get(name)
        except Exception:
            continue
        b.add("Activation " + name, lambda x: L.Activation(name)(x))
        b.add("Dense " + name, lambda x: L.Dense(4, activation=name)(x))
    b.finish(opt=api.optimizer("SGD", lr=0.05))


@case("channels_first", "best", when=api.LANDMARK or api.ENV == "k23_theano")
def channels_first(fx):
    """Only where the CPU computes it; elsewhere the branches that it does."""
    first = {"data_format": "channels_first"}
    b = Branches(fx, (2, 4, 5), rows=1)
    b.add("conv", lambda x: L.Conv2D(4, (3, 2), padding="valid", activation="relu", **first)(x))
    b.add("same", lambda x: L.Conv2D(2, 3, padding="same", strides=(2, 2), **first)(x))
    b.add("norm", lambda x: L.BatchNormalization(axis=1)(x))
    b.add("max", lambda x: L.MaxPooling2D(pool_size=(2, 2), **first)(x))
    b.add("average", lambda x: L.AveragePooling2D(pool_size=(2, 2), **first)(x))
    b.add("pad", lambda x: L.ZeroPadding2D((1, 2), **first)(x))
    b.add("up", lambda x: L.UpSampling2D(size=(2, 1), **first)(x))
    b.add("global", lambda x: L.GlobalAveragePooling2D(**first)(x))
    b.add("local", lambda x: L.LocallyConnected2D(2, (2, 3), **first)(x))
    if not api.K1:
        b.add("flatten", lambda x: L.Flatten(**first)(x))
        b.add("depthwise", lambda x: L.DepthwiseConv2D(2, **first)(x))
        b.add("transpose", lambda x: L.Conv2DTranspose(2, 3, strides=2, padding="same", **first)(x))
    dense = L.Dense(3)
    b.add("flatten_dense", lambda x: dense(L.Flatten()(L.Permute((2, 3, 1))(x))))
    b.finish()


@case("lambda_layer", "best", when=api.LANDMARK)
def lambda_layer(fx):
    """A Python function inside the file: to be refused, or replaced by the reader."""
    model = api.Sequential([L.Dense(3, input_shape=(4,)), L.Lambda(lambda t: t * 2.0, name="twice", output_shape=(3,)), L.Dense(2)])
    x = fx.normal(3, 4)
    api.train(model, [x], fx.rng)
    fx.save(model, [x], check=False)  # to read it back would overwrite globals of Keras
