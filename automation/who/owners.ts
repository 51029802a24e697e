import type { DriftedResource } from "../../policypack/model";
import { isAws, splitType } from "../attribute/resourceServices";
import { describeResource } from "../compare/describeResource";
import { providerInputs, redactState } from "../compare/compareStack";
import { findIdentities } from "../compare/identities";
import type { Masker } from "../compare";
import type { StackAtRest, StateResource } from "../estate";
import { typeOfId, type Subject } from "./subject";

/** A resource of a stack that is, or belongs to, what somebody asked for. */
export interface Owner {
  readonly stack: StackAtRest;
  readonly resource: DriftedResource;
  /** How the words fit: the better, the lower. */
  readonly fit: number;
}

/**
 * The resources of a stack that fit: by its URN, its id or ARN, its name (the cloud's or the program's), or what it is
 * a part of.
 */
export function ownersIn(stack: StackAtRest, subject: Subject, masker: Masker): readonly Owner[] {
  return stack.deployment.resources.flatMap((resource) => {
    const fit = isOwned(resource) ? fitOf(resource, subject.text) : undefined;
    if (fit === undefined) return [];
    const { outputs } = redactState(resource, masker);
    return [{ stack, resource: describeResource(resource, outputs, providerInputs(resource, stack.deployment), masker), fit }];
  });
}

// What was only looked up (`get`) is another's, and what is about to be deleted has a successor of its name.
function isOwned({ custom, type, external, delete: replaced }: StateResource): boolean {
  return custom === true && isAws(type) && external !== true && replaced !== true;
}

function fitOf({ urn, id = "", type, outputs }: StateResource, text: string): number | undefined {
  const fits = [
    urn === text,
    id === text || outputs["arn"] === text,
    outputs["name"] === text || urn.split("::").at(-1) === text,
    findIdentities(type, id, outputs).includes(text),
  ];
  const best = fits.indexOf(true);
  return best < 0 ? undefined : best;
}

/**
 * Nobody else can own it: EC2 gives an id once, and this is the resource itself, not what goes by its name. (Who lets
 * two stacks manage one resource is told of one of them.)
 */
export function isOnly({ resource }: Owner, subject: Subject): boolean {
  return resource.id === subject.text && typeOfId(subject.text) === resource.type;
}

/**
 * Those that fit best. Where all of them are parts of one of them (a bucket, its policy and its versioning go by one
 * name), it is that one: calls on its parts are recorded under its names.
 */
export function bestOwners(owners: readonly Owner[]): readonly Owner[] {
  const best = Math.min(...owners.map(({ fit }) => fit));
  const fitting = owners.filter(({ fit }) => fit === best);
  const whole = fitting.find((one) => fitting.every((other) => other === one || isPartOf(other, one)));
  return whole === undefined ? fitting : [whole];
}

/** `aws:s3/bucketPolicy:BucketPolicy` of the same bucket begins as `aws:s3/bucket:Bucket` does. */
function isPartOf({ stack, resource }: Owner, whole: Owner): boolean {
  const [part, all] = [splitType(resource.type), splitType(whole.resource.type)];
  return stack.ref.name === whole.stack.ref.name && part.module === all.module && part.name.startsWith(all.name) && resource.identities.includes(whole.resource.id);
}
