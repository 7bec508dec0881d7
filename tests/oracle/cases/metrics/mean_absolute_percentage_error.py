from draws import metric_cases, real

CASES, draw = metric_cases("MeanAbsolutePercentageError", real, masks=True)
