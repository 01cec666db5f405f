"""Paragraphs that state no record, to be put into an article: other news, some with numbers and words that tempt."""

from typing import Final

STRANGERS: Final = {
    "weather": (
        "Meteorologists expect a stormy weekend in the highlands. Gusts of up to 118 kilometres an hour will hit the "
        "ridges from the west, and 43 centimetres of snow may fall by Monday morning; a warning of the second level "
        "is in force for drivers."
    ),
    "football": (
        "In the evening match Harbour Rovers lost their unbeaten record. Two strikes within 96 seconds were too much "
        "for a defence that had already lost four players to injury, and 17,350 spectators went home in silence."
    ),
    "recipe": (
        "Recipe of the day: for a plum cake, beat 225 grams of butter with as much sugar, add four eggs and 310 grams "
        "of flour, and drop a dozen halved plums on top. It feeds 14 and takes 55 minutes in a moderate oven."
    ),
    "telescope": (
        "Astronomers have measured the light of a star that exploded 8,400 years ago. The blast threw its shell over "
        "a distance of 61 light years, and a second shock wave is now reaching the dust around it."
    ),
    "theatre": (
        "The town theatre opens its season with a comedy about a general who cannot find his army. All 640 seats of "
        "the first night are sold; the set needs 34 doors, and the last act, the director promises, is a bombardment "
        "of pies."
    ),
    "railway": (
        "The night train across the plain will run again from the first of the month after 39 months of works. "
        "Engineers replaced 132 kilometres of rail and killed the old joke that a bicycle is faster."
    ),
    "chess": (
        "In the seventh round of the chess open the champion launched a reckless attack on the king's side, sacrificed "
        "two pawns and was beaten after 68 moves by a pupil of 15 who had never met a grandmaster before."
    ),
    "beekeeping": (
        "Beekeepers report the best harvest since records began. A strong colony brought in 47 kilograms of honey, and "
        "the association counts 2,160 members, almost a third of them younger than 30."
    ),
}
"""By topic. Their numbers above a month's days are rare ones: an answer that holds them took them from here."""
