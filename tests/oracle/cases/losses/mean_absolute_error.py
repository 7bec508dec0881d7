from draws import loss_cases, real

CASES, draw = loss_cases("MeanAbsoluteError", real)
