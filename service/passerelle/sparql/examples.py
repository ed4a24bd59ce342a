"""The example queries of the graph: SHACL's SPARQL executables (https://www.w3.org/TR/shacl-af/#SPARQLExecutables)."""

from dataclasses import dataclass, field

from passerelle.labels import best
from passerelle.namespaces import DCTERMS, GRAPH, QUERY, RDFS, SH, XSD
from passerelle.store.rows import Answers, Row, Term, select

Texts = dict[str, str]


@dataclass(frozen=True)
class Parameter:
    """What a person may change in an example (https://www.w3.org/TR/shacl-af/#SPARQLFunction-parameters).

    `name` is the variable; it takes a literal of `datatype`, or an IRI where there is none; of `kind`, a class, if one
    is given. `default` is the value in the text as it stands.
    """

    iri: str
    name: str
    titles: Texts = field(default_factory=dict)
    descriptions: Texts = field(default_factory=dict)
    datatype: str = ""
    kind: str = ""
    default: Term | None = None

    @property
    def takes_text(self) -> bool:
        """Whether any text fits, the empty one too."""
        return self.datatype == f"{XSD}string"

    def title(self, language: str) -> str:
        """What it is, in that language or the next best one; the name if nothing says so."""
        return best(self.titles, language) or self.name


@dataclass(frozen=True)
class Example:
    """An example: its texts by language, its theme (an IRI, or empty) and its text."""

    iri: str
    text: str
    titles: Texts = field(default_factory=dict)
    explanations: Texts = field(default_factory=dict)
    theme: str = ""
    themes: Texts = field(default_factory=dict)
    parameters: list[Parameter] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The last part of its IRI."""
        return self.iri.removeprefix(QUERY)

    def title(self, language: str) -> str:
        """The title in that language or the next best one; the name if there is none."""
        return best(self.titles, language) or self.name

    def explanation(self, language: str) -> str:
        """What it answers, in that language or the next best one."""
        return best(self.explanations, language) or ""

    def theme_label(self, language: str) -> str:
        """What it is about, in that language or the next best one."""
        return best(self.themes, language) or ""


_IN_QUERIES = f'FILTER(STRSTARTS(STR(?graph), "{GRAPH}queries/"))'
_EXAMPLES = f"""
SELECT DISTINCT ?query ?text ?theme {{
  GRAPH ?graph {{
    ?query <{SH}select>|<{SH}ask>|<{SH}construct> ?text .
    OPTIONAL {{ ?query <{DCTERMS}subject> ?theme }}
  }}
  {_IN_QUERIES}
}} ORDER BY ?query ?theme
"""
_PARAMETERS = f"""
SELECT DISTINCT ?query ?parameter ?path ?datatype ?kind ?default {{
  GRAPH ?graph {{
    ?query <{SH}parameter> ?parameter .
    ?parameter <{SH}path> ?path .
    OPTIONAL {{ ?parameter <{SH}datatype> ?datatype }}
    OPTIONAL {{ ?parameter <{SH}class> ?kind }}
    OPTIONAL {{ ?parameter <{SH}defaultValue> ?default }}
    OPTIONAL {{ ?parameter <{SH}order> ?order }}
  }}
  {_IN_QUERIES}
}} ORDER BY ?query ?order ?path
"""
_TEXTS = f"""
SELECT DISTINCT ?thing ?property ?text (LANG(?text) AS ?language) {{
  {{ GRAPH ?graph {{
    VALUES ?property {{ <{RDFS}label> <{RDFS}comment> <{SH}name> <{SH}description> }}
    ?thing ?property ?text .
  }} {_IN_QUERIES} }}
  UNION {{ GRAPH ?graph {{ ?query <{DCTERMS}subject> ?thing }} {_IN_QUERIES}
    BIND(<{RDFS}label> AS ?property) GRAPH ?other {{ ?thing ?property ?text }} }}
}} ORDER BY ?thing ?property ?language ?text
"""


def examples(engine: Answers) -> dict[str, Example]:
    """Every example query of the graph by its name, sorted."""
    texts = _texts(engine)

    def said(thing: str, predicate: str) -> Texts:
        return texts.get((thing, predicate), {})

    found: dict[str, Example] = {}
    for row in select(engine, _EXAMPLES).rows:
        iri, theme = _value(row, "query"), _value(row, "theme")
        example = Example(
            iri,
            _value(row, "text"),
            said(iri, f"{RDFS}label"),
            said(iri, f"{RDFS}comment"),
            theme,
            said(theme, f"{RDFS}label"),
        )
        found.setdefault(example.name, example)
    for row in select(engine, _PARAMETERS).rows:
        iri, path = _value(row, "parameter"), _value(row, "path")
        parameter = Parameter(
            iri,
            # https://www.w3.org/TR/shacl-af/#SPARQLFunction-parameters: the local name is that of the variable.
            path[max(path.rfind("#"), path.rfind("/")) + 1 :],
            said(iri, f"{SH}name"),
            said(iri, f"{SH}description"),
            _value(row, "datatype"),
            _value(row, "kind"),
            row.get("default"),
        )
        query = found.get(_value(row, "query").removeprefix(QUERY))
        if query is not None and parameter.name not in {known.name for known in query.parameters}:
            query.parameters.append(parameter)
    return found


def _texts(engine: Answers) -> dict[tuple[str, str], Texts]:
    texts: dict[tuple[str, str], Texts] = {}
    for row in select(engine, _TEXTS).rows:
        by_language = texts.setdefault((_value(row, "thing"), _value(row, "property")), {})
        by_language.setdefault(_value(row, "language"), _value(row, "text"))
    return texts


def _value(row: Row, name: str) -> str:
    return row[name].value if name in row else ""
