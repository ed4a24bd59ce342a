"""Prints the description of a thing for people."""

from collections.abc import Iterable, Sequence

from passerelle.commands.prose import Part, say
from passerelle.namespaces import shorten
from passerelle.phrases import number, phrase
from passerelle.resources.claims import Claim, Other, Standing
from passerelle.resources.description import Description
from passerelle.resources.lookup import LookupFailedError
from passerelle.resources.origins import Origin
from passerelle.resources.things import Thing, Value
from passerelle.resources.values import literal
from passerelle.resources.wording import in_language, origin_name

# A text longer than this, such as a query or an outline on a map, is cut; JSON has it whole.
_LONGEST = 500
_MOST_ORIGINS = 3
_MARKS = {Standing.HOLDS: ("✓", "green"), Standing.OPEN: ("?", "yellow"), Standing.FALSE: ("✗", "red")}


def print_candidates(error: LookupFailedError) -> None:
    """Say why nothing is explained, and what may be meant."""
    say(f"passerelle: {error}", error=True)
    if error.candidates:
        say("Which of them?" if error.ambiguous else "Did you mean one of these?", error=True)
    for candidate in error.candidates:
        say((shorten(candidate.iri), "cyan"), f"  {candidate.label}", indent=2, error=True)


def print_description(found: Description, language: str) -> None:
    """The thing, its statements, the claims about it and what points to it, in the language of the reader."""
    _Printer(language).all(found)


class _Printer:
    def __init__(self, language: str) -> None:
        self._language = language

    def _phrase(self, key: str, **filled: object) -> str:
        return phrase(key, self._language, **filled)

    def all(self, found: Description) -> None:
        self._head(found)
        # Of a claim its standing comes first: nobody should read its value before.
        is_claim = any(claim.thing == found.thing for claim in found.claims)
        parts = (self._claims, self._statements) if is_claim else (self._statements, self._claims)
        for part in (*parts, self._incoming):
            part(found)

    def _statements(self, found: Description) -> None:
        if found.properties:
            self._heading(self._phrase("statements"))
        for member in found.properties:
            say(*_thing(member.property, "bold"), indent=2)
            for statement in in_language(member.statements, self._language):
                say(*self._value(statement.value), *self._origins(statement.origins), indent=4)
            self._more(member.total - len(member.statements), 4)

    def _claims(self, found: Description) -> None:
        if found.claims:
            self._heading(f"{self._phrase('claims')} ({found.claims_total})")
        for claim in found.claims:
            self._claim(claim, found.thing)
        self._more(found.claims_total - len(found.claims), 2)

    def _incoming(self, found: Description) -> None:
        if found.incoming:
            self._heading(self._phrase("points_here"))
        for links in found.incoming:
            say(*_thing(links.property, "bold"), f"  ({links.total})", indent=2)
            for thing in links.things:
                say(*_thing(thing), indent=4)
            self._more(links.total - len(links.things), 4)

    def _head(self, found: Description) -> None:
        say(*_thing(found.thing, "bold"))
        if found.kinds:
            say(", ".join(dict.fromkeys(_called(kind.value) for kind in found.kinds)))
        if found.holds:
            say(self._phrase("graph_holds", number=found.holds))
        if found.used:
            say(self._phrase("property_used", number=found.used))
        for statement in in_language(found.definitions, self._language):
            say("")
            say(*self._value(statement.value), *self._origins(statement.origins))
        others = [text for text in found.names if text.text != found.thing.label]
        if others:
            say("")
            names = (f"{text.text} ({text.language})" if text.language else text.text for text in others)
            say((self._phrase("labelled", label=self._phrase("also_called")), "bold"), "; ".join(names))

    def _claim(self, claim: Claim, of: Thing) -> None:
        mark, colour = _MARKS[claim.reliable]
        standing = (claim.standing.label or claim.standing.name).upper() if claim.standing else "?"
        since = f" {self._phrase('since', date=claim.since)}" if claim.since else ""
        reliable = {
            Standing.OPEN: f" ({self._phrase('reliable_open')})",
            Standing.FALSE: f" ({self._phrase('reliable_false')})",
        }.get(claim.reliable, "")
        say("")
        say((f"{mark} {standing}", f"bold {colour}"), f"{since}{reliable}", indent=2)
        say(claim.wording.text if claim.wording else claim.thing.label, indent=4)
        about = [thing for thing in claim.about if thing != of]
        self._lines("claim_about", map(_thing, about))
        if claim.property:
            says = (p for value in claim.values for p in [", ", *self._value(value)])
            self._lines("claim_value", [[*_thing(claim.property), self._phrase("labelled", label=""), *list(says)[1:]]])
        self._lines("claim_reason", [[claim.reason.text]] if claim.reason else [])
        against = "claim_others_for" if claim.reliable is Standing.HOLDS else "claim_others"
        self._lines(against, map(self._other, claim.others))
        self._lines("claim_passages", ([origin_name(passage, self._language)] for passage in claim.passages))
        self._lines("claim_sources", map(_thing, claim.sources))
        if claim.thing != of:
            say((claim.thing.name, "dim"), indent=4)

    def _other(self, other: Other) -> list[Part]:
        says = [part for value in other.values for part in ("; ", *self._value(value))]
        return [*_thing(other.thing), *([self._phrase("labelled", label=""), *says[1:]] if says else [])]

    def _lines(self, key: str, lines: Iterable[Sequence[Part]]) -> None:
        for line in lines:
            say((self._phrase("labelled", label=self._phrase(key)), "dim"), *line, indent=4)

    def _heading(self, text: str) -> None:
        say("")
        say((text, "bold underline"))

    def _more(self, count: int, indent: int) -> None:
        if count > 0:
            say((self._phrase("more", number=number(count, self._language)), "dim"), indent=indent)

    def _value(self, value: Value) -> list[Part]:
        if value.thing:
            return _thing(value.thing)
        text = literal(value.term, self._language)
        if len(text) <= _LONGEST:
            return [text]
        return [text[:_LONGEST], self._phrase("cut", number=len(text) - _LONGEST)]

    def _origins(self, found: Sequence[Origin]) -> list[Part]:
        names = list(dict.fromkeys(origin_name(origin, self._language) for origin in found))
        more = f" {self._phrase('more', number=len(names) - _MOST_ORIGINS)}" if len(names) > _MOST_ORIGINS else ""
        return [(f"  — {'; '.join(names[:_MOST_ORIGINS])}{more}", "dim italic")] if names else []


def _thing(thing: Thing, style: str = "") -> list[Part]:
    return [(thing.label, style), ("  " + thing.name, "dim")] if thing.label else [(thing.name, style or "")]


def _called(value: Value) -> str:
    return (value.thing.label or value.thing.name) if value.thing else literal(value.term)
