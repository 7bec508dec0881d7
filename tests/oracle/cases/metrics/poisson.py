from draws import metric_cases, positive

CASES, draw = metric_cases("Poisson", positive, masks=True)
