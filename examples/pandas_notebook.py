# %% [markdown]
# # Records as data frames
#
# Needs `pip install pandas` besides the SDK, and a service: `groundwire serve`.

# %%
import sys

from groundwire.client import Client
from groundwire.client.exports import to_acled_csv, to_pandas

service = next(iter(argument for argument in sys.argv[1:] if argument.startswith("http")), "http://127.0.0.1:8000")
articles = [
    "A Russian drone hit a bus in Kherson on Friday, killing two people and wounding at least seven, officials said.",
    "Sweden pledged $314 million of military aid to Ukraine on Monday.",
]

# %%
with Client(service) as client:
    outcomes = list(client.extract_many(articles, published="2024-03-17"))
extractions = [outcome.extraction for outcome in outcomes if outcome.extraction is not None]
print(f"{len(extractions)} of {len(articles)} articles were read")

# %% [markdown]
# One frame for each type of record. A figure is an interval, `killed_min` to `killed_max`.

# %%
frames = to_pandas(extractions)
attacks = frames["attack"]
print(attacks[["date_start", "killed_min", "killed_max", "injured_min"]])

# %%
pledges = frames["aid_pledge"]
print(pledges.groupby("amount_currency")["amount_value"].sum())

# %% [markdown]
# The same for a tool that reads ACLED's columns.

# %%
to_acled_csv(extractions, "attacks.csv")
