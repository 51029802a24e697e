/**
 * Labels whose answer is not right yet, and why. They count in every figure; here they stand so that nothing joins them
 * unseen. An entry that is right by now fails the spec: take it off.
 */
export const known: Readonly<Record<string, string>> = {};
