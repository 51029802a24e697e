import { XMLParser, XMLValidator } from "fast-xml-parser";
import { z } from "zod";

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Element | string)[];
}

const ATTRIBUTES = ":@";
const nodeSchema = z.record(z.string(), z.unknown());
const nodesSchema = z.array(nodeSchema);

// What a page quotes is its script and style; neither is markup.
const parser = new XMLParser({ preserveOrder: true, ignoreAttributes: false, attributeNamePrefix: "", trimValues: false, parseTagValue: false, htmlEntities: true, maxNestedTags: 1_000, processEntities: { enabled: true, maxTotalExpansions: Infinity, maxExpandedLength: Infinity }, stopNodes: ["*.script", "*.style"] });

/** The page as an XML parser reads it. @throws where it is not well-formed */
export function parseHtml(text: string): Element {
  const markup = text.replace("<!doctype html>", "").trim();
  const valid = XMLValidator.validate(markup);
  if (valid !== true) throw new Error(`not well-formed: ${valid.err.msg} at line ${valid.err.line}`);
  const [root] = readNodes(parser.parse(markup));
  if (root === undefined || typeof root === "string") throw new Error("no element");
  return root;
}

function readNodes(nodes: unknown): readonly (Element | string)[] {
  return nodesSchema.parse(nodes).map((node) => {
    const [name = "", inside] = Object.entries(node).find(([key]) => key !== ATTRIBUTES) ?? [];
    if (name === "#text") return String(inside);
    return { name, attributes: z.record(z.string(), z.string()).parse(node[ATTRIBUTES] ?? {}), children: readNodes(inside) };
  });
}

export function textOf(one: Element | string): string {
  return typeof one === "string" ? one : one.children.map(textOf).join("");
}

/** In document order, the element itself included. */
export function elements(root: Element): readonly Element[] {
  return [root, ...root.children.flatMap((child) => (typeof child === "string" ? [] : elements(child)))];
}

/** By tag, or by `.class`. */
export function find(root: Element, selector: string): readonly Element[] {
  const isWanted = ({ name, attributes }: Element): boolean => (selector.startsWith(".") ? (attributes["class"] ?? "").split(" ").includes(selector.slice(1)) : name === selector);
  return elements(root).filter(isWanted);
}
