/** Defined for the wide build; see asconfig.json. */
declare const WIDE: i32;
