/** What may be meant by what is typed: variables, prefixes, and classes, properties and things by name or label. */
import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  pickedCompletion,
  startCompletion,
} from "@codemirror/autocomplete";
import type { EditorView } from "@codemirror/view";

import { make } from "./dom";
import { declare, declared, takesNames } from "./prologue";
import type { Thing, Things } from "./things";
import { type Vocabulary, type Word, folded, inLanguage, shorten } from "./vocabulary";
import type { Words } from "./words";

const MOST = 60;
const KEYWORDS =
  "SELECT CONSTRUCT DESCRIBE ASK WHERE DISTINCT FROM GRAPH OPTIONAL UNION MINUS FILTER BIND VALUES EXISTS GROUP HAVING ORDER LIMIT OFFSET PREFIX COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT LANG STR REGEX CONTAINS STRSTARTS BOUND COALESCE YEAR LCASE".split(
    " ",
  );
const TYPED = /[?$]?[\p{L}\p{N}_.-]*:?[\p{L}\p{N}_.-]*$/u;
// Where a class is meant: after `a` or `rdf:type`.
const OF_TYPE = /(?:^|[\s;.{])(?:a|rdf:type)\s+$/;

export function completionSource(read: () => Promise<Vocabulary>, things: Things, words: Words) {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const found = context.matchBefore(TYPED);
    const typed = found?.text ?? "";
    const from = found?.from ?? context.pos;
    if ((!typed && !context.explicit) || !takesNames(context.state, context.pos)) {
      return null;
    }
    const options = /^[?$]/.test(typed)
      ? variables(context, typed)
      : await names(context, typed, from, await read(), things, words);
    return options.length ? { from, options, filter: false } : null;
  };
}

function variables(context: CompletionContext, typed: string): Completion[] {
  const found = new Set(context.state.doc.toString().match(/[?$][\p{L}\p{N}_]+/gu) ?? []);
  return [...found]
    .filter((name) => name.startsWith(typed) && name !== typed)
    .sort()
    .map((label) => ({ label, type: "variable" }));
}

async function names(
  context: CompletionContext,
  typed: string,
  from: number,
  { prefixes, terms }: Vocabulary,
  things: Things,
  words: Words,
): Promise<Completion[]> {
  const known = new Map([...Object.entries(prefixes), ...declared(context.state)]);
  const line = context.state.doc.lineAt(from);
  const wanted = OF_TYPE.test(context.state.sliceDoc(line.from, from)) ? "class" : "property";
  const colon = typed.indexOf(":");
  if (colon < 0 && typed.length < 2 && !context.explicit) {
    return [];
  }
  const asked = folded(typed);
  const fitting = terms
    .map((word) => ({ word, name: shorten(word.iri, known), rank: 0 }))
    .filter(({ name }) => !name.startsWith("<"))
    .map((each) => ({ ...each, rank: rankOf(each.word, each.name, asked, wanted, colon >= 0) }))
    .filter(({ rank }) => rank > 0)
    .sort((one, other) => other.rank - one.rank || other.word.uses - one.word.uses)
    .map(({ word, name }) => termOption(word, name, known, words));
  if (colon >= 0) {
    const prefix = typed.slice(0, colon);
    const namespace = known.get(prefix);
    const ofThings = namespace && !terms.some(({ iri }) => iri.startsWith(namespace));
    const found = ofThings ? thingOptions(await things.under(namespace), prefix, typed.slice(colon + 1), known) : [];
    return [...fitting, ...found].slice(0, MOST);
  }
  const keywords = typed ? KEYWORDS.filter((keyword) => keyword.startsWith(typed.toUpperCase())) : [];
  const starting = [...known].filter(([prefix]) => prefix && prefix.startsWith(typed));
  const syntax = [
    ...keywords.map((label) => ({ label, type: "keyword" })),
    ...starting.map(([prefix, namespace]) => prefixOption(prefix, namespace, words)),
  ];
  return (wanted === "class" ? [...fitting, ...syntax] : [...syntax, ...fitting]).slice(0, MOST);
}

/** How well a term fits: by the beginning of its name or of a word of a label; 0 if it does not. */
function rankOf(word: Word, name: string, asked: string, wanted: string, qualified: boolean): number {
  const bonus = word.kind === wanted ? 4 : 0;
  const whole = folded(name);
  if (whole.startsWith(asked)) {
    return 3 + bonus;
  }
  const [prefix = "", local = ""] = qualified ? asked.split(":") : ["", asked];
  if (qualified && !whole.startsWith(`${prefix}:`)) {
    return 0;
  }
  const texts = [whole.slice(whole.indexOf(":") + 1), ...Object.values(word.labels).map(folded)];
  if (texts.some((text) => text.startsWith(local))) {
    return 2 + bonus;
  }
  return texts.some((text) => text.split(/[\s’'-]/).some((part) => part.startsWith(local))) ? 1 + bonus : 0;
}

function termOption(word: Word, name: string, known: Map<string, string>, words: Words): Completion {
  const prefix = name.slice(0, name.indexOf(":"));
  const definition = inLanguage(word.definitions, words.language);
  const uses = word.uses ? words.say("uses", { number: word.uses }) : "";
  return {
    label: name,
    detail: inLanguage(word.labels, words.language),
    type: word.kind,
    apply: inserting(name, prefix, known.get(prefix) ?? ""),
    info: () =>
      make(
        "div",
        {},
        make("strong", {}, words.say(word.kind)),
        uses ? ` · ${uses}` : "",
        ...(definition ? [make("p", {}, definition)] : []),
      ),
  };
}

function thingOptions(found: Thing[], prefix: string, local: string, known: Map<string, string>): Completion[] {
  const namespace = known.get(prefix) ?? "";
  const asked = folded(local);
  return found
    .filter(({ iri, label }) => [iri.slice(namespace.length), label].some((text) => folded(text).includes(asked)))
    .map(({ iri, label }) => ({ name: shorten(iri, [[prefix, namespace]]), label }))
    .filter(({ name }) => !name.startsWith("<"))
    .map(({ name, label }) => ({ label: name, detail: label, type: "thing", apply: inserting(name, prefix, namespace) }));
}

function prefixOption(prefix: string, namespace: string, words: Words): Completion {
  const insert = inserting(`${prefix}:`, prefix, namespace);
  return {
    label: `${prefix}:`,
    detail: `${words.say("prefix")} ${namespace}`,
    type: "namespace",
    apply: (view, completion, from, to) => {
      insert(view, completion, from, to);
      startCompletion(view);
    },
  };
}

/** Puts a name into the query, and declares its prefix where that is missing. */
function inserting(name: string, prefix: string, namespace: string) {
  return (view: EditorView, completion: Completion, from: number, to: number): void => {
    const changes = view.state.changes([...declare(view.state, prefix, namespace), { from, to, insert: name }]);
    view.dispatch({
      changes,
      selection: { anchor: changes.mapPos(to, 1) },
      annotations: pickedCompletion.of(completion),
      userEvent: "input.complete",
      scrollIntoView: true,
    });
  };
}
