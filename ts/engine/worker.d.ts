/** The program of a team's workers; written by the build. */
export declare const WORKER: string;
