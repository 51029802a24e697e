import { Command } from "commander";
import { corpora, hasRealRecords } from "./corpora";
import { measure } from "./measure";
import { describe } from "./print";
import { isGoodEnough, scoreOf } from "./score";

const accuracy = new Command("accuracy")
  .description("Attributes labelled drift from recorded events and compares the answers with the labels.")
  .option("--json", "print the score as one line of JSON at the end")
  .action(async ({ json }: { readonly json?: true }) => {
    if (!hasRealRecords) console.log("the real records are not beside this checkout: only our own are measured");
    const parts = await Promise.all(corpora.map(async (corpus) => ({ corpus, judged: await measure(corpus) })));
    for (const { corpus, judged } of parts) console.log(describe(corpus.name, judged));
    const all = parts.flatMap(({ judged }) => judged);
    if (parts.length > 1) console.log(describe("together", all).split("\n").slice(0, 6).join("\n"));
    const score = scoreOf(all);
    if (json === true) console.log(JSON.stringify(score));
    if (!isGoodEnough(score)) process.exitCode = 1;
  });

void accuracy.parseAsync();
