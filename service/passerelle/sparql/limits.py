"""The limits of the endpoint, by the settings, as its description and its page tell them."""

from dataclasses import dataclass

from passerelle.phrases import number, phrase
from passerelle.settings import Settings

_MEGABYTE = 1024 * 1024
# Codes of units in UN/CEFACT Recommendation 20, as schema.org has them: seconds, bytes, things.
_SECOND, _BYTE, _ONE = "SEC", "AD", "C62"


@dataclass(frozen=True)
class Limit:
    """A limit: its name, the most there may be, the code of its unit, and the phrase that says so."""

    name: str
    value: int
    unit: str
    key: str
    shown: int

    def text(self, language: str) -> str:
        """The limit in a sentence."""
        return phrase(self.key, language, most=number(self.shown, language))


def limits(settings: Settings) -> tuple[Limit, ...]:
    """Every limit that a query may meet."""
    rate = settings.rate_limit
    return (
        Limit("query-time", settings.query_timeout, _SECOND, "limit_query_time", settings.query_timeout),
        Limit("result-size", settings.result_limit * _MEGABYTE, _BYTE, "limit_result_size", settings.result_limit),
        Limit("query-memory", settings.query_memory * _MEGABYTE, _BYTE, "limit_query_memory", settings.query_memory),
        Limit("body-size", settings.body_limit, _BYTE, "limit_body_size", settings.body_limit),
        Limit("address-length", settings.url_limit, _BYTE, "limit_address_length", settings.url_limit),
        Limit("waiting-queries", settings.queue, _ONE, "limit_waiting_queries", settings.queue),
        *([Limit("requests-a-minute", rate, _ONE, "limit_requests_a_minute", rate)] if rate else []),
    )
