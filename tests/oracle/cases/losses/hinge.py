from draws import hinges, loss_cases

CASES, draw = loss_cases("Hinge", hinges)
