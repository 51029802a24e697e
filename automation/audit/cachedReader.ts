import type { AuditAnswer, AuditQuery, AuditSourceReader } from "./auditSource";

/** One sweep serves every stack that asks the same of an account and region, also while it is under way. */
export function cachedReader(reader: AuditSourceReader): AuditSourceReader {
  const answers = new Map<string, Promise<AuditAnswer>>();
  return {
    read: (query: AuditQuery) => {
      const key = JSON.stringify([query.account, query.region, query.from, query.to]);
      const known = answers.get(key);
      // The requests were spent once: whoever shares the answer is not billed again.
      if (known !== undefined) return known.then((answer) => ({ ...answer, requests: 0 }));
      const answer = reader.read(query);
      answers.set(key, answer);
      return answer;
    },
  };
}
