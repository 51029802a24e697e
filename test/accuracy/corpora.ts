import { existsSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../sandbox/toolchain/checkout";
import { pantherChanges, pantherUntouched } from "./corpus/panther";
import { services } from "./corpus/services";
import { shapes } from "./corpus/shapes";
import { deployer, deployments, mentioned, people, writers } from "./corpus/stories";
import { stratus } from "./corpus/stratus";
import { lookAlikesOf, otherwiseOf } from "./lookAlikes";
import type { Corpus } from "./measure";

/** Records of other people's accounts, which are not ours to copy: they lie beside the checkout, where they are at hand. */
const real = join(checkout, "..", "shared", "data", "cloudtrail");

export const hasRealRecords = existsSync(real);

const realLabels = [...stratus, ...pantherChanges, ...pantherUntouched];

export const realRecords: Corpus = { name: "real records", trail: real, labels: [...realLabels, ...lookAlikesOf(realLabels)], deployPrincipals: [] };

const ownLabels = [...people, ...deployments, ...writers, ...mentioned, ...services, ...shapes];

export const ownRecords: Corpus = {
  name: "records of our own",
  trail: join(checkout, "test", "fixtures", "trail"),
  labels: [...ownLabels, ...lookAlikesOf(ownLabels), ...otherwiseOf(services)],
  deployPrincipals: [deployer],
};

export const corpora: readonly Corpus[] = hasRealRecords ? [realRecords, ownRecords] : [ownRecords];
