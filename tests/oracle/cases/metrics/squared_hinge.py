from draws import hinges, metric_cases

CASES, draw = metric_cases("SquaredHinge", hinges, masks=True)
