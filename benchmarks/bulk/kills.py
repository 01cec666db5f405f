"""Workers are killed with SIGKILL at random moments, each replaced by a new one: what is lost, repeated, stored twice.

The body is that of `tests.jobs.worker_program`: it sleeps instead of asking a model and writes down each call.
"""

import asyncio
import random
from collections import Counter
from pathlib import Path

from tests.jobs.opening import ended, job_of, opened, until
from tests.jobs.test_kill import Crew, begun_again_s, crew_of, in_flight, replaced, stored

from groundwire.jobs.engine import Engine

ARTICLES = 60
"""Of each job; there is one for every kill."""


async def kill(address: str, log: Path, kills: int) -> tuple[dict[str, float], list[float]]:
    """Kill so many workers.

    Returns:
        Articles, of them lost and stored twice; calls repeated, and calls in flight at the kills. For each kill that
        broke something off, the seconds until all of that was begun again.
    """
    async with opened(address) as engine:
        with crew_of(address, log) as crew:
            jobs, early = await _killed(engine, crew, kills)
            for job in jobs:
                await ended(engine, job)
            kept = await stored(engine, jobs)
            crew.end()
        again = await stored(engine, jobs)
    calls = Counter(begun.article for begun in crew.begun() if begun.article in kept)
    flying = {process: in_flight(crew, kept, process) for process in crew.killed}
    waits = [
        max(begun_again_s(crew, article, crew.killed[process]) for article in articles)
        for process, articles in flying.items()
        if articles
    ]
    figures = {
        "kills": len(crew.killed),
        "articles": len(jobs) * ARTICLES,
        "lost": len(jobs) * ARTICLES - len(kept),
        "stored_twice": replaced(early, kept) + replaced(kept, again),
        "repeated": calls.total() - len(calls),
        "in_flight": sum(map(len, flying.values())),
    }
    return {name: float(value) for name, value in figures.items()}, waits


async def _killed(engine: Engine, crew: Crew, kills: int) -> tuple[list[str], dict[tuple[str, int], int]]:
    """The jobs that were handed in, and what was stored of them right after the last kill."""
    draw = random.Random(kills)  # noqa: S311 - no secret
    jobs = []
    for _ in range(kills):
        jobs.append((await engine.submit(job_of(ARTICLES))).id)
        await until(lambda: bool(crew.busy()))
        await asyncio.sleep(draw.uniform(0.1, 0.5))
        crew.kill(draw.choice(crew.busy()))
        crew.start()
    return jobs, await stored(engine, jobs)
