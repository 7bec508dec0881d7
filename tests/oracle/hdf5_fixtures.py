"""Writes the HDF5 and Keras files of tests/golden/hdf5, and expected.json with what h5py reads in them.

All but small.keras are gzipped: HDF5 files are mostly empty space.

Run: KERAS_BACKEND=jax python3 tests/oracle/hdf5_fixtures.py     (h5py 3.16, keras 3.15.1)
"""

import base64
import gzip
import json
import os
import zipfile

os.environ.setdefault("KERAS_BACKEND", "jax")

import h5py
import ml_dtypes
import numpy as np

HERE = os.path.join(os.path.dirname(__file__), "..", "golden", "hdf5")
os.makedirs(HERE, exist_ok=True)
rng = np.random.default_rng(7)


def dtypes(f):
    """One dataset of every dtype; shapes of rank 0 to 3."""
    for name in ["float16", "float32", "float64"]:
        f[name] = np.array([[0.0, -0.0, 1.5], [np.inf, -np.inf, 6.1e-5]], dtype=name)
        f[name + "_be"] = np.array([1.5, -2.25, 1e-3], dtype=np.dtype(name).newbyteorder(">"))
    for bits in [8, 16, 32, 64]:
        for kind in ["int", "uint"]:
            info = np.iinfo(f"{kind}{bits}")
            f[f"{kind}{bits}"] = np.array([info.min, info.max, 7], dtype=info.dtype)
            f[f"{kind}{bits}_be"] = np.array([info.min, info.max, 7], dtype=info.dtype.newbyteorder(">"))
    f["bool"] = np.array([[True, False], [False, True]])
    f["bfloat16"] = np.array([1.0, -3.140625, 65280.0], dtype=ml_dtypes.bfloat16)
    f["bfloat16"].attrs["dtype"] = "bfloat16"
    f["opaque"] = np.array([b"\x01\x02\x03", b"\x04\x05\x06"], dtype="V3")
    f["fixed"] = np.array([b"abc", b"de", b""], dtype="S3")
    f.create_dataset("variable", data=["caf\u00e9", "", "\u65e5\u672c"], dtype=h5py.string_dtype())
    f["complex"] = np.array([1 + 2j, 3 - 4j], dtype="complex64")
    f["compound"] = np.array([(1, 2.5), (3, 4.5)], dtype=[("a", "<i2"), ("b", "<f8")])
    f["enum"] = np.array([0, 2], dtype=h5py.enum_dtype({"A": 0, "B": 2}, basetype="i4"))
    f["scalar"] = np.float32(3.25)
    f["scalar_int"] = np.int64(2**53 + 1)
    f["scalar_bool"] = np.bool_(True)
    f["scalar_text"] = "hello"
    f["empty"] = np.zeros((0, 3), "f4")
    f["rank3"] = np.arange(24, dtype="i4").reshape(2, 3, 4)


def attributes(f):
    """Attributes of every kind, few enough to be compact."""
    f.attrs["text"] = "caf\u00e9"
    f.attrs["bytes"] = b"plain"
    f.attrs["int"] = 7
    f.attrs["big"] = np.int64(2**62)
    f.attrs["float"] = 2.5
    f.attrs["half"] = np.float16(0.5)
    f.attrs["bool"] = True
    f.attrs["names"] = [b"dense", b"conv"]
    f.attrs["texts"] = ["one", "\u4e8c"]
    f.attrs["floats"] = np.arange(3, dtype="f4")
    f.attrs["none"] = []
    f.attrs["null"] = h5py.Empty("f4")
    f.attrs["\u540d"] = "name"


def groups(f):
    """Groups with more members than a node or a tree node holds, and a deep one."""
    for i in range(40):
        f.create_group(f"layers/dense_{i}/vars").attrs["name"] = f"dense_{i}"
        f[f"layers/dense_{i}/vars/0"] = np.full((2,), i, "f4")
    one = f.create_dataset("one", data=np.arange(3, dtype="f4"))
    many = f.create_group("many")
    for i in range(1000):
        many[f"member_{i}"] = one
    f.create_group("a/b/c/d/e/f").attrs["deep"] = 1
    for i in range(9):
        f.create_group(f"nine/g{i}")
    for count in [3, 20]:
        ordered = f.create_group(f"ordered{count}", track_order=True)
        for i in range(count):
            ordered[f"z{count - i}"] = i


def dense_attributes(f):
    g = f.create_group("g")
    for i in range(300):
        g.attrs[f"attribute_{i}"] = i
    h = f.create_group("h", track_order=True)
    h.attrs["large"] = np.arange(20000, dtype="f4")
    h.attrs["small"] = "x"


def chunks(f):
    """Every chunk index and filter."""
    data = rng.integers(0, 50, (23, 17)).astype("f4")
    f.create_dataset("plain", data=data, chunks=(5, 4))
    f.create_dataset("gzip", data=data, chunks=(5, 4), compression="gzip")
    f.create_dataset("all", data=data, chunks=(8, 8), compression="gzip", shuffle=True, fletcher32=True)
    f.create_dataset("fletcher", data=rng.integers(0, 255, 31).astype("u1"), chunks=(7,), fletcher32=True)
    f.create_dataset("shuffled_be", data=data.astype(">f8"), chunks=(6, 17), shuffle=True)
    f.create_dataset("single", data=data, chunks=(23, 17))
    f.create_dataset("single_gzip", data=data, chunks=(23, 17), compression="gzip")
    f.create_dataset("growing", data=data, chunks=(5, 4), maxshape=(None, 17))
    f.create_dataset("growing_gzip", data=data, chunks=(5, 4), maxshape=(23, None), compression="gzip")
    f.create_dataset("both", data=data, chunks=(5, 4), maxshape=(None, None))
    f.create_dataset("both_gzip", data=data, chunks=(5, 4), maxshape=(None, None), compression="gzip")
    f.create_dataset("limited", data=data, chunks=(5, 4), maxshape=(40, 30))
    f.create_dataset("rank3", data=np.arange(5 * 6 * 7, dtype="i8").reshape(5, 6, 7), chunks=(2, 3, 4), maxshape=(5, None, 7))
    f.create_dataset("many", data=np.arange(1500, dtype="i4"), chunks=(1,), maxshape=(None,), compression=None)
    f.create_dataset("filled", shape=(10, 10), chunks=(3, 3), dtype="f4", fillvalue=2.5)[4:6, 4:6] = 1
    f.create_dataset("never", shape=(4,), dtype="i4", fillvalue=9)
    f.create_dataset("never_chunked", shape=(4, 4), chunks=(2, 2), dtype="i4")
    f.create_dataset("texts", data=[f"text {i}" for i in range(20)], chunks=(6,), dtype=h5py.string_dtype(), compression="gzip")
    f.create_dataset("shrunk", data=np.arange(40, dtype="i2"), chunks=(4,), maxshape=(None,)).resize((10,))
    f.create_dataset("bools", data=np.arange(9) % 2 == 0, chunks=(4,), compression="gzip")
    implicit = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    implicit.set_chunk((5, 4))
    implicit.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
    space = h5py.h5s.create_simple((23, 17))
    h5py.h5d.create(f.id, b"implicit", h5py.h5t.IEEE_F32LE, space, implicit)
    f["implicit"][...] = data
    compact = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    compact.set_layout(h5py.h5d.COMPACT)
    h5py.h5d.create(f.id, b"compact", h5py.h5t.STD_I32LE, h5py.h5s.create_simple((3,)), compact)
    f["compact"][...] = [1, 2, 3]


def sparse(f):
    """Chunk indexes with pages, of which few are used."""
    d = f.create_dataset("fixed_pages", shape=(5000,), chunks=(1,), dtype="u1")
    for i in [0, 1500, 4999]:
        d[i] = i % 250 + 1
    e = f.create_dataset("extensible_pages", shape=(150000,), chunks=(1,), maxshape=(None,), dtype="u1")
    for i in [0, 3, 20, 700, 140000, 149999]:
        e[i] = i % 250 + 1


def userblock(f):
    f["x"] = np.arange(5, dtype="f4")
    f.attrs["name"] = "shifted"


def narrow(f):
    """Addresses and lengths of 4 bytes."""
    f.create_dataset("chunked", data=np.arange(50, dtype="i4"), chunks=(7,), compression="gzip")
    f.create_dataset("texts", data=["one", "two"], dtype=h5py.string_dtype())
    f.attrs["name"] = "narrow"
    for i in range(30):
        f[f"g/m{i}"] = i


def unsupported(f):
    f["x"] = np.arange(5, dtype="f4")
    f["soft"] = h5py.SoftLink("/x")
    f["outside"] = h5py.ExternalLink("other.h5", "/x")
    f.create_dataset("reference", data=[f["x"].ref], dtype=h5py.ref_dtype)
    f.create_dataset("external", shape=(4,), dtype="f4", external=[("other.bin", 0, 16)])
    f.create_dataset("lzf", data=np.zeros(100, "f4"), chunks=(50,), compression="lzf")
    f.create_dataset("scaleoffset", data=np.arange(100), chunks=(50,), scaleoffset=4)
    layout = h5py.VirtualLayout(shape=(5,), dtype="f4")
    layout[:] = h5py.VirtualSource("other.h5", "x", shape=(5,))
    f.create_virtual_dataset("virtual", layout)
    f["type"] = np.dtype("f8")
    f.create_dataset("named_type", data=np.arange(3.0), dtype=f["type"])
    f.attrs["reference"] = f["x"].ref
    f.attrs["fine"] = 1
    vlen = f.create_dataset("sequences", (2,), dtype=h5py.vlen_dtype("i4"))
    vlen[0] = [1, 2]


BUILDERS = {
    "dtypes": dtypes,
    "attributes": attributes,
    "groups": groups,
    "dense_attributes": dense_attributes,
    "chunks": chunks,
    "sparse": sparse,
    "userblock": userblock,
    "narrow": narrow,
    "unsupported": unsupported,
}
# dense attributes exist in the new format only
EARLIEST = [name for name in BUILDERS if name not in ("dense_attributes",)]
LATEST = [name for name in BUILDERS if name not in ("userblock", "narrow", "unsupported")]


def packed(array):
    """Little-endian bytes of an array, in base64."""
    array = np.ascontiguousarray(array)
    if array.dtype.byteorder == ">":
        array = array.astype(array.dtype.newbyteorder("<"))
    return base64.b64encode(array.tobytes()).decode()


def name_of(dtype, attributes):
    if h5py.check_string_dtype(dtype):
        return "string"
    if dtype.kind == "V":
        if attributes.get("dtype") == "bfloat16":
            return "bfloat16"
        return "compound" if dtype.names else "opaque"
    return {"c": "compound", "b": "bool"}.get(dtype.kind, dtype.newbyteorder("=").name)


def text(value):
    return value.decode() if isinstance(value, bytes) else value


def describe(f):
    """All datasets and attributes; members that are the same object are described once, with the paths of the others."""
    datasets, attributes, keys = {}, {}, {}

    def visit(group, path):
        note(group, path or "/")
        keys[path or "/"] = len(list(group.keys()))
        for key in group.keys():
            child = group[key]
            where = f"{path}/{key}"
            if isinstance(child, h5py.Group):
                visit(child, where)
            elif path != "/many" or key in ("member_0", "member_999"):
                note(child, where)
                dtype = name_of(child.dtype, child.attrs)
                entry = {"dtype": dtype, "shape": list(child.shape)}
                if dtype == "string":
                    entry["text"] = [text(v) for v in np.ravel(child[()]).tolist()]
                elif path + "/" + key in ("/fixed_pages", "/extensible_pages"):
                    values = child[()]
                    entry["sparse"] = {int(i): int(values[i]) for i in np.nonzero(values)[0]}
                else:
                    entry["bytes"] = packed(child[()])
                datasets[where] = entry

    def note(node, path):
        for key, value in node.attrs.items():
            dtype = node.attrs.get_id(key).dtype
            if isinstance(value, h5py.Empty):
                entry = None
            elif h5py.check_string_dtype(dtype):
                shape = node.attrs.get_id(key).shape
                entry = [text(v) for v in np.ravel(value).tolist()] if shape else text(value)
            elif np.ndim(value):
                entry = {"dtype": name_of(dtype, {}), "bytes": packed(value)}
            elif dtype.kind == "b":
                entry = bool(value)
            elif dtype.kind in "iu" and abs(int(value)) > 2**53:
                entry = {"bigint": str(int(value))}
            else:
                entry = value.item()
            attributes.setdefault(path, {})[key] = entry

    visit(f, "")
    return {"datasets": datasets, "attributes": attributes, "members": keys}


def squeeze(path, content):
    with open(path + ".gz", "wb") as out:
        out.write(gzip.compress(content, 9, mtime=0))


def main():
    expected = {}
    for libver, names in [("earliest", EARLIEST), ("v108", ["attributes"]), ("v110", ["chunks"]), ("latest", LATEST)]:
        for name in names:
            file = f"{name}_{libver}.h5"
            options = {"userblock_size": 1024} if name == "userblock" else {}
            bounds = (libver, libver if libver != "earliest" else "latest")
            path = os.path.join(HERE, file)
            if name == "narrow":
                create = h5py.h5p.create(h5py.h5p.FILE_CREATE)
                create.set_sizes(4, 4)
                opened = h5py.File(h5py.h5f.create(path.encode(), fcpl=create))
            else:
                opened = h5py.File(path, "w", libver=bounds, **options)
            with opened as f:
                BUILDERS[name](f)
            if name != "unsupported":
                with h5py.File(path, "r") as f:
                    expected[file] = describe(f)
            with open(path, "rb") as plain:
                squeeze(path, plain.read())
            os.remove(path)
    squeeze(os.path.join(HERE, "expected.json"), json.dumps(expected, separators=(",", ":")).encode())
    keras_file()


class Stream:
    """A file that cannot seek, so that zipfile writes data descriptors."""

    def __init__(self, file):
        self.write, self.flush = file.write, file.flush


def unusual_zip(path):
    """The same members compressed, with ZIP64 records, data descriptors, a folder, an asset and a comment."""
    zipfile.ZIP64_LIMIT = 0
    zipfile.ZIP_FILECOUNT_LIMIT = 0
    with zipfile.ZipFile(path) as source, open(path.replace("small", "unusual"), "wb") as file:
        with zipfile.ZipFile(Stream(file), "w", zipfile.ZIP_DEFLATED) as target:
            date = (2026, 1, 2, 3, 4, 6)
            for name in source.namelist():
                info = zipfile.ZipInfo(name, date)
                info.compress_type = zipfile.ZIP_DEFLATED
                with target.open(info, "w", force_zip64=True) as member:
                    member.write(source.read(name))
            target.writestr(zipfile.ZipInfo("assets/", date), b"")
            target.writestr(zipfile.ZipInfo("assets/layers/text_vectorization/vocabulary.txt", date), "[UNK]\ncaf\u00e9")
            target.comment = b"a comment"


def keras_file():
    import keras

    keras.utils.set_random_seed(1)
    inputs = keras.Input((6,), name="features")
    x = keras.layers.Dense(5, activation="relu", name="first")(inputs)
    x = keras.layers.BatchNormalization()(x)
    model = keras.Model(inputs, keras.layers.Dense(2, name="last")(x))
    model.compile("adam", "mse")
    model.fit(rng.normal(size=(8, 6)), rng.normal(size=(8, 2)), verbose=0)
    path = os.path.join(HERE, "small.keras")
    model.save(path)
    unusual_zip(path)
    weights = {v.path: {"shape": list(v.shape), "bytes": packed(np.array(v))} for v in model.weights}
    with open(os.path.join(HERE, "small.json"), "w") as out:
        json.dump({"keras_version": keras.__version__, "weights": weights}, out, separators=(",", ":"))


if __name__ == "__main__":
    main()
