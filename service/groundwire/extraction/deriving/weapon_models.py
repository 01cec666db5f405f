"""Widely known models of weapons, by kind: their names in Latin and in Cyrillic letters.

A name that is an everyday word too ("Grad", "Pion", "Switchblade") counts only with a capital letter.
"""

import re
from collections.abc import Iterator

from groundwire.schemas import WeaponKind

_BALLISTIC = (
    r"Iskander(?!-K)|[ІИ]скандер(?!-К)|Kinzhal|Кинджал|Кинжал|Tochka|Точк[аиуі]|Oreshnik|Ор[єе]шник|Scud|Hwasong|"
    r"KN-\d+|"
    r"ATACMS|GMLRS-ER|PrSM|Fateh|Fattah|Zolfaghar|Zulfiqar|Shahab|Sejjil|Emad|Ghadr|Kheibar Shekan|Khorramshahr|Qiam|"
    r"Burkan|Badr|Dongfeng|DF-\d+|Jericho|Agni|Shaheen|Ghauri|Prithvi|Hrim|Sapsan|LORA|Yars|Bulava|Topol|Minuteman"
)
_CRUISE = (
    r"Kalibr|Кал[іи]бр|Iskander-K|[ІИ]скандер-К|Kh-(?:22|32|35|47M2|50|55|59|65|69|101|555)|Х-(?:22|32|35|50|55|59|69|"
    r"101|555)|"
    r"Oni[kx]s|Onyx|Он[іи]кс|Zircon|Tsirkon|Циркон|Tomahawk|Томагавк|Storm Shadow|SCALP|Taurus|JASSM|Harpoon|"
    r"Neptune?|Нептун|Bastion|Flamingo|BrahMos|Babur|Paveh|Hoveyzeh|Soumar|Delilah|Exocet|JSM|KEPD"
)
_MISSILE = (
    r"S-(?:200|300|400)|С-(?:200|300|400)|Kh-(?:25|29|31|38|58)|Х-(?:25|29|31|38|58)|Hellfire|Javelin|NLAW|HARM|"
    r"AGM-\d+|Maverick|Brimstone|Spike|Almas|Kornet|Корнет|Konkurs|Toophan|TOW|Stugna|Patriot|NASAMS|IRIS-T|Buk|Бук|"
    r"Sidewinder|AMRAAM|Vikhr|Ataka|Fagot|Metis"
)
_DRONE = (
    r"Shahed|Шах[еэ]д|Gh?eran|Геран[ьі]|Gerbera|Гербер[аиу]|Lancet|Ланцет|Orlan|Орлан|Mohajer|Ababil|Bayraktar|"
    r"Байрактар|TB2|Akinci|Reaper|MQ-\d+|Predator|Switchblade|Harop|Hermes \d+|Heron|Samad|Qasef|Arash|Wing Loong|"
    r"CH-\d|"
    r"Mavic|Мавік|Мавик|Zala|Supercam|Molniya|Forpost|Orion|Baba Yaga|Magura|Liutyi|Lyutyy|Bober|Palianytsia|Tu-141"
)
_ROCKET = (
    r"Grad|Град|BM-\d+|Smerch|Смерч|Uragan|Hurricane|Ураган|Tornado-[SG]|HIMARS|Х[аА][йЙ][мМ][аА][рР][сС]|GMLRS|"
    r"Katyusha|"
    r"Катюш[аи]|Qassam|Fajr|RPG|TOS-\d\w?|Solntsep[yi]ok|Vampire|Pinaka|Polonez|M142|M270|Kassam"
)
_ARTILLERY = (
    r"Caesar|CAESAR|Krab|PzH ?2000|Panzerhaubitze|M777|M109|Paladin|Archer|Bohdana|Богдана|Msta|Мста|Gvozdika|Гвоздика|"
    r"Akatsiya|Pion|Malka|D-30|D-20|Hyacinth|Giatsint|Excalibur|Krasnopol"
)
_BOMB = (
    r"[KKFК]AB(?:-\d+)?|ФАБ(?:-\d+)?|КАБ(?:-\d+)?|UMPK|JDAM|GBU-\d+|Mk[ -]?8[2-4]|SDB|Hammer|AASM|Spice|ODAB(?:-\d+)?"
)
_SMALL_ARMS = r"Kalashnikov|Калашников[аи]?|AK-?\d+|AR-15|M16|M4|Dragunov|Uzi|Glock"
_MINE = r"PFM-1|POM-\d|PMN|Claymore|TM-62|Lepestok"

_KINDS: tuple[tuple[WeaponKind, str], ...] = (
    ("cruise_missile", _CRUISE),
    ("ballistic_missile", _BALLISTIC),
    ("missile", _MISSILE),
    ("drone", _DRONE),
    ("rocket", _ROCKET),
    ("artillery", _ARTILLERY),
    ("bomb", _BOMB),
    ("small_arms", _SMALL_ARMS),
    ("mine", _MINE),
)
# Behind a name: its plural or case ending, and its designation ("Shahed-136", "Iskander-M", "Tochka-U", "Hwasong-11").
_PATTERNS = tuple(
    (kind, re.compile(rf"(?<!\w)(?:{names})(?:s|[а-яіїєё]{{1,3}})?(?:[- ]?(?:[A-ZА-Я]{{1,2}}|\d{{1,3}}[A-Z]?))?(?!\w)"))
    for kind, names in _KINDS
)


def model_in(words: str) -> tuple[WeaponKind, str] | None:
    """The first-named known model in some words, as written, with its kind."""
    found = [(match.start(), kind, match[0]) for kind, pattern in _PATTERNS if (match := pattern.search(words))]
    if not found:
        return None
    _, kind, name = min(found, key=lambda entry: entry[0])
    return kind, name


def model_spans(words: str) -> Iterator[tuple[int, int]]:
    """Where some words name known models, kind by kind."""
    for _, pattern in _PATTERNS:
        yield from (match.span() for match in pattern.finditer(words))
