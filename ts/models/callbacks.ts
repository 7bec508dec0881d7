/** The callbacks. */
export { BackupAndRestore, type BackupAndRestoreOptions } from "./callbacks/backup_and_restore";
export { Callback, type Logs } from "./callbacks/callback";
export { CSVLogger, type CSVLoggerOptions } from "./callbacks/csv_logger";
export { EarlyStopping, type EarlyStoppingOptions } from "./callbacks/early_stopping";
export { History } from "./callbacks/history";
export { LambdaCallback, type LambdaCallbackOptions } from "./callbacks/lambda_callback";
export { LearningRateScheduler, type LearningRateSchedulerOptions } from "./callbacks/learning_rate_scheduler";
export { ModelCheckpoint, type ModelCheckpointOptions } from "./callbacks/model_checkpoint";
export { ProgbarLogger } from "./callbacks/progbar_logger";
export { ReduceLROnPlateau, type ReduceLROnPlateauOptions } from "./callbacks/reduce_lr_on_plateau";
export { TerminateOnNaN } from "./callbacks/terminate_on_nan";
