"""The client that waits: it does what a flow says."""

import time
from collections.abc import Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from types import TracebackType
from typing import Self, Unpack

import httpx

from groundwire.client._connection import Connections
from groundwire.client._events import Event
from groundwire.client._flow import Calls
from groundwire.client._jobs import AnyArticle, Job, JobCalls, JobProgress
from groundwire.client._many import Line, Outcome, Progress
from groundwire.client._steps import Flow, Model, Read, Received, Send, Sleep, StreamFlow, Told
from groundwire.client._threads import started
from groundwire.client._wishes import Wishes, plain
from groundwire.client.loopback import is_loopback
from groundwire.schemas import Article, Extraction
from groundwire.schemas.jobs import JobResult, JobStatus
from groundwire.schemas.wire import Health


class Client:
    """Calls a Groundwire service and waits for the answer. Threads may share one.

    Args:
        base_url: Where the service listens.
        api_key: Sent as a bearer token.
        timeout_s: Seconds for a whole call, further attempts and waits included. The service is asked to answer a
            little earlier, with what it has by then. A service that sends its answer in drops and then falls silent
            can hold the caller for one such silence more; AsyncClient cuts it off.
        retries: Further attempts after connection errors and statuses 429 and 503, never after others. `Retry-After`
            is obeyed; where it lasts longer than the time left, there is no further attempt.
        http_client: Your own httpx client, with its proxies and certificates; it stays open. Without one, proxies
            of the environment are used, but not for a service on this machine's loopback.

    Raises:
        ValueError: `base_url`, `timeout_s` or `retries` could never work.
    """

    def __init__(
        self,
        base_url: str = "http://127.0.0.1:8000",
        *,
        api_key: str | None = None,
        timeout_s: float = 600.0,
        retries: int = 2,
        http_client: httpx.Client | None = None,
    ) -> None:
        self._calls = Calls(base_url, api_key, timeout_s, retries)
        self._jobs = JobCalls(self._calls)
        http = http_client or httpx.Client(trust_env=not is_loopback(base_url))
        self._connections = Connections(http, owned=http_client is None)

    def extract(self, article: Article | str, **wishes: Unpack[Wishes]) -> Extraction:
        """Find the records of an article.

        Args:
            article: Its text, or an Article; what is wished besides replaces the Article's own.
            wishes: `published`, `title`, `source_url`, `record_types`, `cache`, `unsupported`, `recall_pass` and
                `timeout_s`; `Wishes` says what they mean.

        Raises:
            ConnectionFailed: No answer in time.
            ApiError: The service answered with a problem; `groundwire.client.errors` has the tree.
        """
        return self._run(self._calls.extract(article, wishes))

    def extract_stream(self, article: Article | str, **wishes: Unpack[Wishes]) -> Generator[Event, None, None]:
        """Find the records of an article, and get each as soon as it is found.

        Gives `Found` and `Withdrawn`, and at last the Extraction. Whoever stops earlier should close the generator;
        the service then stops too. Attempts are repeated only until the first event. Arguments and errors are those
        of `extract`, and:

        Raises:
            StreamBroken: The stream ended before the Extraction.
        """
        return self._stream(self._calls.stream(article, wishes))

    def extract_many(
        self,
        articles: Iterable[Article | str],
        *,
        concurrency: int = 4,
        progress: Progress | None = None,
        **wishes: Unpack[Wishes],
    ) -> Generator[Outcome, None, None]:
        """Find the records of many articles, some at a time; gives one Outcome for each, in the order of the articles.

        A GroundwireError of one article is in its Outcome, and the others go on. Any other exception, also of the
        articles' own iterator or of `progress`, ends the whole at once.

        Articles are taken from the iterable as needed: at most four times `concurrency` are held, and while nobody
        asks for the next Outcome no further call begins. Whoever stops earlier (by `break`, Ctrl-C or an error) loses
        only the calls under way: nothing further is sent, and nobody waits for them.

        Args:
            articles: Texts or Articles.
            concurrency: Calls under way at most; at least 1.
            progress: Called with (done, total, latest) when a call has ended, in the thread that iterates.
            wishes: As of `extract`, for all articles alike. `timeout_s` counts for each call by itself.
        """
        shared = plain(wishes)

        def begin(article: Article | str) -> Future[Extraction]:
            return started(lambda: self._run(self._calls.extract(article, shared)))

        return _each(Line(articles, concurrency, begin, progress))

    def submit(
        self, articles: Iterable[AnyArticle], *, idempotency_key: str | None = None, **wishes: Unpack[Wishes]
    ) -> JobStatus:
        """Hand in many articles at once, which the service reads by and by, whatever becomes of it or of you meanwhile.

        Args:
            articles: 1 to 10,000: texts, Articles, or JobArticles and mappings of their fields (`id`, `text`,
                `published` and so on). An `id` is repeated in the article's result, and unique in the job.
            idempotency_key: Your name for this act of handing in. To repeat it with the same articles gives the same
                job; one is made up by default, so that no further attempt of this call makes a second job.
            wishes: As of `extract`, for all articles that do not say otherwise themselves. `timeout_s` is the time of
                the service for each article.

        Returns:
            How the job stands; its `id` is all that is needed to find it again.

        Raises:
            ValueError: There are no articles, or too many.
            InvalidRequest: An article is not what it should be, so none was taken; `problem.errors` names it.
            IdempotencyConflictError: Other articles were handed in under this key.
            ConnectionFailed, ApiError: As `extract`.
        """
        return self._run(self._jobs.submit(articles, idempotency_key, wishes))

    def job(self, job: Job) -> JobStatus:
        """How a job stands now; `job` is its id, or how it stood before. ApiError with status 404 if there is none."""
        return self._run(self._jobs.job(job))

    def wait(self, job: Job, *, progress: JobProgress | None = None, timeout_s: float | None = None) -> JobStatus:
        """Wait until a job has ended, asking at first often and then every 5 seconds.

        Args:
            job: Its id, or how it stood before.
            progress: Called with how it stands, at first and whenever that has changed.
            timeout_s: Seconds to wait; for ever by default.

        Raises:
            JobUnfinished: It has not ended by then; it goes on.
            ConnectionFailed, ApiError: As `extract`, after at least ten further attempts.
        """
        return self._run(self._jobs.wait(job, progress, timeout_s))

    def results(self, job: Job, *, cursor: int = 0) -> Generator[JobResult, None, None]:
        """The results of a job in the order of its articles, each as soon as those before it are there.

        Follows the job until it has ended. Connections that break are made anew where they broke. To go on another
        time, give the last `index` + 1 as `cursor`. Errors are those of `wait`, which see.
        """
        return self._stream(self._jobs.results(job, cursor))

    def cancel(self, job: Job) -> JobStatus:
        """Cancel a job: what has ended keeps its result; nothing happens to a job that has ended."""
        return self._run(self._jobs.cancel(job))

    def health(self) -> Health:
        """The service is alive, and of which version; raises as `extract` does if it is not."""
        return self._run(self._calls.health())

    def close(self) -> None:
        """Close the connections, unless they are your own `http_client`'s; those of calls under way once these end."""
        self._connections.close()

    def __enter__(self) -> Self:
        """The client itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    def _run(self, flow: Flow[Model]) -> Model:
        received: Received = None
        with self._connections.one() as connection:
            try:
                while True:
                    step = flow.send(received)
                    received = None
                    if isinstance(step, Send):
                        received = connection.send(step)
                    else:
                        time.sleep(step.seconds)
            except StopIteration as done:
                result: Model = done.value
                return result

    def _stream(self, flow: StreamFlow[Told]) -> Generator[Told, None, None]:
        received: Received = None
        with self._connections.one() as connection:
            try:
                while True:
                    step = flow.send(received)
                    received = None
                    if isinstance(step, Send):
                        received = connection.send(step)
                    elif isinstance(step, Read):
                        received = connection.read()
                    elif isinstance(step, Sleep):
                        time.sleep(step.seconds)
                    else:
                        yield step
            except StopIteration:
                return


def _each(line: Line[Future[Extraction]]) -> Generator[Outcome, None, None]:
    while True:
        yield from line.outcomes()
        underway = line.underway()
        if not underway:
            return
        wait(underway, return_when=FIRST_COMPLETED)
