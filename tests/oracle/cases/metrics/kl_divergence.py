from draws import metric_cases, shares

CASES, draw = metric_cases("KLDivergence", shares, masks=True)
