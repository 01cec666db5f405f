"""The second peer: google/langextract as its own README advises for an OpenAI-compatible endpoint.

* Provider `openai` named explicitly, with `base_url`; fences left to it.
* An `output_schema` beside the examples, the way it gives for attributes with fixed values.
* Chunks of 1,000 characters, the default and the README's advice for accuracy.
* One pass. The README offers more for recall in long documents; at temperature 0 a further pass repeats the first one.
* Chunks whose answer is no JSON are passed over, as by default; they are counted in `PeerAnswer.lost`. An error of the
  endpoint fails the article, as it does in the library.

Importing this module needs `groundwire[peers]`.
"""

import asyncio
import logging
import time
from typing import Any, Final

import httpx
import langextract
from langextract.core.exceptions import FormatError
from langextract.core.format_handler import FormatHandler
from langextract.data import AnnotatedDocument
from langextract.prompt_validation import PromptValidationLevel
from langextract.providers.openai import OpenAILanguageModel

from groundwire.client.loopback import is_loopback
from groundwire.evals.peers.answer import PeerAnswer, PeerEndpoint
from groundwire.evals.peers.assembly import assemble, given_up, meta_of, told, unlocated
from groundwire.evals.peers.langextract_examples import DESCRIPTION, EXAMPLES
from groundwire.evals.peers.langextract_mapping import record_of
from groundwire.evals.peers.langextract_schema import OUTPUT_SCHEMA
from groundwire.evals.peers.tape import Tape
from groundwire.extraction.coding.occasions import publication_of
from groundwire.schemas import Article

MAX_CHAR_BUFFER: Final = 1000
"""Characters in a chunk, at most."""

PASSES: Final = 1
"""Times that each chunk is asked about."""

# absl, which langextract logs with, writes warnings and whole answers to stderr.
logging.getLogger("absl").setLevel(logging.CRITICAL)


class LangExtractPeer:
    """langextract over its own OpenAI provider; see `Peer`."""

    name = "langextract"

    def __init__(self, endpoint: PeerEndpoint) -> None:
        """Nothing is sent yet."""
        self._endpoint = endpoint

    async def extract(self, article: Article) -> PeerAnswer:
        """One call for each chunk, in a thread, because the library is synchronous."""
        return await asyncio.to_thread(self._extract, article)

    def _extract(self, article: Article) -> PeerAnswer:
        tape = Tape()
        begin = time.perf_counter()
        try:
            document = self._ask(article, tape)
        except Exception as error:  # noqa: BLE001 - whatever the libraries throw is this article's failure
            return given_up(tape, error, self._endpoint, begin)
        return self._answer(article, document, tape, begin)

    def _answer(self, article: Article, document: AnnotatedDocument, tape: Tape, begin: float) -> PeerAnswer:
        publication, _ = publication_of(article)
        extractions = document.extractions or []
        mapped = [record_of(extraction, article.text, publication) for extraction in extractions]
        records = [record for record in mapped if record is not None]
        lost = sum(not _is_usable(raw) for raw in tape.raw)
        usage = tape.usage(usable=len(tape.raw) - lost)
        lost_all = bool(tape.raw) and lost == len(tape.raw)
        digests = {"prompt": DESCRIPTION + repr(EXAMPLES), "schema": str(OUTPUT_SCHEMA)}
        meta = meta_of("langextract", self._endpoint.model, usage, digests)
        extraction = None if lost_all else assemble(article, records, meta)
        return PeerAnswer(
            extraction=extraction,
            usage=usage,
            seconds=time.perf_counter() - begin,
            raw=tuple(tape.raw),
            failure=f"None of the {lost} answers was JSON of the form asked for." if lost_all else None,
            unmapped=len(mapped) - len(records),
            unlocated=unlocated(extraction) if extraction else 0,
            lost=lost,
        )

    def _ask(self, article: Article, tape: Tape) -> AnnotatedDocument:
        with httpx.Client(event_hooks=tape.hooks(), trust_env=not is_loopback(self._endpoint.base_url)) as http:
            document = langextract.extract(
                text_or_documents=article.text,
                prompt_description=DESCRIPTION,
                examples=EXAMPLES,
                model=_CountedModel(self._endpoint, http),
                additional_context=told(article) or None,
                max_char_buffer=MAX_CHAR_BUFFER,
                extraction_passes=PASSES,
                max_workers=self._endpoint.concurrency,
                output_schema=OUTPUT_SCHEMA,
                # It raises over an example that rightly holds no extraction; a test checks the others.
                prompt_validation_level=PromptValidationLevel.OFF,
                show_progress=False,
            )
        if not isinstance(document, AnnotatedDocument):
            raise TypeError(f"langextract answered with {type(document).__name__} for one text")
        return document


class _CountedModel(OpenAILanguageModel):
    """langextract's OpenAI provider, made as its factory makes it, but over a client that is counted."""

    def __init__(self, endpoint: PeerEndpoint, http: httpx.Client) -> None:
        settings: dict[str, Any] = {"max_output_tokens": endpoint.max_output_tokens}
        super().__init__(
            model_id=endpoint.model,
            api_key=endpoint.api_key or "none",
            base_url=endpoint.base_url,
            temperature=0.0,
            max_workers=endpoint.concurrency,
            **settings,
        )
        self._client = self._client.with_options(http_client=http, timeout=endpoint.timeout_s)


def _is_usable(raw: str) -> bool:
    """Whether langextract itself can read an answer."""
    try:
        FormatHandler(use_fences=False).parse_output(raw)
    except (FormatError, RecursionError):
        return False
    return True
