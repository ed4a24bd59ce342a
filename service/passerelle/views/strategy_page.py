"""The page of the strategy board."""

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import Response

from passerelle import urls
from passerelle.namespaces import ID
from passerelle.resources.reader import Reader
from passerelle.views.anchors import anchor
from passerelle.views.choices import Choices, short
from passerelle.views.connections import connections
from passerelle.views.readings import is_ours
from passerelle.views.strategy import Board
from passerelle.web.pages import page

PARAMETERS = ("focus",)


def strategy_page(board: Board, given: Mapping[str, str], language: str, links: urls.Urls) -> Response:
    """The page, with what is connected to the thing in focus, if there is one.

    With status 400 where nothing on the board has the name that was sent: the page says so.
    """
    cards = {card.thing.iri: card for card in board.cards}
    focus = cards.get(ID + given["focus"]) or cards.get(given["focus"])
    wrong = bool(given["focus"]) and focus is None
    found = connections(board, focus.thing.iri) if focus else []
    return page(
        "strategy.html",
        language,
        links,
        HTTPStatus.BAD_REQUEST if wrong else HTTPStatus.OK,
        itself=urls.STRATEGY,
        reader=Reader(language, language, links),
        choices=Choices(urls.STRATEGY, {"focus": "" if wrong else given["focus"]}, language, links),
        given=given,
        wrong=wrong,
        board=board,
        focus=focus,
        connected=found,
        lit={one.card.thing.iri: one for one in found},
        unanswered=[card for card in board.waiting if not card.answers],
        idle=[card for card in board.levers if not card.answers],
        anchor=anchor,
        short=short,
        is_ours=is_ours,
    )
