import type { Provider } from "./provider";
import type { Values } from "./values";

/** The functions that programs call most: who and where am I? */
export async function invoke(provider: Provider, token: string): Promise<Values> {
  const cloud = provider.cloud();
  switch (token) {
    case "aws:index/getCallerIdentity:getCallerIdentity": {
      const caller = await cloud.caller();
      return { id: caller.accountId, ...caller };
    }
    case "aws:index/getRegion:getRegion":
      return { id: cloud.region, name: cloud.region, region: cloud.region };
    default:
      throw new Error(`the sandbox's AWS provider has no function ${token}`);
  }
}
