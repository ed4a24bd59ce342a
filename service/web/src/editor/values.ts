/** Terms of RDF as values that can be compared and drawn. */
import type { Term } from "./service";

const XSD = "http://www.w3.org/2001/XMLSchema#";
const NUMBERS = new Set(
  "integer decimal double float int long short byte nonNegativeInteger positiveInteger negativeInteger nonPositiveInteger unsignedInt unsignedLong unsignedShort unsignedByte"
    .split(" ")
    .map((name) => XSD + name),
);
const TIMES = new Set(["date", "dateTime", "gYear", "gYearMonth"].map((name) => XSD + name));

/** The number that a term is; undefined if it is none. */
export function numberOf(term: Term | undefined): number | undefined {
  if (!term?.datatype || !NUMBERS.has(term.datatype)) {
    return undefined;
  }
  const value = Number(term.value);
  return Number.isFinite(value) ? value : undefined;
}

/** Whether a term is a date or a year. */
export function isTime(term: Term | undefined): boolean {
  return term?.datatype !== undefined && TIMES.has(term.datatype);
}

/** Puts terms in order: numbers by size, the rest by what is read, what is missing last. */
export function comparing(language: string, read: (term: Term) => string): (one?: Term, other?: Term) => number {
  const { compare } = new Intl.Collator(language, { numeric: true });
  return (one, other) => {
    if (!one || !other) {
      return Number(!one) - Number(!other);
    }
    const [first, second] = [numberOf(one), numberOf(other)];
    return first !== undefined && second !== undefined ? first - second : compare(read(one), read(other));
  };
}
