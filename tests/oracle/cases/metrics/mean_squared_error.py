from draws import metric_cases, real

CASES, draw = metric_cases("MeanSquaredError", real, masks=True)
