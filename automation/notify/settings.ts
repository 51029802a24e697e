import { closest } from "fastest-levenshtein";
import { z } from "zod";
import { sinks } from ".";
import { routeSchema } from "./routes";

const [first, ...others] = sinks;
const kinds = sinks.map(({ kind }) => kind);

const sinkSchema = z.discriminatedUnion("kind", [first.settings, ...others.map(({ settings }) => settings)], { error: `kind is one of ${kinds.join(", ")}` });

/** `notify` of whodrift.yaml. */
export const notifySchema = z
  .strictObject({
    sinks: z.array(sinkSchema).readonly().default([]),
    /** Each tells what it selects, whatever the others do. Without any, everything goes to every sink. */
    routes: z.array(routeSchema).readonly().default([]),
  })
  .readonly()
  .superRefine(({ sinks: written, routes }, context) => {
    const names = written.map(({ name }) => name);
    const refuse = (path: readonly (string | number)[], message: string) => {
      context.addIssue({ code: "custom", path: [...path], message });
    };
    names.forEach((name, index) => {
      if (names.indexOf(name) < index) refuse(["sinks", index, "name"], "another sink has this name");
    });
    routes.forEach(({ name, to }, index) => {
      if (routes.findIndex((route) => route.name === name) < index) refuse(["routes", index, "name"], "another route has this name");
      for (const sink of to) {
        if (!names.includes(sink)) refuse(["routes", index, "to"], names.length === 0 ? `there is no sink ${sink}` : `there is no sink ${sink}: did you mean ${closest(sink, names)}?`);
      }
    });
  });
export type NotifySettings = z.infer<typeof notifySchema>;
