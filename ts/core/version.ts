/** The version of keratin, which files that it writes carry. */
export const VERSION = "0.1.0";
