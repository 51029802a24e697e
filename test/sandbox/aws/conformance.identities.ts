import { objectAt, textAt } from "./json";
import type { Claim } from "./conformance.claims";

const VENDOR = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html";

/** What the sandbox claims of who called: a row for each type of identity, and for each way into a session. */
export const IDENTITY_CLAIMS: readonly Claim[] = [
  { claim: "an IAM user by name and access key", from: "real records", shows: (record) => textAt(record, "userIdentity", "type") === "IAMUser" && textAt(record, "userIdentity", "userName") !== undefined && textAt(record, "userIdentity", "accessKeyId") !== undefined },
  { claim: "a role's session, its name after a colon, with the role that issued it", from: "real records", shows: (record) => textAt(record, "userIdentity", "type") === "AssumedRole" && /^[A-Z0-9]+:./.test(textAt(record, "userIdentity", "principalId") ?? "") && textAt(record, "userIdentity", "sessionContext", "sessionIssuer", "userName") !== undefined },
  { claim: "when a session began", from: "real records", shows: (record) => /^\d{4}-/.test(textAt(record, "userIdentity", "sessionContext", "attributes", "creationDate") ?? "") },
  { claim: "a SAML user and the provider, where a session begins", from: VENDOR, shows: (record) => textAt(record, "userIdentity", "type") === "SAMLUser" && textAt(record, "userIdentity", "identityProvider") !== undefined },
  { claim: "a web identity by issuer, audience and subject, where a session begins", from: VENDOR, shows: (record) => textAt(record, "userIdentity", "type") === "WebIdentityUser" && textAt(record, "userIdentity", "userName") !== undefined },
  { claim: "the provider of a web identity's session", from: VENDOR, shows: (record) => objectAt(record, "userIdentity", "sessionContext", "webIdFederationData") !== undefined },
  { claim: "a person of Identity Center, for whom an application calls", from: VENDOR, shows: (record) => textAt(record, "userIdentity", "type") === "IdentityCenterUser" && textAt(record, "userIdentity", "onBehalfOf", "userId") !== undefined && textAt(record, "userIdentity", "onBehalfOf", "identityStoreArn") !== undefined },
];
