"""Many articles at once as a job, with progress, and their records: python jobs.py [address of the service]."""

import sys

from groundwire.client import Client, InvalidRequest
from groundwire.schemas.jobs import JobStatus

ARTICLES: list[dict[str, object]] = [
    {"id": "kherson", "text": "A Russian drone hit a bus in Kherson on Friday, killing two people, the governor said."},
    {"id": "stockholm", "text": "Sweden pledged $314 million of military aid to Ukraine on Monday."},
    {"id": "weather", "text": "It rained in Lisbon.", "record_types": ["attack"]},
]


def told(status: JobStatus) -> None:
    """Show how far the job is."""
    print(f"{status.done + status.failed} of {status.total}", file=sys.stderr if sys.stderr.isatty() else sys.stdout)


def main(service: str) -> int:
    """Print the records of each article; 1 if the service does not take them."""
    with Client(service) as client:
        try:
            # Under this key it is the same job, however often the program is started.
            job = client.submit(ARTICLES, published="2024-03-17", idempotency_key="examples/jobs.py")
        except InvalidRequest as error:
            print(error, file=sys.stderr)
            return 1
        client.wait(job, progress=told)
        for result in client.results(job):
            if result.extraction is None:
                print(f"{result.id}: {result.problem.detail if result.problem else result.state}")
                continue
            records = [*result.extraction.attacks, *result.extraction.diplomatic_events, *result.extraction.aid_pledges]
            print(f"{result.id}: {len(records)} records")
            for record in records:
                print(f"  {type(record).__name__}: {record.evidence[0].quote}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2] or ["http://127.0.0.1:8000"]))
