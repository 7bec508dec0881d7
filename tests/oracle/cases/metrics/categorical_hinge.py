from draws import metric_cases, shares

CASES, draw = metric_cases("CategoricalHinge", shares, masks=True)
