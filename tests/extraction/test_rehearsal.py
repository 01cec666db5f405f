"""The rehearsal goes all the way: what it does not use, the first article has to build."""

from datetime import date

import pytest

from groundwire.extraction.profiles import Profile
from groundwire.extraction.rehearsal import rehearse
from groundwire.prompts.sets import current_set
from groundwire.schemas import AidPledge, Attack, DiplomaticEvent


@pytest.mark.parametrize("profile", Profile)
def test_a_record_of_each_type_comes_of_it(profile: Profile) -> None:
    attack, pledge, event = rehearse(current_set(profile.value), profile)
    assert isinstance(attack, Attack)
    assert attack.killed is not None
    assert attack.killed.min == 2
    assert isinstance(event, DiplomaticEvent)
    assert event.place is not None
    assert event.date is not None
    assert event.date.start == date(2026, 1, 5)
    assert isinstance(pledge, AidPledge)
    assert pledge.amount is not None
