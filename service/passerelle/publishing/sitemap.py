"""The addresses of all pages, for search engines (https://www.sitemaps.org/protocol.html).

When a page last changed is not known, and not said. Each comes in every language, and says where it comes in the others
(https://developers.google.com/search/docs/specialty/international/localized-versions#sitemap).
"""

from collections.abc import Iterable
from io import BytesIO
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from passerelle import urls
from passerelle.namespaces import ID, PSL, SHAPE, SOURCE
from passerelle.phrases import LANGUAGES
from passerelle.store.rows import Answers, values

# Of the most that a file may have, 50,000, each thing takes one for each language.
PART = 10_000
_PROTOCOL = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_NO_ATTRIBUTES = AttributesImpl({})
# Whatever of ours is told of by a page of its own; a place in a page has none.
_DESCRIBED = f"""
  {{ ?thing ?p ?o FILTER(ISIRI(?thing) && STRSTARTS(STR(?thing), "{ID}")) }}
  UNION {{ GRAPH ?graph {{ ?thing ?p ?o }} FILTER(ISIRI(?thing) && (STRSTARTS(STR(?thing), "{PSL}")
    || STRSTARTS(STR(?thing), "{SHAPE}") || STRSTARTS(STR(?thing), "{SOURCE}"))) }}
  FILTER(!CONTAINS(STR(?thing), "#"))
"""


def parts(engine: Answers) -> int:
    """How many files the pages of things take; failures as `Engine.answer` tells them."""
    (row,) = values(engine, f"SELECT (COUNT(DISTINCT ?thing) AS ?number) {{ {_DESCRIBED} }}")
    return -(-int(row["number"]) // PART)


def things(engine: Answers, part: int) -> list[str]:
    """The paths of the pages of things in one of the files, from 1 on; failures as `Engine.answer` tells them."""
    end = f"ORDER BY ?thing LIMIT {PART} OFFSET {(part - 1) * PART}"
    return [urls.doc(row["thing"]) for row in values(engine, f"SELECT DISTINCT ?thing {{ {_DESCRIBED} }} {end}")]


def index(names: Iterable[str], links: urls.Urls) -> bytes:
    """The list of the files."""
    output = BytesIO()
    xml = _begin(output, "sitemapindex", {"xmlns": _PROTOCOL})
    for name in names:
        xml.startElement("sitemap", _NO_ATTRIBUTES)
        _element(xml, "loc", links.to(urls.SITEMAP_PART.format(name=name)))
        xml.endElement("sitemap")
    return _end(xml, output, "sitemapindex")


def sitemap(paths: Iterable[str], links: urls.Urls) -> bytes:
    """A file of pages."""
    output = BytesIO()
    xml = _begin(output, "urlset", {"xmlns": _PROTOCOL, "xmlns:xhtml": _XHTML})
    for path in paths:
        address = links.to(path)
        languages = {language: f"{address}?lang={language}" for language in LANGUAGES}
        for translated in languages.values():
            xml.startElement("url", _NO_ATTRIBUTES)
            _element(xml, "loc", translated)
            for language, other in {**languages, "x-default": address}.items():
                attributes = {"rel": "alternate", "hreflang": language, "href": other}
                xml.startElement("xhtml:link", AttributesImpl(attributes))
                xml.endElement("xhtml:link")
            xml.endElement("url")
    return _end(xml, output, "urlset")


def _begin(output: BytesIO, name: str, attributes: dict[str, str]) -> XMLGenerator:
    xml = XMLGenerator(output, encoding="utf-8", short_empty_elements=True)
    xml.startDocument()
    xml.startElement(name, AttributesImpl(attributes))
    return xml


def _element(xml: XMLGenerator, name: str, text: str) -> None:
    xml.startElement(name, _NO_ATTRIBUTES)
    xml.characters(text)
    xml.endElement(name)


def _end(xml: XMLGenerator, output: BytesIO, name: str) -> bytes:
    xml.endElement(name)
    xml.endDocument()
    return output.getvalue()
