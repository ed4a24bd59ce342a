"""Dates of the precision that a source gives: a day, a month or a year."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from passerelle.namespaces import XSD
from passerelle.phrases import phrase
from passerelle.store.rows import Term

# Years of four digits, as `datetime.date` has them; the time zone that XML Schema allows is set aside.
_FORMS = {
    f"{XSD}date": re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:Z|[+-]\d\d:\d\d)?", re.ASCII),
    f"{XSD}gYearMonth": re.compile(r"(\d{4})-(\d\d)(?:Z|[+-]\d\d:\d\d)?", re.ASCII),
    f"{XSD}gYear": re.compile(r"(\d{4})(?:Z|[+-]\d\d:\d\d)?", re.ASCII),
}


@dataclass(frozen=True, order=True)
class When:
    """The first and the last day that a date may mean; both are the same where a source gives the day."""

    first: date
    last: date

    @property
    def is_day(self) -> bool:
        """Whether the day is known."""
        return self.first == self.last

    @property
    def is_month(self) -> bool:
        """Whether the month is known, and no more."""
        return not self.is_day and (self.first.year, self.first.month) == (self.last.year, self.last.month)

    @property
    def text(self) -> str:
        """The date as XML Schema writes it, in its precision."""
        written = self.first.isoformat()
        return written if self.is_day else written[:7] if self.is_month else written[:4]


def when(term: Term) -> When | None:
    """A literal as a date, or None where it is none, or of a time that no calendar here has.

    Examples:
        >>> when(Term("literal", "2022-06", f"{XSD}gYearMonth")).last
        datetime.date(2022, 6, 30)
    """
    form = _FORMS.get(term.datatype)
    found = form.fullmatch(term.value) if form else None
    if not found:
        return None
    year, month, day = (int(part) if part else 0 for part in (*found.groups(), "", "")[:3])
    try:
        first = date(year, month or 1, day or 1)
        last = day or calendar.monthrange(year, month or 12)[1]
        return When(first, first.replace(month=month or 12, day=last))
    except ValueError:
        return None


def day(text: str) -> date:
    """A day as `<input type="date">` sends it.

    Raises:
        ValueError: it is none.
    """
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        raise ValueError("It is no day")
    return date.fromisoformat(text)


def said(moment: When, language: str) -> str:
    """A date in words, no more precise than it is.

    Examples:
        >>> said(When(date(2019, 9, 1), date(2019, 9, 1)), "fr")
        '1er septembre 2019'
    """
    if not (moment.is_day or moment.is_month):
        return f"{moment.first.year}"
    what = moment.first.month
    month = phrase(f"month_{what}", language)
    if moment.is_month:
        return f"{month} {moment.first.year}"
    number = "1er" if language == "fr" and moment.first.day == 1 else f"{moment.first.day}"
    return f"{number} {month} {moment.first.year}"
