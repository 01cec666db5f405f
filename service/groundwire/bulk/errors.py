"""What can go wrong with a corpus as a whole; what is wrong with one article is a `Flaw` and ends nothing.

* BulkError
  + Unfit          IN, OUT or an option cannot be: the run has not begun, or cannot go on as it is
  + Occupied       another run works on the same OUT
  + OutOfRoom      a file cannot be written; what was written before is whole, and the run can go on later
  + Refused        the endpoint makes nothing of any article: nothing was kept of that, and the run can go on later
  + WorkerEnded    a worker process ended by itself
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


class WorkerEnded(BulkError):
    """A worker process ended by itself.

    Attributes:
        code: Its exit code.
    """

    def __init__(self, code: int) -> None:
        super().__init__("a worker ended; what it said stands above")
        self.code = code
