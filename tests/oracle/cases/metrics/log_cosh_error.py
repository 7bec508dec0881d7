from draws import metric_cases, real

CASES, draw = metric_cases("LogCoshError", real, masks=True)
