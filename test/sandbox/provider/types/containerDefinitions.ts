import type { ContainerDefinition } from "@aws-sdk/client-ecs";
import { z } from "zod";
import { canonicalJson, isJsonArray, isJsonObject, type Json } from "../../../../policypack/model/json";
import type { Plain } from "../values";

const list = z.array(z.record(z.string(), z.json()));

/** What ECS fills in where a program says nothing. */
const FILLED_IN: Readonly<Record<string, Json>> = { cpu: 0, essential: true, hostPort: 0, protocol: "tcp" };

/**
 * The live containers as the JSON text of the state, in the recorded spelling where that means the same: ECS adds
 * defaults and empty lists, and environment variables have no order.
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ecs/container_definitions.go
 */
export function containersOutput(live: readonly ContainerDefinition[], recorded: Plain | undefined): string {
  const now = canonicalJson(list.parse(JSON.parse(JSON.stringify(live))).map(bare));
  if (typeof recorded !== "string") return now;
  return now === canonicalJson(list.parse(JSON.parse(recorded)).map(bare)) ? recorded : now;
}

function bare(value: Json): Json {
  if (isJsonArray(value)) return value.map(bare);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, part]): [string, Json] => [key, key === "environment" ? sorted(bare(part)) : bare(part)])
      .filter(([key, part]) => part !== null && part !== FILLED_IN[key] && !(isJsonArray(part) && part.length === 0)),
  );
}

function sorted(value: Json): Json {
  return isJsonArray(value) ? [...value].sort((one, other) => (canonicalJson(one) < canonicalJson(other) ? -1 : 1)) : value;
}
