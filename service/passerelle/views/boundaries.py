"""Outlines of departments, regions and countries, and how they are brought onto paper.

`boundaries.geojson` (https://www.rfc-editor.org/rfc/rfc7946) is derived from the first-level divisions of Natural Earth
at 1:10 million, which are in the public domain (https://www.naturalearthdata.com): simplified with neighbours kept
together, three decimals for the region that the graph begins with and two for all else. Each feature is called by the
path of the territory's IRI. It is a background for maps, and no statement about any territory.
"""

import json
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import cos, radians
from pathlib import Path

Point = tuple[float, float]
Ring = list[Point]


@dataclass(frozen=True)
class Outline:
    """A territory: the path of its IRI below `/id/`, and rings of longitude and latitude in degrees."""

    name: str
    rings: tuple[Ring, ...]

    @property
    def largest(self) -> Ring:
        """Its largest part."""
        return max(self.rings, key=lambda ring: abs(_area(ring)))

    @property
    def middle(self) -> Point:
        """The centroid of its largest part (https://en.wikipedia.org/wiki/Centroid#Of_a_polygon)."""
        ring = self.largest
        steps = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in pairwise(ring)]
        whole = 3 * sum(cross for _, _, cross in steps)
        return (
            sum((a[0] + b[0]) * cross for a, b, cross in steps) / whole,
            sum((a[1] + b[1]) * cross for a, b, cross in steps) / whole,
        )


@cache
def outlines() -> dict[str, Outline]:
    """All outlines by their names."""
    text = Path(__file__).with_name("boundaries.geojson").read_text(encoding="utf-8")
    return {
        feature["id"]: Outline(
            feature["id"],
            tuple([(x, y) for x, y in ring] for polygon in feature["geometry"]["coordinates"] for ring in polygon),
        )
        for feature in json.loads(text)["features"]
    }


class Sheet:
    """A drawing of a part of the world, true in shape about its middle: an equirectangular projection.

    See https://en.wikipedia.org/wiki/Equirectangular_projection.
    """

    def __init__(self, points: list[Point], width: float, margin: float) -> None:
        """Make room for points (longitude and latitude) in so many units of width, with a margin in degrees.

        Raises:
            ValueError: there are no points.
        """
        west, east = min(x for x, _ in points) - margin, max(x for x, _ in points) + margin
        south, north = min(y for _, y in points) - margin, max(y for _, y in points) + margin
        self._west, self._north, self._east, self._south = west, north, east, south
        self._narrow = cos(radians((south + north) / 2))
        self._scale = width / ((east - west) * self._narrow)
        self.width = width
        self.height = round((north - south) * self._scale, 1)

    def at(self, point: Point) -> Point:
        """Where a longitude and latitude are drawn."""
        x, y = point
        return round((x - self._west) * self._narrow * self._scale, 1), round((self._north - y) * self._scale, 1)

    def shows(self, outline: Outline) -> bool:
        """Whether any part of an outline may be seen."""
        points = [point for ring in outline.rings for point in ring]
        return (
            min(x for x, _ in points) < self._east
            and max(x for x, _ in points) > self._west
            and min(y for _, y in points) < self._north
            and max(y for _, y in points) > self._south
        )

    def path(self, outline: Outline) -> str:
        """An outline as SVG path data (https://www.w3.org/TR/SVG2/paths.html#PathData)."""
        return "".join(
            "M" + "L".join(f"{x:g} {y:g}" for x, y in map(self.at, ring[:-1])) + "Z" for ring in outline.rings
        )


def _area(ring: Ring) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2
