from draws import hinges, loss_cases

CASES, draw = loss_cases("SquaredHinge", hinges)
