"""What the log tells of an extraction: numbers, and words from closed lists."""

from groundwire.schemas import Extraction


def told_of(extraction: Extraction) -> dict[str, int | float | str]:
    """Cache state, numbers of records and warnings, what they took in calls, tokens, US dollars and milliseconds."""
    meta, usage = extraction.meta, extraction.meta.usage
    cost = {} if meta.cost_usd is None else {"cost_usd": meta.cost_usd}
    return {
        "cache": meta.cache.value,
        "complete": meta.complete,
        "fallback": meta.fallback,
        "attacks": len(extraction.attacks),
        "diplomatic_events": len(extraction.diplomatic_events),
        "aid_pledges": len(extraction.aid_pledges),
        "warnings": len(extraction.warnings),
        "calls": usage.calls,
        "failed_calls": usage.failed_calls,
        "prompt_tokens": usage.prompt_tokens,
        "completion_tokens": usage.completion_tokens,
        **cost,
        **{f"{stage}_ms": milliseconds for stage, milliseconds in meta.stage_ms.items()},
    }
