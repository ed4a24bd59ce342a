"""The page of things through time."""

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from itertools import groupby

from fastapi import Response

from passerelle import urls
from passerelle.namespaces import ID
from passerelle.resources.reader import Reader
from passerelle.resources.things import Value
from passerelle.views import timeline_terms as terms
from passerelle.views.anchors import anchor
from passerelle.views.choices import Choices, short
from passerelle.views.dates import When, day, said, when
from passerelle.views.timeline import Timeline
from passerelle.views.timeline_drawing import draw
from passerelle.views.timeline_items import Item
from passerelle.web.pages import page

PARAMETERS = ("date", "kind", "about")
# Subjects that are offered at once; the others are folded.
_SUBJECTS = 8
# What held is told unfolded up to so many things.
_UNFOLDED = 25
# As many letters of a name stand in a drawing on a telephone.
_SHORT = 46


def timeline_page(found: Timeline, given: Mapping[str, str], today: date, language: str, links: urls.Urls) -> Response:
    """The page, or, with status 400, one that says what of the parameters does not fit.

    Args:
        found: everything through time, in the language.
        given: the parameters, as they were sent.
        today: the day that is taken where none is given.
        language: that of the page.
        links: where the service is.
    """
    wrong, chosen = set(), today
    try:
        chosen = day(given["date"]) if given["date"] else today
    except ValueError:
        wrong.add("date")
    about = ID + given["about"] if given["about"] else ""
    subject = next((one.thing for one in found.subjects if one.thing.iri == about), None)
    if given["kind"] not in {"", *terms.KINDS}:
        wrong.add("kind")
    if about and not any(about in of for of in found.about.values()):
        wrong.add("about")
    kind, about = ("" if "kind" in wrong else given["kind"]), ("" if "about" in wrong else about)
    shown = found.chosen(kind, about)
    held, turns = shown.held(chosen), shown.turns()
    if about and not subject:
        subject = next((one.thing for one in (*found.items, *found.undated) if one.thing.iri == about), None)

    def told(moment: When) -> str:
        return said(moment, language)

    def date_of(value: Value) -> str:
        moment = when(value.term)
        return told(moment) if moment else value.term.value

    return page(
        "timeline.html",
        language,
        links,
        HTTPStatus.BAD_REQUEST if wrong else HTTPStatus.OK,
        itself=urls.TIMELINE,
        reader=Reader(language, language, links),
        choices=Choices(urls.TIMELINE, {**given, **dict.fromkeys(wrong, "")}, language, links),
        given=given,
        wrong=wrong,
        kinds=list(terms.KINDS),
        subject=subject,
        about=about,
        subjects=found.subjects[:_SUBJECTS],
        more_subjects=found.subjects[_SUBJECTS:],
        day=chosen,
        day_said=told(When(chosen, chosen)),
        before=max((turn for turn in turns if turn < chosen), default=None),
        after=min((turn for turn in turns if turn > chosen), default=None),
        held=held,
        held_number=sum(map(len, held.values())),
        unfolded=sum(map(len, held.values())) <= _UNFOLDED,
        drawing=draw(shown.items, chosen),
        years=[(year, list(of)) for year, of in groupby(shown.items, _year)],
        undated=[(name, of) for name in terms.KINDS if (of := [one for one in shown.undated if one.kind == name])],
        shown=shown,
        terms=terms,
        anchor=anchor,
        short=short,
        told=told,
        date_of=date_of,
        is_day=lambda moment: told(When(moment, moment)),
        cut=_SHORT,
    )


def _year(one: Item) -> int:
    return one.first.year if one.first else 0
