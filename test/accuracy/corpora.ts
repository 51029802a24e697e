import { existsSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../sandbox/toolchain/checkout";
import { pantherChanges, pantherUntouched } from "./corpus/panther";
import { stratus } from "./corpus/stratus";
import { lookAlikesOf } from "./lookAlikes";
import type { Corpus } from "./measure";

/** Records of other people's accounts, which are not ours to copy: they lie beside the checkout, where they are at hand. */
const real = join(checkout, "..", "shared", "data", "cloudtrail");

export const hasRealRecords = existsSync(real);

const realLabels = [...stratus, ...pantherChanges, ...pantherUntouched];

export const realRecords: Corpus = { name: "real records", trail: real, labels: [...realLabels, ...lookAlikesOf(realLabels)], deployPrincipals: [] };

export const corpora: readonly Corpus[] = hasRealRecords ? [realRecords] : [];
