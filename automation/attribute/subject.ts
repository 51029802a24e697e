/** What a pipeline or a pod says about itself in the token that opened its session. */
export interface Subject {
  /** For people: repository, branch, workflow. Absent where the subject follows no known pattern. */
  readonly knownAs?: string;
  /** Known to stand for a machine, whatever its subject looks like. */
  readonly automated: boolean;
}

// One name: what these services allow in organisations, repositories, branches, stacks. Never a colon.
const N = "[^:\\s\\p{C}]+";

interface Pattern {
  readonly subject: RegExp;
  readonly tell: (parts: Readonly<Record<string, string>>) => string;
}

const PATTERNS: readonly Pattern[] = [
  // https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims; since 2026 with the ids of owner and repository.
  { subject: pattern(`repo:(?<owner>[^:/@\\s\\p{C}]+)(?:@\\d+)?/(?<repo>[^:/@\\s\\p{C}]+)(?:@\\d+)?:(?<rest>.+)`), tell: ({ owner, repo, rest }) => told("GitHub Actions", `${owner}/${repo}`, githubContext(rest ?? "")) },
  // https://docs.gitlab.com/ci/cloud_services/#configure-a-conditional-role-with-oidc-claims
  { subject: pattern(`project_path:(?<path>${N}):ref_type:(?<type>branch|tag):ref:(?<ref>.+)`), tell: ({ path, type, ref }) => told("GitLab", path, `${type} ${ref}`) },
  // https://support.atlassian.com/bitbucket-cloud/docs/integrate-pipelines-with-resource-servers-using-oidc/: only ids.
  { subject: /^(?<repo>\{[0-9a-f-]{36}\})(?::(?<environment>\{[0-9a-f-]{36}\}))?:(?<step>\{[0-9a-f-]{36}\})$/iu, tell: ({ repo, environment }) => told("Bitbucket Pipelines", `repository ${repo}`, environment === undefined ? "" : `environment ${environment}`) },
  // https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/workload-identity-tokens
  { subject: pattern("organization:(?<org>[^:]+):project:(?<project>[^:]+):workspace:(?<workspace>[^:]+):run_phase:(?<phase>plan|apply)"), tell: ({ org, project, workspace, phase }) => told("HCP Terraform", `${org}/${project}/${workspace}`, phase ?? "") },
  // https://www.pulumi.com/docs/pulumi-cloud/access-management/oidc/
  { subject: pattern(`pulumi:deploy:org:(?<org>${N}):project:(?<project>${N}):stack:(?<stack>${N}):operation:(?<operation>${N})(?::.*)?`), tell: ({ org, project, stack, operation }) => told("Pulumi Deployments", `${org}/${project}/${stack}`, operation ?? "") },
  { subject: pattern(`pulumi:environments:org:(?<org>${N}):env:(?<environment>${N})`), tell: ({ org, environment }) => told("Pulumi ESC", `${org}/${environment}`, "") },
  // https://circleci.com/docs/openid-connect-tokens/#format-of-the-openid-connect-id-token
  { subject: /^org\/(?<org>[0-9a-f-]{36})\/project\/(?<project>[0-9a-f-]{36})\/user\/[0-9a-f-]{36}(?:\/vcs-origin\/(?<origin>[^\s\p{C}]+?)(?:\/vcs-ref\/(?<ref>[^\s\p{C}]+))?)?$/iu, tell: ({ org, project, origin, ref }) => told("CircleCI", origin ?? `organization ${org}, project ${project}`, ref === undefined ? "" : refName(ref)) },
  // https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#bound-service-account-tokens
  { subject: pattern("system:serviceaccount:(?<namespace>[a-z0-9-]+):(?<account>[a-z0-9.-]+)"), tell: ({ namespace, account }) => told("Kubernetes", `service account ${namespace}/${account}`, "") },
];

// Issuers of tokens for machines only: what they sign for is no person, whatever the subject.
const MACHINE_ISSUERS =
  /^(token\.actions\.githubusercontent\.com|api\.bitbucket\.org|app\.terraform\.io|api\.pulumi\.com|oidc\.circleci\.com|agent\.buildkite\.com|oidc(-eks)?\.eks\.[a-z0-9-]+\.(amazonaws\.com|api\.aws)(\.cn)?)(\/|$)|^gitlab\./i;

/**
 * Reads the subject of a web identity. It is told in words only where it has exactly the form that its service
 * documents; anything else stands for itself.
 * @param issuer host (and path) of the identity provider, or the ARN of its `oidc-provider`
 */
export function readSubject(subject: string, issuer: string | undefined): Subject {
  for (const { subject: known, tell } of PATTERNS) {
    const parts = known.exec(subject)?.groups;
    if (parts !== undefined) return { knownAs: `${tell(parts)}${issuer === undefined || isMachineIssuer(issuer) ? "" : ` at ${host(issuer)}`}`, automated: true };
  }
  return { automated: isMachineIssuer(issuer) };
}

export function isMachineIssuer(issuer: string | undefined): boolean {
  return MACHINE_ISSUERS.test(host(issuer ?? ""));
}

/** Without the ARN around it. Whoever runs a server of their own can have it sign for any subject. */
function host(issuer: string): string {
  return issuer.replace(/^arn:[^/]*:oidc-provider\//, "");
}

function pattern(source: string): RegExp {
  return new RegExp(`^${source}$`, "u");
}

function told(service: string, what: string | undefined, context: string): string {
  return `${what ?? ""}${context === "" ? "" : `, ${context}`} (${service})`;
}

/** `ref:refs/heads/main`, `environment:prod`, `pull_request`, `job_workflow_ref:org/repo/.github/workflows/x.yml@refs/heads/main`, or several. */
function githubContext(rest: string): string {
  const named: Readonly<Record<string, (value: string) => string>> = {
    ref: refName,
    environment: (value) => `environment ${value}`,
    workflow: (value) => `workflow ${value}`,
    job_workflow_ref: (value) => `workflow ${value}`,
  };
  const [key = "", value] = [rest.split(":", 1)[0], rest.includes(":") ? rest.slice(rest.indexOf(":") + 1) : undefined];
  const tell = Object.hasOwn(named, key) ? named[key] : undefined;
  return value === undefined || tell === undefined ? rest.replace("pull_request", "pull request") : tell(value);
}

function refName(ref: string): string {
  return ref.replace(/^refs\/heads\//, "branch ").replace(/^refs\/tags\//, "tag ").replace(/^refs\/pull\/(\d+)\/.*$/, "pull request $1");
}
