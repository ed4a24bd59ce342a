"""Long lists, told a part at a time."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """The part of every list of a description that is told: the first is number 1."""

    number: int = 1
    size: int = 10

    @property
    def first(self) -> "Part":
        """The first part, of the same size."""
        return Part(1, self.size)

    @property
    def limits(self) -> str:
        """The part as the modifiers of a query (https://www.w3.org/TR/sparql11-query/#solutionModifiers)."""
        return f"LIMIT {self.size} OFFSET {self.offset}"

    @property
    def offset(self) -> int:
        """How many come before it."""
        return (self.number - 1) * self.size

    def is_all_of(self, total: int) -> bool:
        """Whether a list of that length is told whole."""
        return self.number == 1 and total <= self.size

    def number_of(self, total: int) -> int:
        """How many such parts a list of that length has, at least one."""
        return max(1, -(-total // self.size))
