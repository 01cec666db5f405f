"""Jobs over HTTP: many articles handed in at once, read by workers, and their results fetched when they are there.

desk = JobDesk()  # desk.engine is set once the engine could be opened
app = create_app(extractor, limits, more=[build_jobs(desk, limits, metrics)])
await engine.work(ForOwners(work, tokens, metrics), concurrency)  # whoever reads the articles
"""

from groundwire.server.jobs.desk import JobDesk
from groundwire.server.jobs.owners import ForOwners
from groundwire.server.jobs.routes import build_jobs

__all__ = ["ForOwners", "JobDesk", "build_jobs"]
