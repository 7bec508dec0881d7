from draws import metric_cases, real

CASES, draw = metric_cases("RootMeanSquaredError", real, masks=False)
