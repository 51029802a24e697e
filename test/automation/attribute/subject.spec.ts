import assert from "node:assert/strict";
import { readSubject } from "../../../automation/attribute/subject";

const github = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";
const uuid = "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0";

describe("readSubject", () => {
  const known: Readonly<Record<string, string>> = {
    "repo:acme/platform:ref:refs/heads/main": "acme/platform, branch main (GitHub Actions)",
    "repo:acme/platform:ref:refs/heads/fix/a-b": "acme/platform, branch fix/a-b (GitHub Actions)",
    "repo:acme/platform:ref:refs/tags/v1.2": "acme/platform, tag v1.2 (GitHub Actions)",
    "repo:acme/platform:ref:refs/pull/7/merge": "acme/platform, pull request 7 (GitHub Actions)",
    "repo:acme/platform:environment:prod": "acme/platform, environment prod (GitHub Actions)",
    "repo:acme/platform:pull_request": "acme/platform, pull request (GitHub Actions)",
    "repo:acme/platform:job_workflow_ref:acme/ci/.github/workflows/deploy.yml@refs/heads/main": "acme/platform, workflow acme/ci/.github/workflows/deploy.yml@refs/heads/main (GitHub Actions)",
    "repo:acme@123456/platform@456789:ref:refs/heads/main": "acme/platform, branch main (GitHub Actions)",
    "repo:acme@123456/platform@456789:environment:prod": "acme/platform, environment prod (GitHub Actions)",
    "project_path:acme/infra/aws:ref_type:branch:ref:main": "acme/infra/aws, branch main (GitLab)",
    "project_path:acme/infra:ref_type:tag:ref:v1": "acme/infra, tag v1 (GitLab)",
    [`{${uuid}}:{${uuid}}`]: `repository {${uuid}} (Bitbucket Pipelines)`,
    [`{${uuid}}:{${uuid}}:{${uuid}}`]: `repository {${uuid}}, environment {${uuid}} (Bitbucket Pipelines)`,
    "organization:acme:project:Default Project:workspace:shop-prod:run_phase:apply": "acme/Default Project/shop-prod, apply (HCP Terraform)",
    "pulumi:deploy:org:acme:project:shop:stack:prod:operation:update:scope:write": "acme/shop/prod, update (Pulumi Deployments)",
    "pulumi:environments:org:acme:env:shop/prod": "acme/shop/prod (Pulumi ESC)",
    [`org/${uuid}/project/${uuid}/user/${uuid}`]: `organization ${uuid}, project ${uuid} (CircleCI)`,
    [`org/${uuid}/project/${uuid}/user/${uuid}/vcs-origin/github.com/acme/platform/vcs-ref/refs/heads/main`]: "github.com/acme/platform, branch main (CircleCI)",
    "system:serviceaccount:kube-system:aws-load-balancer-controller": "service account kube-system/aws-load-balancer-controller (Kubernetes)",
  };
  for (const [subject, told] of Object.entries(known)) {
    it(`tells ${subject} in words`, () => {
      assert.deepEqual(readSubject(subject, undefined), { knownAs: told, automated: true });
    });
  }

  const odd = [
    "",
    "repo:",
    "repo:acme:ref:refs/heads/main",
    "repo:acme/platform",
    "repo:acme/plat form:ref:refs/heads/main",
    "repo:acme/platform/x:ref:refs/heads/main",
    "x repo:acme/platform:ref:refs/heads/main",
    "repo:acme/platform:ref:refs/heads/main\nrepo:other/one:pull_request",
    "repo:acme/plat\u202eform:pull_request",
    "project_path:acme/infra:ref_type:other:ref:main",
    "pulumi:deploy:org:acme",
    "system:serviceaccount:Kube System:x",
    `{${uuid}}`,
    "110248495921238986420",
  ];
  for (const subject of odd) {
    it(`leaves ${JSON.stringify(subject)} as it is, and calls it nobody's machine`, () => {
      assert.deepEqual(readSubject(subject, "accounts.google.com"), { automated: false });
    });
  }

  for (const issuer of [github, "token.actions.githubusercontent.com", "gitlab.example.com", "oidc.eks.eu-west-1.amazonaws.com/id/ABCD", "oidc.circleci.com/org/x", "api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc"]) {
    it(`knows that ${issuer} signs for machines, whatever they call themselves`, () => {
      assert.deepEqual(readSubject("custom", issuer), { automated: true });
    });
  }
  for (const issuer of ["accounts.google.com", "cognito-identity.amazonaws.com", "nottoken.actions.githubusercontent.com", "evil.example/token.actions.githubusercontent.com", "arn:aws:iam::111122223333:oidc-provider/evil.example/gitlab.x"]) {
    it(`knows nothing of the kind of ${issuer}`, () => {
      assert.deepEqual(readSubject("custom", issuer), { automated: false });
    });
  }
  it("names the server where it is not the service's own", () => {
    assert.equal(readSubject("repo:acme/platform:pull_request", "git.example.com/_services/token").knownAs, "acme/platform, pull request (GitHub Actions) at git.example.com/_services/token");
    assert.equal(readSubject("repo:acme/platform:pull_request", github).knownAs, "acme/platform, pull request (GitHub Actions)");
  });
});
