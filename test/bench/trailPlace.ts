/** Apart from all else, so that a measured process loads no sandbox. */
export const ACCOUNT = "111122223333";
export const REGION = "eu-central-1";
