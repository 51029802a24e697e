/** The backend cannot be used: no login, no such folder or bucket, no access, no answer, an outdated layout. */
export class BackendError extends Error {
  override readonly name = "BackendError";
}
