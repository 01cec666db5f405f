"""The ways of putting one question to a model that are measured, each as its own documentation shows it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from benchmarks.calls.answers import ARTICLE, INSTRUCTIONS, SCHEMA

Ask = Callable[[], Awaitable[object]]
"""Puts the question and gives back what came of it."""

MODEL: Final = "fake"
MESSAGES: Final[Any] = [
    {"role": "system", "content": INSTRUCTIONS},
    {"role": "user", "content": ARTICLE},
]
MOST_IN_FLIGHT: Final = 64


def strict_format() -> dict[str, Any]:
    """The schema as `response_format` takes it, made once."""
    schema = SCHEMA.model_json_schema()
    return {"type": "json_schema", "json_schema": {"name": SCHEMA.__name__, "strict": True, "schema": schema}}


def groundwire(base_url: str) -> Ask:
    """Our adapter: retries, deadline, breaker, limit of concurrency, accounts and observer included."""
    from pydantic import SecretStr  # noqa: PLC0415

    from groundwire.extraction.ledger import Ledger  # noqa: PLC0415 - each contender bears its own imports
    from groundwire.extraction.llm import Endpoint, OpenAIModel  # noqa: PLC0415
    from groundwire.extraction.model import Message, Mode  # noqa: PLC0415
    from groundwire.extraction.retry import RetryPolicy  # noqa: PLC0415

    endpoint = Endpoint(
        base_url, SecretStr("none"), MODEL, identity=MODEL, mode=Mode.JSON_SCHEMA, concurrency=MOST_IN_FLIGHT
    )
    model = OpenAIModel(endpoint, RetryPolicy())
    messages = [Message(turn["role"], turn["content"]) for turn in MESSAGES]

    async def ask() -> object:
        return (await model.ask(SCHEMA, messages, Ledger())).answer

    return ask


def instructor(base_url: str) -> Ask:
    """Instructor as shipped, on openai's client."""
    import instructor as library  # noqa: PLC0415, TID251 - a peer
    import openai  # noqa: PLC0415, TID251 - a peer

    client = library.from_openai(openai.AsyncOpenAI(base_url=base_url, api_key="none"), mode=library.Mode.JSON_SCHEMA)

    async def ask() -> object:
        return await client.create(
            model=MODEL, response_model=SCHEMA, messages=MESSAGES, temperature=0.0, max_tokens=2000
        )

    return ask


def openai_create(base_url: str) -> Ask:
    """Openai's `create` with a response format that was made once."""
    import openai  # noqa: PLC0415, TID251 - a peer

    client = openai.AsyncOpenAI(base_url=base_url, api_key="none")
    wanted: Any = strict_format()

    async def ask() -> object:
        answer = await client.chat.completions.create(
            model=MODEL, messages=MESSAGES, response_format=wanted, temperature=0.0, max_tokens=2000
        )
        return SCHEMA.model_validate_json(answer.choices[0].message.content or "")

    return ask


def httpx2_post(base_url: str) -> Ask:
    """A POST with httpx2, whose answer is parsed and validated: no retry, no error but httpx2's own."""
    import httpx2  # noqa: PLC0415 - as above

    client = httpx2.AsyncClient(timeout=300)
    url = f"{base_url}/chat/completions"
    wanted = strict_format()

    async def ask() -> object:
        request = {"model": MODEL, "messages": MESSAGES, "response_format": wanted}
        answer = await client.post(url, json={**request, "temperature": 0.0, "max_tokens": 2000})
        return SCHEMA.model_validate_json(answer.json()["choices"][0]["message"]["content"])

    return ask


def langextract(base_url: str) -> Ask:
    """The library langextract over its OpenAI provider, in threads; it also aligns each answer to the text."""
    import logging  # noqa: PLC0415 - as above

    import langextract as library  # noqa: PLC0415
    from langextract.data import ExampleData, Extraction  # noqa: PLC0415
    from langextract.prompt_validation import PromptValidationLevel  # noqa: PLC0415
    from langextract.providers.openai import OpenAILanguageModel  # noqa: PLC0415

    logging.getLogger("absl").setLevel(logging.CRITICAL)
    model = OpenAILanguageModel(model_id=MODEL, api_key="none", base_url=base_url, temperature=0.0)
    shown = Extraction(extraction_class="attack", extraction_text="Shells fell on Oster.", attributes={"killed": "two"})
    threads = ThreadPoolExecutor(MOST_IN_FLIGHT)

    def extract() -> object:
        return library.extract(
            text_or_documents=ARTICLE,
            prompt_description=INSTRUCTIONS,
            examples=[ExampleData(text="Shells fell on Oster.", extractions=[shown])],
            model=model,
            max_char_buffer=2 * len(ARTICLE),
            use_schema_constraints=False,
            prompt_validation_level=PromptValidationLevel.OFF,
            show_progress=False,
        ).extractions

    async def ask() -> object:
        return await asyncio.get_running_loop().run_in_executor(threads, extract)

    return ask


CONTENDERS: Final[Mapping[str, tuple[Callable[[str], Ask], str]]] = {
    "groundwire": (groundwire, "drafts"),
    "instructor": (instructor, "drafts"),
    "openai": (openai_create, "drafts"),
    "httpx2": (httpx2_post, "drafts"),
    "langextract": (langextract, "spans"),
}
"""Each contender, with the answer that it can read."""
