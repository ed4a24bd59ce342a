/** Asks the endpoint (https://www.w3.org/TR/sparql11-protocol/). */

export interface Term {
  type: "uri" | "literal" | "bnode" | "triple";
  value: string;
  datatype?: string;
  "xml:lang"?: string;
}

export type Row = Record<string, Term>;

interface Results {
  head: { vars?: string[] };
  boolean?: boolean;
  results?: { bindings: Row[] };
}

/** What came back: `text` as it was sent, and what it says. */
export type Answer = { text: string; milliseconds: number; whole: boolean } & (
  | { kind: "table"; variables: string[]; rows: Row[] }
  | { kind: "truth"; truth: boolean }
  | { kind: "graph" }
);

/** A query that the service does not answer, with the place of the mistake where it knows it. */
export class QueryProblem extends Error {
  constructor(
    readonly detail: string,
    readonly line?: number,
    readonly column?: number,
  ) {
    super(detail);
  }
}

/** The answer is more than a page can show. */
export class TooLarge extends Error {}

const RESULTS = "application/sparql-results+json";
const GRAPH = "text/turtle";
// A table of more characters would make the page slow; a graph is shown up to there.
const MOST = 20_000_000;

export class Service {
  readonly #endpoint: string;

  constructor(endpoint: string) {
    this.#endpoint = endpoint;
  }

  /**
   * Ask a query, for so many seconds at most; to abort it makes the service stop working on it.
   *
   * Throws QueryProblem, TooLarge, or what fetch throws.
   */
  async ask(query: string, signal: AbortSignal | null = null, seconds?: number): Promise<Answer> {
    const start = performance.now();
    const response = await fetch(this.#endpoint, {
      method: "POST",
      headers: { Accept: `${RESULTS}, ${GRAPH}` },
      body: new URLSearchParams({ query, ...(seconds && { timeout: String(seconds) }) }),
      signal,
    });
    if (!response.ok) {
      throw await problemOf(response);
    }
    const { text, whole } = await readUpTo(response, MOST);
    const told = { text, whole, milliseconds: performance.now() - start };
    if (!response.headers.get("content-type")?.startsWith(RESULTS)) {
      return { ...told, kind: "graph" };
    }
    if (!whole) {
      throw new TooLarge();
    }
    const found = JSON.parse(text) as Results;
    return found.boolean === undefined
      ? { ...told, kind: "table", variables: found.head.vars ?? [], rows: found.results?.bindings ?? [] }
      : { ...told, kind: "truth", truth: found.boolean };
  }
}

async function problemOf(response: Response): Promise<QueryProblem> {
  const text = await response.text();
  try {
    const problem = JSON.parse(text) as { detail?: string; line?: number; column?: number };
    return new QueryProblem(problem.detail ?? text, problem.line, problem.column);
  } catch {
    return new QueryProblem(text || `${response.status} ${response.statusText}`);
  }
}

async function readUpTo(response: Response, most: number): Promise<{ text: string; whole: boolean }> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const parts: string[] = [];
  let size = 0;
  for (;;) {
    const next = await reader?.read();
    if (!next || next.done) {
      return { text: parts.join(""), whole: true };
    }
    parts.push(next.value);
    size += next.value.length;
    if (size > most) {
      await reader?.cancel();
      return { text: parts.join(""), whole: false };
    }
  }
}
