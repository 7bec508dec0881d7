from draws import loss_case, pick, real

def draw(rng):
    options = {"axis": pick(rng, [-1, 1, -2])}
    pair = real(rng, options)
    while pair[0].ndim < 2 or pair[0].shape != pair[1].shape:
        pair = real(rng, options)
    return loss_case(rng, "CosineSimilarity", options if options["axis"] != -1 else {}, pair, None if options["axis"] == -1 else 0)


def cases():
    import numpy as np

    rng = np.random.default_rng(37)
    return [draw(rng) for _ in range(8)]


CASES = cases()
