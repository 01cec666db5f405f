"""What can go wrong with a corpus as a whole; what is wrong with one article is a `Flaw` and ends nothing.

* BulkError
  + Unfit          IN, OUT or an option cannot be: the run has not begun, or cannot go on as it is
  + Occupied       another run works on the same OUT
  + OutOfRoom      a file cannot be written; what was written before is whole, and the run can go on later
  + Refused        the endpoint makes nothing of any article: nothing was kept of that, and the run can go on later
  + BudgetSpent    the run has cost as much as it may; it can go on with more
"""


class BulkError(Exception):
    """Base of all. Messages are for people and hold no article text."""


class Unfit(BulkError):
    """IN, OUT or an option cannot be."""


class Occupied(BulkError):
    """Another run works on the same OUT."""


class OutOfRoom(BulkError):
    """A file cannot be written."""


class Refused(BulkError):
    """The endpoint fails every article."""


class BudgetSpent(BulkError):
    """The run has cost as much as it may."""
