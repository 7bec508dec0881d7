from draws import labels, metric_cases

CASES, draw = metric_cases("SparseCategoricalAccuracy", labels, masks=True)
