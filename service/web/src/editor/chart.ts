/** A result with names and numbers as a picture: bars, or a line where the names are dates or years. */
import { make } from "./dom";
import type { Labels } from "./labels";
import type { Row, Term } from "./service";
import { isTime, numberOf } from "./values";
import { shorten } from "./vocabulary";
import type { Words } from "./words";

const MOST = 60;
const [WIDTH, BAR, NAMES, FIGURES] = [720, 24, 260, 90];
const [HEIGHT, EDGE] = [320, 56];

interface Chosen {
  labels: string[];
  value: string;
  overTime: boolean;
}

/** The columns that make a picture, if there are any. */
export function columns(variables: string[], rows: Row[]): Chosen | undefined {
  const filled = (variable: string): Term[] => rows.flatMap((row) => row[variable] ?? []);
  const used = variables.filter((name) => filled(name).length > 0);
  const times = used.filter((name) => filled(name).every(isTime) || isYears(filled(name)));
  const numeric = used.filter((name) => filled(name).every((term) => numberOf(term) !== undefined));
  const value = numeric.findLast((name) => !times.includes(name)) ?? numeric.at(-1);
  const time = times.find((name) => name !== value);
  const others = used.filter((name) => name !== value && !times.includes(name) && !numeric.includes(name));
  const named = others.find((name) => filled(name).every(({ type }) => type === "literal")) ?? others[0];
  if (!value) {
    return undefined;
  }
  // Several numbers for one time, as of two sources, make no line.
  if (time && new Set(filled(time).map((term) => term.value)).size === rows.length) {
    return { value, labels: [time], overTime: true };
  }
  const labels = [time, named].filter((name): name is string => name !== undefined);
  return labels.length ? { value, labels, overTime: false } : undefined;
}

function isYears(terms: Term[]): boolean {
  return terms.every((term) => /^(1[89]|20)\d\d$/.test(term.value));
}

/** The picture; its text for who does not see it is the table beside it. */
export function chart(
  variables: string[],
  rows: Row[],
  reading: { words: Words; labels: Labels; prefixes: Map<string, string> },
): HTMLElement {
  const { words, labels, prefixes } = reading;
  const figure = make("figure");
  const chosen = columns(variables, rows);
  if (!chosen) {
    figure.append(words.say("no_chart"));
    return figure;
  }
  const named = (term: Term | undefined): string =>
    term === undefined ? "" : term.type === "uri" ? labels.of(term.value) || shorten(term.value, prefixes) : term.value;
  const points = rows
    .map((row) => ({ name: chosen.labels.map((label) => named(row[label])).join(" · "), value: numberOf(row[chosen.value]) }))
    .filter((point): point is Point => point.value !== undefined);
  const title = words.say("chart", { value: chosen.value, label: chosen.labels.join(", ") });
  const drawing = chosen.overTime ? line(points, words) : bars(points.slice(0, MOST), words);
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-label", title);
  const frame = make("div", { class: "drawing", tabindex: "0", role: "region", "aria-label": title });
  frame.append(drawing);
  figure.append(make("figcaption", {}, title), frame);
  if (points.length > MOST && !chosen.overTime) {
    figure.append(make("p", { class: "hint" }, words.say("chart_cut", { shown: MOST, rows: points.length })));
  }
  return figure;
}

interface Point {
  name: string;
  value: number;
}

function bars(points: Point[], words: Words): SVGElement {
  const values = points.map(({ value }) => value);
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const scale = (value: number): number =>
    NAMES + ((value - low) / (high - low || 1)) * (WIDTH - NAMES - FIGURES);
  const svg = shape("svg", { viewBox: `0 0 ${WIDTH} ${points.length * BAR + 4}`, class: "bars" });
  points.forEach(({ name, value }, index) => {
    const [from, to] = [Math.min(scale(0), scale(value)), Math.max(scale(0), scale(value))];
    const middle = index * BAR + BAR / 2 + 6;
    svg.append(
      text(cut(name, 38), { x: NAMES - 8, y: middle, "text-anchor": "end" }, name),
      shape("rect", { x: from, y: index * BAR + 3, width: Math.max(to - from, 1), height: BAR - 6 }),
      text(words.number(value), { x: to + 6, y: middle }),
    );
  });
  return svg;
}

function line(points: Point[], words: Words): SVGElement {
  const sorted = [...points].sort((one, other) => (one.name < other.name ? -1 : 1));
  const values = sorted.map(({ value }) => value);
  const [low, high] = [Math.min(0, ...values), Math.max(...values, 0)];
  const times = sorted.map(({ name }) => (/^\d{4}$/.test(name) ? Number(name) : Date.parse(name)));
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const x = (time: number): number => EDGE + ((time - first) / (last - first || 1)) * (WIDTH - 2 * EDGE);
  const y = (value: number): number => HEIGHT - 40 - ((value - low) / (high - low || 1)) * (HEIGHT - 80);
  const svg = shape("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "line" });
  const path = sorted.map(({ value }, index) => `${x(times[index] ?? 0)},${y(value)}`).join(" ");
  svg.append(
    shape("line", { x1: EDGE, x2: WIDTH - EDGE, y1: y(low), y2: y(low), class: "axis" }),
    shape("polyline", { points: path }),
  );
  const every = Math.ceil(sorted.length / 10);
  sorted.forEach(({ name, value }, index) => {
    const across = x(times[index] ?? 0);
    svg.append(titled(shape("circle", { cx: across, cy: y(value), r: 4 }), `${name}: ${words.number(value)}`));
    if (index % every === 0) {
      svg.append(
        text(name, { x: across, y: HEIGHT - 16, "text-anchor": "middle" }),
        text(words.number(value), { x: across, y: y(value) - 10, "text-anchor": "middle" }),
      );
    }
  });
  return svg;
}

function shape(name: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, String(value));
  }
  return made;
}

function text(content: string, attributes: Record<string, string | number>, whole = content): SVGElement {
  const made = shape("text", attributes);
  made.append(content);
  return whole === content ? made : titled(made, whole);
}

function titled(element: SVGElement, title: string): SVGElement {
  const made = shape("title", {});
  made.append(title);
  element.append(made);
  return element;
}

function cut(name: string, most: number): string {
  return name.length > most ? `${name.slice(0, most - 1)}…` : name;
}
