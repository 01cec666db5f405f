"""Which engine the settings name."""

import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr
from tests.jobs.opening import ended, job_of, read, working

from groundwire.cli.engines import JOBS_FILE, open_engine
from groundwire.cli.settings import Settings

pytestmark = pytest.mark.anyio
URL = SecretStr("postgresql://user:pw-93ad@127.0.0.1:1/name")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def test_a_file_in_the_caches_folder(tmp_path: Path) -> None:
    settings = Settings(cache_dir=tmp_path / "cache")
    async with open_engine(settings) as engine, working(engine, read):
        assert (await ended(engine, (await engine.submit(job_of(2))).id)).done == 2
    assert (tmp_path / "cache" / JOBS_FILE).exists()


async def test_postgresql_if_a_database_is_named(database_url: str, tmp_path: Path) -> None:
    settings = Settings(cache_dir=tmp_path / "cache", database_url=SecretStr(database_url))
    async with open_engine(settings) as engine, working(engine, read):
        assert (await ended(engine, (await engine.submit(job_of(2))).id)).done == 2
    assert not (tmp_path / "cache").exists()


def test_without_its_packages_it_says_how_to_get_them() -> None:
    code = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from groundwire.cli.engines import open_engine; from groundwire.cli.settings import Settings, SettingsError\n"
        f"try: open_engine(Settings(database_url={URL.get_secret_value()!r}))\n"
        "except SettingsError as error: print(error)"
    )
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout  # noqa: S603 - our own
    assert said == (
        "GROUNDWIRE_DATABASE_URL: the package psycopg is missing; it comes with pip install 'groundwire[bulk]'\n"
    )


def test_without_a_database_its_packages_are_not_loaded(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from groundwire.cli.engines import open_engine; from groundwire.cli.settings import Settings\n"
        f"open_engine(Settings(cache_dir=Path({str(tmp_path)!r})))\n"
        "print(*[name for name in sys.modules if name.startswith(('psycopg', 'procrastinate'))])"
    )
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)  # noqa: S603 - our own
    assert (said.stdout.strip(), said.stderr) == ("", "")
