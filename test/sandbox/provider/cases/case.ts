import type { CustomResource } from "@pulumi/pulumi";
import type { Services } from "../../services";

/** One resource of a type, and everything that can be done to it behind Pulumi's back. */
export interface TypeCase {
  readonly token: string;
  /** Short and unique; the resource's name. What else it needs is named `<name>-…`. */
  readonly name: string;
  /** Makes, before anything is declared, what the resource needs and the stand-in has no type for. */
  readonly prepare?: (services: Services) => Promise<unknown>;
  /** Declares the resource, with as many of its properties as the stand-in knows. */
  readonly declare: (name: string) => CustomResource;
  /** Declared properties that no call changes, each with the reason. */
  readonly fixed: Readonly<Record<string, string>>;
  readonly changes: readonly OutOfBandChange[];
  readonly remove: (services: Services, live: Live) => Promise<unknown>;
}

export interface OutOfBandChange {
  /** The declared property that it changes. */
  readonly property: string;
  /** As the trail names it: `sqs:SetQueueAttributes`. */
  readonly operation: string;
  readonly make: (services: Services, live: Live) => Promise<unknown>;
  /**
   * What a preview-only refresh then says: each path of `detailedDiff` with its kind, or that the resource is gone.
   * No path where the provider never reads it back.
   */
  readonly seen: Readonly<Record<string, string>> | "delete";
}

/** The resource as the state has it. */
export interface Live {
  readonly id: string;
  /** A text among its outputs. */
  readonly text: (output: string) => string;
}
