import { CreateQueueCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { PutParameterCommand } from "@aws-sdk/client-ssm";
import type { PersonName } from "../estate/clients";
import { failing, type Happening } from "../estate/story";
import { nameOf } from "./build";
import type { Made } from "./checkpoint";
import { troubles } from "./troubles";

/** @param take a resource of a type that nobody has touched */
type Decoy = (who: PersonName, beside: Made, take: (token: string) => Made | undefined) => readonly Happening[];

/** What happens beside a drift and leaves none. */
export const decoys: readonly [Decoy, ...Decoy[]] = [putBack, changeNamesake, fail];

function putBack(...[who, , take]: Parameters<Decoy>): readonly Happening[] {
  for (const { token, tale, cause, undo } of troubles) {
    if (undo === undefined) continue;
    const made = take(token);
    if (made === undefined) continue;
    return [{
      who,
      tale: `(decoy) ${tale} ${made.place.name} of ${nameOf(made.place)}, and puts it back`,
      run: async (as) => {
        await cause(as, made);
        await undo(as, made);
      },
    }];
  }
  return [];
}

/** No stack has this queue. */
function changeNamesake(...[who, { place }]: Parameters<Decoy>): readonly Happening[] {
  const name = `${place.project}-${place.stack}-${place.name}-2`;
  return [{
    who,
    tale: `(decoy) changes ${name}, which only has a similar name`,
    run: async ({ sqs }) => {
      const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
      await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: "7" } }));
    },
  }];
}

function fail(...[who, beside, take]: Parameters<Decoy>): readonly Happening[] {
  const token = "aws:ssm/parameter:Parameter";
  const made = beside.kind.token === token ? beside : take(token);
  if (made === undefined) return [];
  return [{
    who,
    tale: `(decoy) tries to overwrite ${made.place.name} of ${nameOf(made.place)}, and fails`,
    run: ({ ssm }) => failing(ssm.send(new PutParameterCommand({ Name: made.id, Type: "String", Value: "not taken" }))),
  }];
}
