import assert from "node:assert/strict";
import { LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { PacedLookup } from "../../../automation/audit/pacedLookup";
import { eventHistory, failure, fakeClock } from "./shapes/eventHistory";

const input = { LookupAttributes: [{ AttributeKey: "ReadOnly", AttributeValue: "false" } as const], StartTime: new Date(0), EndTime: new Date(1) };

function paced() {
  const { client, aws, inputs } = eventHistory([]);
  const clock = fakeClock(0);
  const lookup = new PacedLookup(() => client, clock);
  let requests = 0;
  return { aws, clock, inputs, requests: () => requests, send: () => lookup.send(input, () => requests++) };
}

function renewable() {
  const { client, aws } = eventHistory([]);
  let made = 0;
  let requests = 0;
  const makeClient = () => {
    made++;
    return client;
  };
  const lookup = new PacedLookup(makeClient, fakeClock(0));
  return { aws, made: () => made, requests: () => requests, send: () => lookup.send(input, () => requests++) };
}

describe("PacedLookup", () => {
  it("asks twice at once, and then no more than twice a second", async () => {
    const { clock, send } = paced();
    await send();
    await send();
    assert.deepEqual(clock.slept, []);
    await send();
    await send();
    await send();
    assert.deepEqual(clock.slept, [525, 525, 525]);
  });

  it("lets requests that come together queue up", async () => {
    const slept: number[] = [];
    const standing = { now: () => new Date(0), sleep: (milliseconds: number) => Promise.resolve(void slept.push(milliseconds)) };
    const { client } = eventHistory([]);
    const lookup = new PacedLookup(() => client, standing);
    await Promise.all([1, 2, 3, 4, 5].map(() => lookup.send(input, () => undefined)));
    assert.deepEqual(slept, [525, 1050, 1575]);
  });

  it("backs off when AWS throttles, longer each time, goes on, and counts each request", async () => {
    const { aws, clock, send, requests } = paced();
    aws.on(LookupEventsCommand).rejectsOnce(failure("ThrottlingException")).rejectsOnce(failure("TooManyRequestsException")).resolves({ Events: [] });
    assert.deepEqual((await send()).Events, []);
    assert.deepEqual(clock.slept, [1000, 2000]);
    assert.equal(requests(), 3);
  });

  it("gives up where throttling goes on", async () => {
    const { aws, clock, send, requests } = paced();
    aws.on(LookupEventsCommand).rejects(failure("ThrottlingException", "Rate exceeded"));
    await assert.rejects(send(), /Rate exceeded/);
    assert.deepEqual(clock.slept, [1000, 2000, 4000, 8000]);
    assert.equal(requests(), 5);
  });

  it("holds up every caller while it backs off, and once that was to no avail lets each of them try once", async () => {
    const { aws, clock, send, requests } = paced();
    aws.on(LookupEventsCommand).rejects(failure("ThrottlingException", "Rate exceeded"));
    const storm = await Promise.allSettled(Array.from({ length: 50 }, send));
    assert.deepEqual([...new Set(storm.map(({ status }) => status))], ["rejected"]);
    // Fifty, and the four that were repeated.
    assert.equal(requests(), 54);
    aws.on(LookupEventsCommand).resolves({ Events: [] });
    await send();
    clock.slept.splice(0);
    aws.reset();
    aws.on(LookupEventsCommand).rejectsOnce(failure("ThrottlingException")).resolves({ Events: [] });
    await send();
    assert.ok(clock.slept.some((pause) => pause >= 1000), "after a success it backs off anew");
  });

  for (const name of ["AccessDeniedException", "InvalidNextTokenException", "TimeoutError"]) {
    it(`hands on ${name} at once: asking again would not help`, async () => {
      const { aws, send, requests } = paced();
      aws.on(LookupEventsCommand).rejects(failure(name));
      await assert.rejects(send(), { name });
      assert.equal(requests(), 1);
    });
  }

  it("asks no more once it was refused: whoever asks next is told the same", async () => {
    const { aws, send, requests } = paced();
    aws.on(LookupEventsCommand).rejects(failure("AccessDeniedException", "not authorized"));
    await Promise.allSettled([send(), send()]);
    const asked = requests();
    await assert.rejects(send(), { name: "AccessDeniedException", message: "not authorized" });
    assert.equal(requests(), asked);
  });

  it("renews credentials that have expired, once, for all callers", async () => {
    const { aws, send, made, requests } = renewable();
    aws.on(LookupEventsCommand).rejectsOnce(failure("ExpiredTokenException")).rejectsOnce(failure("ExpiredTokenException")).resolves({ Events: [] });
    await Promise.all([send(), send()]);
    assert.deepEqual([made(), requests()], [2, 4]);
    aws.reset();
    aws.on(LookupEventsCommand).rejects(failure("ExpiredTokenException", "expired again"));
    await assert.rejects(send(), /expired again/);
    assert.deepEqual([made(), requests()], [2, 5]);
  });

  describe("once its signal says that nobody waits any longer", () => {
    const never = () => new Promise<never>(() => undefined);
    /** Stops once what is awaited has been begun. */
    function stopped(over: { readonly makeClient?: () => Promise<never>; readonly sleep?: () => Promise<never> }, reason?: unknown) {
      const { client, aws } = eventHistory([]);
      const stop = new AbortController();
      const clock = { now: () => new Date(0), sleep: over.sleep ?? fakeClock(0).sleep };
      const lookup = new PacedLookup(over.makeClient ?? (() => client), clock, stop.signal);
      let requests = 0;
      return { aws, stop: () => { stop.abort(reason); }, signal: stop.signal, requests: () => requests, send: () => lookup.send(input, () => requests++) };
    }
    const soon = () => new Promise((resolve) => setImmediate(resolve));

    it("waits no more for an answer, and has the client end the request", async () => {
      const { aws, send, stop, signal } = stopped({});
      aws.on(LookupEventsCommand).callsFake(never);
      const sent = send();
      await soon();
      stop();
      await assert.rejects(sent, { name: "Stopped", message: "reading was stopped before its end: it was interrupted" });
      assert.deepEqual(aws.call(0).args.at(1), { abortSignal: signal });
    });

    it("ends the pauses, those that are for backing off, too", async () => {
      const { aws, send, stop, requests } = stopped({ sleep: never }, new DOMException("late", "TimeoutError"));
      aws.on(LookupEventsCommand).rejects(failure("ThrottlingException"));
      const sent = [send(), send(), send()];
      await soon();
      stop();
      for (const one of sent) await assert.rejects(one, { message: "reading was stopped before its end: the time was up" });
      assert.equal(requests(), 2);
    });

    it("waits no more for credentials", async () => {
      const { send, stop, requests } = stopped({ makeClient: never });
      const sent = send();
      await soon();
      stop();
      await assert.rejects(sent, { name: "Stopped" });
      assert.equal(requests(), 0);
    });

    it("asks nothing more, not even for a client", async () => {
      const { send, stop } = stopped({ makeClient: () => assert.fail("nobody waits for one") });
      stop();
      await assert.rejects(send(), { name: "Stopped" });
    });

    it("lets what the client says about the end of its request not count", async () => {
      const { aws, send, stop } = stopped({});
      aws.on(LookupEventsCommand).callsFake(() => {
        stop();
        throw failure("AbortError", "Request aborted");
      });
      await assert.rejects(send(), { name: "Stopped" });
    });
  });

  it("asks again with the same client where this machine's clock is wrong: the SDK has learned AWS's time", async () => {
    const { aws, send, made, requests } = renewable();
    aws.on(LookupEventsCommand).rejectsOnce(failure("InvalidSignatureException", "Signature expired")).resolves({ Events: [] });
    await send();
    assert.deepEqual([made(), requests()], [1, 2]);
  });
});
