"""Writes a table as an Excel workbook (ECMA-376), in which accents, numbers and dates come right wherever it is opened.

A CSV file does not do that: opened by itself, its bytes are taken for the code page of the country, and a comma for no
separator where the country writes decimals with it.
"""

from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from io import BytesIO

from passerelle.namespaces import XSD
from passerelle.store.failures import UnfitFormatError
from passerelle.store.rows import Table, Term

# https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3
_MOST_ROWS, _MOST_COLUMNS, _LONGEST_TEXT, _MOST_DIGITS = 1_048_575, 16_384, 32_767, 15
_EXCEL_BEGINS = date(1900, 3, 1)
_NUMBERS = frozenset(XSD + name for name in ("integer", "decimal", "double", "float", "nonNegativeInteger", "int"))
# In every workbook, so that the same table gives the same bytes.
_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def write_workbook(table: Table, title: str) -> bytes:
    """A workbook of one sheet, the variables as its head; the same table gives the same bytes.

    Numbers, dates and truth values are cells of their kind, all else is text; no text is ever taken for a formula.

    Raises:
        UnfitFormatError: the table is larger than a sheet, or a text longer than a cell can be.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 - slow to import, and few ask for it

    if len(table.rows) > _MOST_ROWS or len(table.variables) > _MOST_COLUMNS:
        raise UnfitFormatError("The answer has more rows or columns than a sheet of Excel.", "Ask for CSV.")
    stream = BytesIO()
    workbook = Workbook(stream, {"in_memory": True})
    workbook.set_properties({"title": title, "created": _CREATED})
    head, day = workbook.add_format({"bold": True}), workbook.add_format({"num_format": "yyyy-mm-dd"})
    sheet = workbook.add_worksheet()
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(table.variables):
        sheet.write_string(0, column, name, head)
        for row, terms in enumerate(table.rows, start=1):
            value = _value(terms.get(name))
            if isinstance(value, bool):
                sheet.write_boolean(row, column, value)
            elif isinstance(value, date):
                sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), day)
            elif isinstance(value, Decimal):
                sheet.write_number(row, column, value)
            elif value:
                sheet.write_string(row, column, value)
    sheet.autofit(max_width=400)
    workbook.close()
    return stream.getvalue()


def _value(term: Term | None) -> bool | date | Decimal | str:
    """What a cell holds; a number of more digits than Excel keeps, and a date before its first one, stay text."""
    if term is None:
        return ""
    if len(term.value) > _LONGEST_TEXT:
        raise UnfitFormatError("A text is longer than a cell of Excel can be.", "Ask for CSV.")
    try:
        if term.datatype in _NUMBERS:
            number = Decimal(term.value)
            if number.is_finite() and len(number.as_tuple().digits) <= _MOST_DIGITS:
                return number
        elif term.datatype == f"{XSD}boolean":
            return term.value in {"true", "1"}
        elif term.datatype == f"{XSD}date":
            day = date.fromisoformat(term.value)
            return day if day >= _EXCEL_BEGINS else term.value
    except (ValueError, InvalidOperation):
        pass
    return term.value
