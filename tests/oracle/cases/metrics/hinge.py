from draws import hinges, metric_cases

CASES, draw = metric_cases("Hinge", hinges, masks=True)
