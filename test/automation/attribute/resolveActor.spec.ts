import assert from "node:assert/strict";
import { nameReasons, resolveActor } from "../../../automation/attribute/resolveActor";
import { indexSessions } from "../../../automation/attribute/sessionIndex";
import type { TrailRecord } from "../../../automation/audit/trailRecord";
import type { Actor } from "../../../policypack/model";
import { ACCOUNT } from "./shapes/drifts";
import { alice, assume, bob, record, session, ssoUser } from "./shapes/records";

type Identity = Parameters<typeof record>[3];

function actorOf(identity: Identity, sessions: readonly TrailRecord[] = [], more = {}): Actor {
  return resolveActor(record("s3", "PutBucketVersioning", "02:10", identity, {}, more).record, indexSessions(sessions));
}

const told = ({ kind, name, identity }: Actor) => `${kind} ${name} ${identity}`;
const subject = "repo:acme/platform:ref:refs/heads/main";
const webIdentity = { type: "WebIdentityUser", principalId: `token.actions.githubusercontent.com:sts.amazonaws.com:${subject}`, userName: subject, identityProvider: "token.actions.githubusercontent.com" };

describe("resolveActor", () => {
  const identities: Readonly<Record<string, readonly [Identity, string]>> = {
    "the root user, who has no user name": [{ type: "Root", principalId: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:root`, accountId: ACCOUNT }, "human root verified"],
    "an IAM user": [alice, "human alice verified"],
    "somebody signed in by Identity Center": [ssoUser("carol@example.com"), "human carol@example.com verified"],
    "a role that only calls itself Identity Center": [session("AWSReservedSSO_Admin_0123456789abcdef", "carol@example.com"), "human carol@example.com claimed"],
    "a role named like Identity Center's, of which the record tells no path": [session("AWSReservedSSO_Admin_0123456789abcdef", "carol@example.com", {}, { sessionIssuer: { type: "Role", userName: "AWSReservedSSO_Admin_0123456789abcdef" } }), "human carol@example.com claimed"],
    "a user whom Identity Center vouches for in a role session": [session("analytics", "x", { onBehalfOf: { userId: "u-2", identityStoreArn: "arn:aws:identitystore::1:identitystore/d-1" } }), "human u-2 verified"],
    "an instance by how its session was delivered": [session("web", "renamed", {}, { ec2RoleDelivery: "2.0" }), "automation web unresolved"],
    "a role itself": [{ type: "Role", arn: `arn:aws:iam::${ACCOUNT}:role/path/deploy`, principalId: "AROAX" }, "unknown deploy unresolved"],
    "a directory's user": [{ type: "Directory", userName: "hal", accountId: ACCOUNT }, "unknown hal unresolved"],
    "a federated user of whom the record tells who asked for the session": [{ type: "FederatedUser", principalId: `${ACCOUNT}:root`, sessionContext: { sessionIssuer: { type: "IAMUser", userName: "alice", arn: alice["arn"] } } }, "human alice verified"],
    "a session token of a user": [{ ...alice, accessKeyId: "ASIAALICE", sessionContext: { attributes: { creationDate: "2026-01-02T02:00:00Z", mfaAuthenticated: "true" } } }, "human alice verified"],
    "a pipeline whose record tells only who signed its token": [session("ci", "dave", {}, { webIdFederationData: { federatedProvider: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`, attributes: {} } }), "automation ci unresolved"],
    "a person of a web identity provider": [{ type: "WebIdentityUser", principalId: "accounts.google.com:aud.apps.googleusercontent.com:1102", identityProvider: "accounts.google.com" }, "unknown 1102 verified"],
    "a pod's service account": [{ type: "WebIdentityUser", principalId: `arn:aws:iam::${ACCOUNT}:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/AB:sts.amazonaws.com:system:serviceaccount:kube-system:external-dns` }, "automation system:serviceaccount:kube-system:external-dns verified"],
    "a role session with a chosen name": [session("admin", "dave"), "unknown dave claimed"],
    "a role session named like an instance": [session("web", "i-0123456789abcdef0"), "automation web unresolved"],
    "a role session that an SDK named, for a person or a machine": [session("ci", "botocore-session-1700000000"), "unknown ci unresolved"],
    "a source identity, before the session's name": [session("admin", "x", {}, { sourceIdentity: "erin@example.com" }), "human erin@example.com claimed"],
    "a session that carries its OIDC subject": [session("ci", "run", {}, { webIdFederationData: { federatedProvider: "arn:aws:iam::111122223333:oidc-provider/gitlab.com", attributes: { "gitlab.com:sub": "project_path:acme/infra:ref_type:branch:ref:main" } } }), "automation project_path:acme/infra:ref_type:branch:ref:main verified"],
    "a pipeline's web identity": [webIdentity, `automation ${subject} verified`],
    "a web identity without a user name": [{ type: "WebIdentityUser", principalId: `token.actions.githubusercontent.com:sts.amazonaws.com:${subject}` }, `automation ${subject} verified`],
    "a SAML user": [{ type: "SAMLUser", principalId: "x", userName: "frank@example.com", identityProvider: "idp" }, "human frank@example.com verified"],
    "an Identity Center user": [{ type: "IdentityCenterUser", accountId: ACCOUNT, onBehalfOf: { userId: "u-1", identityStoreArn: "arn:aws:identitystore::1:identitystore/d-1" } }, "human u-1 verified"],
    "a federated user, whose name the broker chose": [{ type: "FederatedUser", principalId: `${ACCOUNT}:gina`, arn: `arn:aws:sts::${ACCOUNT}:federated-user/gina` }, "unknown gina claimed"],
    "a service": [{ type: "AWSService", invokedBy: "autoscaling.amazonaws.com" }, "aws-service autoscaling.amazonaws.com verified"],
    "a service-linked role": [session("AWSServiceRoleForAutoScaling", "AutoScaling", {}, { sessionIssuer: { arn: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`, userName: "AWSServiceRoleForAutoScaling" } }), "aws-service autoscaling.amazonaws.com verified"],
    "another account": [{ type: "AWSAccount", principalId: "AIDA", accountId: "999999999999" }, "unknown 999999999999 unresolved"],
    "nobody at all": [{}, "unknown unknown unresolved"],
  };
  for (const [who, [identity, expected]] of Object.entries(identities)) {
    it(`knows ${who}`, () => {
      assert.equal(told(actorOf(identity)), expected);
    });
  }

  it("finds another account's caller in that account's record of the same call", () => {
    const caller = { type: "AWSAccount", principalId: "AIDA", accountId: ACCOUNT };
    const twin = record("s3", "PutBucketVersioning", "02:10", alice, {}, { sharedEventID: "s-2" });
    assert.equal(told(actorOf(caller, [twin], { sharedEventID: "s-2" })), "human alice verified");
    assert.equal(told(actorOf({ ...caller, accountId: "999999999999" }, [twin], { sharedEventID: "s-2" })), "unknown 999999999999 unresolved");
  });

  it("takes a console session for a person's, and its name for no more than a claim", () => {
    assert.equal(told(actorOf(session("admin", "dave"), [], { sessionCredentialFromConsole: "true" })), "human dave claimed");
    assert.equal(told(actorOf(session("admin", "dave", { invokedBy: "cloudformation.amazonaws.com" }), [], { sessionCredentialFromConsole: "true" })), "human dave claimed");
    assert.equal(told(actorOf(session("admin", "dave", { invokedBy: "AWS Internal" }))), "unknown dave claimed");
  });

  it("takes a service's own event for the service's", () => {
    assert.equal(told(actorOf({}, [], { eventType: "AwsServiceEvent", userIdentity: undefined })), "aws-service s3.amazonaws.com verified");
  });

  describe("follows a role session", () => {
    it("by its access key to the IAM user who assumed the role", () => {
      const made = session("admin", "not-alice");
      const call = assume(alice, made);
      const actor = actorOf(made, [call]);
      assert.equal(told(actor), "human alice verified");
      assert.deepEqual(actor.chain.map((link) => link.kind), ["AssumedRole", "IAMUser"]);
      assert.equal(actor.chain[0]?.eventId, call.record.eventID);
      assert.equal(actor.principal, made["arn"]);
    });
    it("through a second role to the pipeline", () => {
      const first = session("ci", "run");
      const second = session("deploy", "run");
      assert.equal(told(actorOf(second, [assume(first, second), assume(webIdentity, first, {}, "AssumeRoleWithWebIdentity")])), `automation ${subject} verified`);
    });
    it("to the person of Identity Center, who needs no further step", () => {
      const made = session("admin", "x");
      assert.equal(told(actorOf(made, [assume(ssoUser("carol@example.com"), made)])), "human carol@example.com verified");
    });
    it("by role session and moment where the trail hides the key", () => {
      const made = session("admin", "x");
      const call = assume(alice, { ...made, accessKeyId: undefined });
      assert.equal(told(actorOf(made, [call])), "human alice verified");
    });
    it("not where two callers fit", () => {
      const made = session("admin", "x");
      const calls = [assume(alice, { ...made, accessKeyId: undefined }), assume(bob, { ...made, accessKeyId: undefined })];
      assert.equal(told(actorOf(made, calls)), "unknown x claimed");
    });
    it("not by a call that failed", () => {
      const made = session("admin", "x");
      assert.equal(told(actorOf(made, [assume(alice, made, { errorCode: "AccessDenied" })])), "unknown x claimed");
    });
    it("to an end, where a record claims to have made itself", () => {
      const made = session("admin", "x");
      const actor = actorOf(made, [assume(made, made)]);
      assert.equal(told(actor), "unknown x claimed");
      assert.ok(actor.chain.length <= 3);
    });
    it("not by a call that came after its use, nor by one longer ago than a session lasts", () => {
      const made = session("admin", "x");
      for (const eventTime of ["2026-01-02T02:20:00Z", "2026-01-01T14:00:00Z"]) assert.equal(told(actorOf(made, [assume(alice, made, { eventTime })])), "unknown x claimed");
      assert.equal(told(actorOf(made, [assume(alice, made, { eventTime: "2026-01-01T15:00:00Z" })])), "human alice verified");
    });
    it("not by a call that made another session with the same key", () => {
      const made = session("admin", "x");
      assert.equal(told(actorOf(made, [assume(alice, { ...session("other", "x"), accessKeyId: made["accessKeyId"] })])), "unknown x claimed");
    });
    it("not where two callers were handed the same key", () => {
      const made = session("admin", "x");
      assert.equal(told(actorOf(made, [assume(alice, made), assume(bob, made)])), "unknown x claimed");
    });
    it("to nobody where sessions made each other", () => {
      const [one, other] = [session("one", "a"), session("other", "b")];
      const actor = actorOf(one, [assume(other, one), assume(one, other)]);
      assert.equal(told(actor), "unknown a claimed");
      assert.equal(actor.chain.length, 1);
    });
    it("into the caller's account, whose record of the call names the caller", () => {
      const made = session("admin", "x");
      const shared = { sharedEventID: "s-1" };
      const calls = [assume({ type: "AWSAccount", principalId: "AIDACKCEVSQ6C2EXAMPLE", accountId: ACCOUNT }, made, shared), assume(alice, made, shared)];
      for (const order of [calls, calls.toReversed()]) assert.equal(told(actorOf(made, order)), "human alice verified");
    });
    it("to an account, where only its own trail would say more", () => {
      const made = session("admin", "dave");
      const calls = [assume({ type: "AWSAccount", principalId: "AIDA", accountId: "999999999999" }, made)];
      assert.equal(told(actorOf(made, calls)), "unknown 999999999999 unresolved");
      const { record: acted } = record("s3", "PutBucketVersioning", "02:10", made, {});
      assert.deepEqual(nameReasons(acted, indexSessions(calls)), ["somebody of account 999999999999: only that account's own trail names the caller"]);
    });
    it("to its source identity, where the chain ends in no sign-in", () => {
      const made = session("admin", "x", {}, { sourceIdentity: "erin@example.com" });
      assert.equal(told(actorOf(made, [assume({ type: "AWSAccount", accountId: "999999999999" }, made)])), "human erin@example.com claimed");
      assert.equal(told(actorOf(made, [assume(session("first", "y"), made)])), "human erin@example.com claimed");
    });
    it("to whoever signed in, whatever source identity they chose", () => {
      const made = session("admin", "x", {}, { sourceIdentity: "erin@example.com" });
      assert.equal(told(actorOf(made, [assume(alice, made)])), "human alice verified");
    });
    it("to a SAML user, by the source identity that the provider gave", () => {
      const saml = { type: "SAMLUser", principalId: "q:_f3a9", userName: "_f3a9", identityProvider: "q" };
      const made = session("admin", "x", {}, { sourceIdentity: "frank@example.com" });
      const call = assume(saml, made, {}, "AssumeRoleWithSAML");
      const answered = { ...call, record: { ...call.record, responseElements: { ...call.record.responseElements, sourceIdentity: "frank@example.com" } } };
      assert.equal(told(actorOf(made, [call])), "human _f3a9 verified");
      assert.equal(told(actorOf(made, [answered])), "human frank@example.com verified");
    });
    it("to the user who asked for a federated session", () => {
      const federated = { type: "FederatedUser", principalId: `${ACCOUNT}:gina`, accessKeyId: "ASIAGINA" };
      const answer = { credentials: { accessKeyId: "ASIAGINA" }, federatedUser: { federatedUserId: `${ACCOUNT}:gina` } };
      const call = record("sts", "GetFederationToken", "02:00", alice, { name: "gina" }, { responseElements: answer });
      assert.equal(told(actorOf(federated, [call])), "human alice verified");
    });
    it("from a member account's root to whoever opened that session", () => {
      const root = { type: "Root", principalId: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:root`, accountId: ACCOUNT, accessKeyId: "ASIAROOT", sessionContext: { assumedRoot: "true" } };
      const call = record("sts", "AssumeRoot", "02:00", alice, { targetPrincipal: ACCOUNT }, { responseElements: { credentials: { accessKeyId: "ASIAROOT" } } });
      assert.equal(told(actorOf(root)), "unknown root unresolved");
      assert.equal(told(actorOf(root, [call])), "human alice verified");
    });
    it("to a pod, by what EKS says of it", () => {
      const made = session("dns", "eks-prod-external-dns-1");
      const call = assume({ type: "AWSService", invokedBy: "pods.eks.amazonaws.com" }, made, {
        requestParameters: { tags: [{ key: "kubernetes-namespace", value: "kube-system" }, { key: "kubernetes-service-account", value: "external-dns" }] },
      });
      assert.equal(told(actorOf(made, [call])), "automation system:serviceaccount:kube-system:external-dns verified");
    });
    it("to the role that a service opened, where that assumed another", () => {
      const [first, second] = [session("fn-role", "fn"), session("deploy", "fn")];
      assert.equal(told(actorOf(second, [assume(first, second), assume({ type: "AWSService", invokedBy: "lambda.amazonaws.com" }, first)])), "automation fn-role unresolved");
    });
    it("to a machine, where a service assumed the role", () => {
      const made = session("fn-role", "fn");
      assert.equal(told(actorOf(made, [assume({ type: "AWSService", invokedBy: "lambda.amazonaws.com" }, made)])), "automation fn-role unresolved");
    });
  });

  describe("says how the call came", () => {
    const ways: Readonly<Record<string, readonly [object, string]>> = {
      "by a console credential": [{ sessionCredentialFromConsole: "true", userAgent: "aws-cli/2" }, "console credential"],
      "by CloudFormation, for the person": [{ userIdentity: { ...alice, invokedBy: "cloudformation.amazonaws.com" } }, "cloudformation credential"],
      "by another service, for the person": [{ userIdentity: { ...alice, invokedBy: "servicecatalog.amazonaws.com" } }, "service credential"],
      "by CloudFormation, for somebody at the console": [{ sessionCredentialFromConsole: "true", userIdentity: { ...alice, invokedBy: "cloudformation.amazonaws.com" } }, "cloudformation credential"],
      "by the console's sign-in, for the person": [{ userIdentity: { ...alice, invokedBy: "signin.amazonaws.com" } }, "console credential"],
      "by the console, without a call": [{ eventType: "AwsConsoleAction", userAgent: "aws-cli/2" }, "console credential"],
      "by a part of AWS without a name": [{ userIdentity: { ...alice, invokedBy: "AWS Internal" } }, "service credential"],
      "by the console's agent": [{ userAgent: "[S3Console/0.4, aws-internal/3]" }, "console user-agent"],
      "by a browser": [{ userAgent: "Mozilla/5.0 (X11)" }, "console user-agent"],
      "by AWS Internal": [{ userAgent: "AWS Internal" }, "console user-agent"],
      "by the command line": [{ userAgent: "[aws-cli/2.15 md/command#s3api.put-bucket-versioning]" }, "cli user-agent"],
      "by Terraform": [{ userAgent: "APN/1.0 HashiCorp/1.0 Terraform/1.9 terraform-provider-aws/5" }, "terraform user-agent"],
      "by Pulumi": [{ userAgent: "APN/1.0 Pulumi/1.0 (+https://www.pulumi.com) Pulumi-Aws/7 aws-sdk-go-v2/1" }, "pulumi user-agent"],
      "by OpenTofu": [{ userAgent: "APN/1.0 HashiCorp/1.0 OpenTofu/1.9 terraform-provider-aws/5" }, "terraform user-agent"],
      "by another tool of HashiCorp": [{ userAgent: "APN/1.0 HashiCorp/1.0 Packer/1.11 aws-sdk-go/1.44" }, "sdk user-agent"],
      "by the CDK itself": [{ userAgent: "aws-sdk-js/3.600.0 ua/2.0 os/linux lang/js md/nodejs#20 aws-cdk/2.150.0" }, "cdk user-agent"],
      "by the console of one service": [{ userAgent: "console.ec2.amazonaws.com" }, "console user-agent"],
      "by something with a console in its name": [{ userAgent: "aws-sdk-go/1.44 MyConsole/1" }, "sdk user-agent"],
      "by Crossplane": [{ userAgent: "aws-sdk-go-v2/1.30 crossplane-provider-aws/v0.50" }, "kubernetes user-agent"],
      "by an SDK": [{ userAgent: "Boto3/1.34 md/Botocore#1.34" }, "sdk user-agent"],
      "by a load balancer's controller": [{ userAgent: "elbv2.k8s.aws/v2.4.5 aws-sdk-go/1.42.27 (go1.19.3; linux; amd64)" }, "kubernetes user-agent"],
      "by a controller of AWS": [{ userAgent: "aws-controllers-k8s/s3.services.k8s.aws-v1.0.4 (GitCommit/1; BuildDate/1; CRDKind/Bucket; CRDVersion/v1alpha1) aws-sdk-go/1.44.93 (go1.19; linux; amd64)" }, "kubernetes user-agent"],
      "by Kubernetes itself": [{ userAgent: "kubernetes/v1.27.3 aws-sdk-go/1.44.116 (go1.20.5; linux; amd64)" }, "kubernetes user-agent"],
      "by Karpenter": [{ userAgent: "aws-sdk-go/1.50.10 (go1.21.6; linux; amd64) karpenter.sh-v0.34.0" }, "kubernetes user-agent"],
      "by ExternalDNS": [{ userAgent: "aws-sdk-go/1.44.311 (go1.21.0; linux; amd64) ExternalDNS/v0.13.6" }, "kubernetes user-agent"],
      "by cert-manager": [{ userAgent: "aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5 cert-manager/v1.15.3" }, "kubernetes user-agent"],
      "by Pulumi from within a cluster": [{ userAgent: "APN/1.0 Pulumi/1.0 Pulumi-Aws/7 aws-sdk-go-v2/1 exec-env/k8s" }, "pulumi user-agent"],
      "by an SDK for something whose name only holds such letters": [{ userAgent: "aws-sdk-go/1.44 mk8s2/1" }, "sdk user-agent"],
      "somehow": [{ userAgent: undefined }, "unknown user-agent"],
    };
    for (const [how, [more, expected]] of Object.entries(ways)) {
      it(how, () => {
        const actor = actorOf(alice, [], more);
        assert.equal(`${actor.via} ${actor.viaBasis}`, expected);
        assert.equal(actor.name, "alice");
      });
    }
  });
});
