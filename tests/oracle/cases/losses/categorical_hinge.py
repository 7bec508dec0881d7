from draws import loss_cases, shares

CASES, draw = loss_cases("CategoricalHinge", shares)
