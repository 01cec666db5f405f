// Asks the service, and reads its answer event by event. EventSource cannot send a POST, so the stream is read by hand.

/** The service answered with a problem (RFC 9457). */
export class ProblemTold extends Error {
  constructor(problem, retryAfterS) {
    super(problem.title);
    this.problem = problem;
    this.retryAfterS = retryAfterS;
  }
}

/** The connection ended before the answer did. */
export class ConnectionLost extends Error {}

/**
 * Events {name, data} of an extraction: `record`, `withdrawn`, and last `extraction`.
 *
 * Throws ProblemTold, ConnectionLost, or the AbortError of the signal.
 */
export async function* extracting(request, signal) {
  const response = await sent(request, signal);
  if (!response.ok) {
    throw new ProblemTold(await problemOf(response), retryAfterS(response));
  }
  for await (const event of eventsOf(chunksOf(response, signal))) {
    if (event.name === "problem") {
      throw new ProblemTold(event.data, null);
    }
    yield event;
    if (event.name === "extraction") {
      return;
    }
  }
  throw new ConnectionLost();
}

async function sent(request, signal) {
  try {
    const headers = { "Content-Type": "application/json", Accept: "text/event-stream, application/problem+json" };
    return await fetch("v1/extract/stream", { method: "POST", headers, body: JSON.stringify(request), signal });
  } catch (error) {
    throw lost(error, signal);
  }
}

function lost(error, signal) {
  return signal.aborted ? signal.reason : new ConnectionLost(undefined, { cause: error });
}

async function problemOf(response) {
  try {
    return await response.json();
  } catch {
    // Not ours: a proxy in between has answered.
    return { title: `Status ${response.status}`, detail: "The answer did not come from Groundwire.", status: response.status };
  }
}

/** Seconds that the header asks to wait; null if it does not, or names a date, which Groundwire never does. */
function retryAfterS(response) {
  const value = response.headers.get("Retry-After");
  return /^\d+$/.test(value ?? "") ? Number(value) : null;
}

async function* chunksOf(response, signal) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    while (true) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      yield value;
    }
  } catch (error) {
    throw lost(error, signal);
  } finally {
    reader.cancel().catch(() => {}); // it may have failed already
  }
}

/** Server-sent events out of pieces of text, wherever these are cut. */
export async function* eventsOf(chunks) {
  let rest = "";
  for await (const chunk of chunks) {
    const blocks = (rest + chunk).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const event = eventOf(block);
      if (event !== null) {
        yield event;
      }
    }
  }
}

function eventOf(block) {
  const fields = new Map();
  for (const line of block.split("\n")) {
    const [, name, value] = /^([^:]*):? ?(.*)$/s.exec(line);
    fields.set(name, fields.has(name) ? `${fields.get(name)}\n${value}` : value);
  }
  return fields.has("data") ? { name: fields.get("event") ?? "message", data: JSON.parse(fields.get("data")) } : null;
}
