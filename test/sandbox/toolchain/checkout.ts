import { basename, join, resolve } from "node:path";

const above = resolve(__dirname, "../../..");

/** This checkout, whether the code runs compiled or by ts-node. */
export const checkout = basename(above) === "dist" ? resolve(above, "..") : above;

/** The sandbox's compiled code: plugins run it, because ts-node alone takes longer to start than a provider may. */
export const compiledSandbox = join(checkout, "dist", "test", "sandbox");
