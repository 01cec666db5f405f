"""Several articles at once, each record as soon as it is found: python python_async.py [address of the service]."""

import asyncio
import sys

from groundwire.client import AsyncClient, Found

ARTICLES = {
    "Kherson": "A Russian drone hit a bus in Kherson on Friday, killing two people, the regional governor said.",
    "Stockholm": "Sweden pledged $314 million of military aid to Ukraine on Monday.",
}


async def read(client: AsyncClient, name: str, text: str) -> None:
    """Print the records of one article as they come."""
    async for event in client.extract_stream(text, published="2024-03-17"):
        if isinstance(event, Found):
            print(f"{name}: {event.record_type}, {event.record.evidence[0].quote}")


async def main(service: str) -> None:
    """Read all of them; the service has places for several."""
    async with AsyncClient(service) as client, asyncio.TaskGroup() as group:
        for name, text in ARTICLES.items():
            group.create_task(read(client, name, text))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:2] or ["http://127.0.0.1:8000"]))
