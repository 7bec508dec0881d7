from draws import metric_cases, real

CASES, draw = metric_cases("MeanAbsoluteError", real, masks=True)
