"""What tokens cost."""

from dataclasses import dataclass

from groundwire.schemas import Usage


@dataclass(frozen=True)
class Prices:
    """What the endpoint charges, in US dollars per million tokens."""

    prompt_usd: float
    completion_usd: float

    def of(self, usage: Usage) -> float:
        """The price of a usage in US dollars."""
        tokens = usage.prompt_tokens * self.prompt_usd + usage.completion_tokens * self.completion_usd
        return round(tokens / 1_000_000, 6)
