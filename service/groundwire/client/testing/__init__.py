"""A Groundwire service for tests of your own: a real socket, no model, answers that you write.

from groundwire.client import Client
from groundwire.client.testing import FakeGroundwire, problem

def test_my_program_waits_when_the_service_is_busy() -> None:
    with FakeGroundwire(problem("overloaded", retry_after_s=1)) as fake, Client(fake.url) as client:
        assert client.extract("Any text.").attacks
    assert len(fake.requests) == 2

Needs what the SDK needs, and no pytest.
"""

from groundwire.client.testing._fake import FakeGroundwire, Received, Reply, problem
from groundwire.client.testing._sample import SAMPLE_ARTICLE, sample_extraction

__all__ = ["SAMPLE_ARTICLE", "FakeGroundwire", "Received", "Reply", "problem", "sample_extraction"]
