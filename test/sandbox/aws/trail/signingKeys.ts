import { createHash, generateKeyPair, sign, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import type { JsonObject } from "../../../../policypack/model/json";

/** Only CloudTrail has the private half; `ListPublicKeys` hands out the other one. */
export interface SigningKey {
  readonly fingerprint: string;
  /** The public key: DER of PKCS #1. */
  readonly publicKey: Buffer;
  /** SHA256withRSA, in hexadecimal. */
  sign(text: string): string;
}

export interface SigningKeys {
  /** The key of a region, which is made when it is first asked for. */
  ofRegion(region: string): Promise<SigningKey>;
  /**
   * The answer to `ListPublicKeys` in a region.
   * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_ListPublicKeys.html
   */
  list(region: string): Promise<JsonObject>;
}

const generate = promisify(generateKeyPair);

/** As short as RSA may still be today: a sandbox starts often and guards nothing. */
const MODULUS_BITS = 2048;

/** Each region signs with a key of its own, as AWS does. `since` is from when on the keys are valid. */
export function newSigningKeys(since: Date): SigningKeys {
  const keys = new Map<string, Promise<SigningKey>>();
  const ofRegion = (region: string): Promise<SigningKey> => {
    const key = keys.get(region) ?? makeKey();
    keys.set(region, key);
    return key;
  };
  return {
    ofRegion,
    list: async (region) => {
      const { fingerprint, publicKey } = await ofRegion(region);
      const seconds = Math.floor(since.getTime() / 1000);
      return {
        PublicKeyList: [{
          Fingerprint: fingerprint,
          Value: publicKey.toString("base64"),
          ValidityStartTime: seconds - YEAR_SECONDS,
          ValidityEndTime: seconds + YEAR_SECONDS,
        }],
      };
    },
  };
}

/** Longer than any story that the sandbox tells. */
const YEAR_SECONDS = 365 * 24 * 3600;

async function makeKey(): Promise<SigningKey> {
  const { publicKey, privateKey } = await generate("rsa", { modulusLength: MODULUS_BITS });
  const der = publicKey.export({ type: "pkcs1", format: "der" });
  return {
    // AWS does not say how it makes them; 32 hexadecimal digits is what they look like.
    fingerprint: createHash("md5").update(der).digest("hex"),
    publicKey: der,
    sign: (text) => signText(privateKey, text),
  };
}

function signText(key: KeyObject, text: string): string {
  return sign("sha256", Buffer.from(text), key).toString("hex");
}
