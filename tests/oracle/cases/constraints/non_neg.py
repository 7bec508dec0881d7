from draws import sizes

CASES = [("NonNeg", {}, (3, 2)), ("NonNeg", {}, ())]


def draw(rng):
    return "NonNeg", {}, sizes(rng, 0, 4)
