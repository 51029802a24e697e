import { through } from "../aws/channels";

/** For `client.middlewareStack.use(…)`: what the real provider says of itself. */
export const providerUserAgent = through({ via: "pulumi" });
