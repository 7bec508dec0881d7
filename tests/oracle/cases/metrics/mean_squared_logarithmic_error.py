from draws import metric_cases, real

CASES, draw = metric_cases("MeanSquaredLogarithmicError", real, masks=True)
