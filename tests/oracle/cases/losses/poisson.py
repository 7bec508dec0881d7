from draws import loss_cases, positive

CASES, draw = loss_cases("Poisson", positive)
