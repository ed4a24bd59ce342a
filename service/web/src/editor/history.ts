/** The last queries of this browser, kept in it alone. */

export interface Kept {
  query: string;
  time: number;
}

const KEY = "passerelle.queries";
const MOST = 50;

/** The queries, the last first; none where the browser keeps nothing. */
export function kept(): Kept[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter(isKept) : [];
  } catch {
    return [];
  }
}

/** Keep a query, in the place of the same one from before. */
export function keep(query: string): void {
  write([{ query, time: Date.now() }, ...kept().filter((other) => other.query !== query)].slice(0, MOST));
}

/** Forget a query, or all of them. */
export function forget(query?: string): void {
  write(query === undefined ? [] : kept().filter((other) => other.query !== query));
}

function write(queries: Kept[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(queries));
  } catch {
    // A browser that keeps nothing, or has no room, works without.
  }
}

function isKept(value: unknown): value is Kept {
  const { query, time } = (value ?? {}) as Partial<Kept>;
  return typeof query === "string" && typeof time === "number";
}
