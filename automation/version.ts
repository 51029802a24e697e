/** Kept equal to package.json's by a test: reading a file at every start only to know it would cost more. */
export const WHODRIFT_VERSION = "0.1.0";
