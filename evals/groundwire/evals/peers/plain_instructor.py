"""The first peer: one plain instructor call an article, as a competent analyst would write it.

The mode is JSON_SCHEMA, the one in which a llama.cpp server enforces the schema. The article is a message of its own
and never part of a template: instructor renders messages only when it is given a `context`, and it is given none.
"""

import logging
import time

import instructor  # noqa: TID251 - the peer is a plain instructor call
import openai  # noqa: TID251 - the peer is a plain instructor call

from groundwire.client.loopback import is_loopback
from groundwire.evals.peers.answer import PeerAnswer, PeerEndpoint
from groundwire.evals.peers.assembly import assemble, given_up, meta_of, told, unlocated
from groundwire.evals.peers.instructor_mapping import records_of
from groundwire.evals.peers.instructor_schema import Events
from groundwire.evals.peers.rules import RULES
from groundwire.evals.peers.tape import Tape
from groundwire.schemas import Article

SYSTEM = f"""{RULES}

Counts are min and max: "20" is 20 and 20, "at least 20" and "more than 20" have min 20 and max null, "up to 20" and \
"nearly 20" min null and max 20, "dozens" both null. Dates are the article's words and, if they can be resolved, the \
days as YYYY-MM-DD, else null. Evidence is whole sentences, copied word for word. Answer \
with JSON that lists all attacks, diplomatic events and aid pledges of the article."""
"""The system message."""

MAX_RETRIES = 2
"""Times that an answer which does not fit the model is sent back with what is wrong about it."""

# instructor writes an ERROR with article and answer for each failed try.
logging.getLogger("instructor").setLevel(logging.CRITICAL)


class PlainInstructor:
    """instructor over openai's client; see `Peer`."""

    name = "plain-instructor"

    def __init__(self, endpoint: PeerEndpoint) -> None:
        """Nothing is sent yet."""
        self._endpoint = endpoint

    async def extract(self, article: Article) -> PeerAnswer:
        """One call, and up to `MAX_RETRIES` more if its answer is invalid."""
        tape = Tape()
        begin = time.perf_counter()
        try:
            events = await self._ask(article, tape)
        except Exception as error:  # noqa: BLE001 - whatever the libraries throw is this article's failure
            return given_up(tape, error, self._endpoint, begin)
        usage = tape.usage(usable=1)
        digests = {"prompt": SYSTEM, "schema": str(Events.model_json_schema())}
        meta = meta_of("instructor", self._endpoint.model, usage, digests)
        extraction = assemble(article, records_of(events, article.text), meta)
        return PeerAnswer(
            extraction=extraction,
            usage=usage,
            seconds=time.perf_counter() - begin,
            raw=tuple(tape.raw),
            unlocated=unlocated(extraction),
        )

    async def _ask(self, article: Article, tape: Tape) -> Events:
        http = openai.DefaultAsyncHttpxClient(
            event_hooks=tape.async_hooks(), trust_env=not is_loopback(self._endpoint.base_url)
        )
        client = openai.AsyncOpenAI(
            base_url=self._endpoint.base_url,
            api_key=self._endpoint.api_key or "none",
            timeout=self._endpoint.timeout_s,
            http_client=http,
        )
        async with client:
            return await instructor.from_openai(client, mode=instructor.Mode.JSON_SCHEMA).create(
                response_model=Events,
                messages=[{"role": "system", "content": SYSTEM}, {"role": "user", "content": _message(article)}],
                model=self._endpoint.model,
                temperature=0,
                max_tokens=self._endpoint.max_output_tokens,
                max_retries=MAX_RETRIES,
            )


def _message(article: Article) -> str:
    known = told(article)
    return f"{known}\n\n{article.text}" if known else article.text
