"""What the graph knows of where things are: territories, the seats of organisations, partner regions."""

import re
from collections import defaultdict
from dataclasses import dataclass

from passerelle.namespaces import ID, PREFIXES, PSL
from passerelle.resources.things import Naming, Thing, naming
from passerelle.store.rows import Answers, values

_POINT = re.compile(r"POINT\((-?[\d.]+)\s(-?[\d.]+)\)")
_LOCN, _ORG = PREFIXES["locn"], PREFIXES["org"]
_DEPARTMENTS = f"""
SELECT ?department (SAMPLE(?found) AS ?academy) {{
  ?department a <{PSL}Department> OPTIONAL {{ ?department <{PSL}containedIn> ?found . ?found a <{PSL}Academy> }}
}} GROUP BY ?department"""
# Everything that has its seat, or lies, in a commune with a point.
_SEATED = f"""
SELECT DISTINCT ?thing ?kind ?commune ?point ?department {{
  ?thing <{PSL}seatedIn>|<{PSL}locatedIn> ?commune . ?commune <{_LOCN}geometry> ?point .
  OPTIONAL {{ ?thing <{_ORG}classification> ?kind }}
  OPTIONAL {{ ?commune <{PSL}containedIn> ?department . ?department a <{PSL}Department> }}
  FILTER (ISIRI(?thing))
}}"""
_PARTNERS = f"SELECT DISTINCT ?region ?partner {{ ?region <{PSL}cooperatesWith> ?partner . ?partner a <{PSL}Region> }}"


@dataclass(frozen=True)
class Department:
    """A department and its académie."""

    thing: Thing
    academy: Thing | None


@dataclass(frozen=True)
class Occupant:
    """A thing that is somewhere, and its kinds."""

    thing: Thing
    kinds: tuple[Thing, ...]


@dataclass(frozen=True)
class Seat:
    """A commune with its point (longitude, latitude), its department where that is known, and what is there."""

    commune: Thing
    point: tuple[float, float]
    department: str
    occupants: tuple[Occupant, ...]


@dataclass(frozen=True)
class Places:
    """Everything that can be put on a map."""

    departments: tuple[Department, ...]
    seats: tuple[Seat, ...]
    partners: tuple[tuple[Thing, Thing], ...]

    @property
    def kinds(self) -> list[tuple[Thing, int]]:
        """The kinds of what is somewhere, with how many there are of each, the most first."""
        counts: dict[Thing, int] = defaultdict(int)
        for seat in self.seats:
            for occupant in seat.occupants:
                for kind in occupant.kinds:
                    counts[kind] += 1
        return sorted(counts.items(), key=lambda found: (-found[1], found[0].label, found[0].iri))

    def only(self, kind: str) -> "Places":
        """The same with things of one kind alone, by its IRI."""
        seats = []
        for seat in self.seats:
            kept = tuple(found for found in seat.occupants if kind in {each.iri for each in found.kinds})
            if kept:
                seats.append(Seat(seat.commune, seat.point, seat.department, kept))
        return Places(self.departments, tuple(seats), self.partners)


def read_places(engine: Answers, language: str) -> Places:
    """Read what can be put on a map, with labels in a language.

    Raises:
        StoreError: as the engine tells it.
    """
    departments = [row for row in values(engine, _DEPARTMENTS) if row["department"]]
    seated = list(values(engine, _SEATED))
    partners = list(values(engine, _PARTNERS))
    thing = naming(
        engine,
        {value for row in (*departments, *seated, *partners) for value in row.values() if value.startswith(ID)},
        language,
    )
    return Places(
        tuple(
            Department(thing(row["department"]), thing(row["academy"]) if row["academy"] else None)
            for row in sorted(departments, key=lambda row: row["department"])
        ),
        tuple(_seats(seated, thing)),
        tuple(
            (thing(row["region"]), thing(row["partner"]))
            for row in sorted(partners, key=lambda row: (row["region"], row["partner"]))
        ),
    )


def _seats(rows: list[dict[str, str]], thing: Naming) -> list[Seat]:
    kinds: dict[tuple[str, str], set[str]] = defaultdict(set)
    communes: dict[str, tuple[tuple[float, float], str]] = {}
    for row in rows:
        if found := _POINT.fullmatch(row["point"]):
            communes.setdefault(row["commune"], ((float(found[1]), float(found[2])), row["department"]))
            kinds[row["commune"], row["thing"]] |= {row["kind"]} - {""}
    occupants: dict[str, list[Occupant]] = defaultdict(list)
    for (commune, iri), of in kinds.items():
        occupants[commune].append(Occupant(thing(iri), tuple(thing(kind) for kind in sorted(of))))
    seats = [
        Seat(thing(iri), point, department, tuple(sorted(occupants[iri], key=lambda found: _name(found.thing))))
        for iri, (point, department) in communes.items()
    ]
    return sorted(seats, key=lambda seat: _name(seat.commune))


def _name(thing: Thing) -> tuple[str, str]:
    return thing.label.casefold(), thing.iri
