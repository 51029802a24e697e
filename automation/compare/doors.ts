import { isJsonObject, type Json, type JsonObject } from "../../policypack/model";
import { denies, doorsIn, leadsOut, listOf, missing, sourcesIn, type Door } from "../../policypack/exposure/doors";
import { reachOf, type Reach } from "../../policypack/exposure/networkReach";
import type { Does, Effect } from "./effects";

/** Types whose doors stand in a list, or in a part, and types that are one door. */
const HOLDERS: readonly (readonly [types: RegExp, property: string | undefined])[] = [
  [/^aws:ec2\/(securityGroup|defaultSecurityGroup|networkAcl|defaultNetworkAcl):/, "ingress"],
  [/^aws:ec2\/managedPrefixList:/, "entries"],
  [/^aws:eks\/cluster:/, "vpcConfig"],
  [/^aws:(ec2\/securityGroupRule|vpc\/securityGroupIngressRule|ec2\/networkAclRule|ec2\/managedPrefixListEntry):/, undefined],
];

/** A network path is opened whose farthest source reaches so far. */
export function opensPath(reach: Reach): Does {
  return (effect) => {
    const reaches = openedBy(effect).map((source) => reachOf(source) ?? "inside");
    return (["world", "outside", "inside"] as const).find((one) => reaches.includes(one)) === reach;
  };
}

/** The sources that come in where they could not, as far as this change speaks of them. */
function openedBy({ type, names, expected, actual, gone, recorded, live }: Effect): readonly string[] {
  const holder = HOLDERS.find(([types]) => types.test(type));
  if (holder === undefined || leadsOut(live) || !speaksOf(holder[1], names, gone)) return [];
  const named = [...sourcesIn(expected), ...sourcesIn(actual)];
  // A part without a source, of a rule that comes or goes as a whole: the rule itself speaks of its doors.
  const isPart = named.length === 0 && !gone && holder[1] !== undefined && (expected === undefined || actual === undefined);
  if (isPart) return [];
  // A port, a protocol or an action is about all sources of its rule.
  const isMeant = ({ source }: Door): boolean => named.length === 0 || named.includes(source);
  const [had, has] = [doorsOf(recorded, holder[1]), doorsOf(live, holder[1])];
  const isShut = ({ denies }: Door): boolean => denies;
  const isOpen = ({ denies }: Door): boolean => !denies;
  const letIn = missing(has.filter(isOpen).filter(isMeant), had.filter(isOpen));
  const notKeptOut = missing(had.filter(isShut).filter(isMeant), has.filter(isShut));
  const opened = [...letIn, ...notKeptOut].map(({ source }) => source);
  return denies(actual) ? opened : [...opened, ...sourcesIn(actual).filter((source) => isUnheardOf(source, [...had, ...has], expected))];
}

/** The inputs and the outputs of a resource may tell different stories: what only the change tells counts too. */
function isUnheardOf(source: string, doors: readonly Door[], expected: Json | undefined): boolean {
  return doors.every((door) => door.source !== source) && !sourcesIn(expected).includes(source);
}

function speaksOf(property: string | undefined, names: readonly string[], gone: boolean): boolean {
  return gone || property === undefined || names[0] === property;
}

function doorsOf(settings: JsonObject, property: string | undefined): readonly Door[] {
  if (property === undefined) return leadsOut(settings) ? [] : doorsIn(settings);
  return listOf(settings[property]).filter(isJsonObject).flatMap(doorsIn);
}
