/** The callbacks. */
export { Callback, type Logs } from "./callbacks/callback";
export { EarlyStopping, type EarlyStoppingOptions } from "./callbacks/early_stopping";
export { History } from "./callbacks/history";
export { LambdaCallback, type LambdaCallbackOptions } from "./callbacks/lambda_callback";
export { ModelCheckpoint, type ModelCheckpointOptions } from "./callbacks/model_checkpoint";
export { ProgbarLogger } from "./callbacks/progbar_logger";
