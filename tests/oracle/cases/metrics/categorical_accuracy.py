from draws import metric_cases, shares

CASES, draw = metric_cases("CategoricalAccuracy", shares, masks=True)
