import { CloudTrailClient, LookupEventsCommand, type LookupEventsCommandInput } from "@aws-sdk/client-cloudtrail";
import { mockClient } from "aws-sdk-client-mock";
import type { LookupClient } from "../../../automation/audit/pacedLookup";
import type { EventHistory } from "./eventHistory";

/** A client of the SDK whose requests this history answers. */
export function lookupClient(history: EventHistory): LookupClient {
  const client = new CloudTrailClient({ region: "us-east-1" });
  mockClient(client).on(LookupEventsCommand).callsFake((input: LookupEventsCommandInput) => history.answer(input));
  return client;
}
