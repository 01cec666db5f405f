"""How far a diplomatic act has come, from the sentences that tell of it."""

from collections.abc import Sequence

from groundwire.extraction.coding.role_words import whole_words
from groundwire.schemas import DiplomaticEventType, DiplomaticStatus

_REFUSED = whole_words(
    r"reject(?:ed|s|ing|ion)?|refus(?:ed|es|ing|al)|rebuff\w*|turned down|dismiss(?:ed|es|ing)?|rul(?:ed|es|ing) out|"
    r"declin(?:ed|es|ing)|"
    r"відкину\w*|відхили\w*|відмови\w*|отверг\w*|отклони\w*|отказа\w*|(?:lehnt|lehnte|lehnten) [^.;]{0,60}ab|"
    r"abgelehnt|zurückgewiesen|"
    r"weigert\w*"
)
_STALLED = whole_words(
    r"stall(?:ed|s|ing)?|deadlock\w*|impasse|stalemate|collaps(?:ed|e|es)|broke(?:n)? (?:down|off)|suspended|"
    r"postponed|called off|"
    r"cancell?ed|on hold|at a standstill|зірва\w*|глух\w+ кут\w*|призупинен\w*|відкладен\w*|скасован\w*|сорва\w*|"
    r"тупик\w*|"
    r"приостановлен\w*|отложен\w*|отмен[её]н\w*|gescheitert|ins stocken|ausgesetzt|verschoben|abgesagt"
)
_STALLED_TALKS = whole_words(
    r"(?:talks|negotiations|process|deal|agreement|efforts|diplomacy|dialogue|initiative|summit|meeting|перемовини|"
    r"переговори|переговоры|"
    r"gespräche|verhandlungen) (?:[\w-]+ ){0,3}?(?:stalled|deadlocked|collapsed|broke (?:down|off)|broken (?:down|"
    r"off)|suspended|postponed|"
    r"called off|cancell?ed|on hold|at a standstill|зірва\w*|призупинен\w*|сорва\w*|приостановлен\w*|gescheitert|"
    r"ausgesetzt|abgesagt)"
)
"""Said of the act itself, and not of what it is meant to revive."""
_ONGOING = whole_words(
    r"ongoing|under ?way|continu(?:e|es|ed|ing)|(?:is|are) (?:meeting|holding|negotiating|discussing|hosting|visiting|"
    r"attending|working|"
    r"taking part|being held|taking place)|тривають|триває|продовжу\w*|продолжа\w*|ведутся|ведуться|dauern an|"
    r"laufen(?:de\w*)?|andauern\w*"
)
_PLANNED = whole_words(
    r"(?:will|shall|would|to) (?:\w+ )?(?:meet|hold|visit|travel|host|attend|discuss|convene|sign|speak|take place|"
    r"gather|arrive|exchange|"
    r"begin|start|be held|be signed|resume|conduct|join)|(?:is|are|was|were) (?:due|set|scheduled|expected|slated|"
    r"planned|to) (?:to )?\w+|"
    r"plans? to|planned|planning|upcoming|forthcoming|next (?:week|month|year|round)|scheduled|invited|prepar(?:e|es|"
    r"ing|ations)|"
    r"зустрінуть\w*|відбуде(?:ться)?|відбудуться|відвідає|планує\w*|запланован\w*|проведуть|состо(?:ится|ятся)|"
    r"встретятся|посетит|"
    r"планиру\w*|запланирован\w*|проведут|"
    r"(?:wird|werden|will|wollen|soll|sollen) [^.;]{0,80}(?:treffen|reisen|besuchen|beraten|stattfinden|teilnehmen|"
    r"unterzeichnen)|geplant\w*"
)
_DONE: dict[DiplomaticEventType, str] = {
    "consult": (
        r"met|held|visited|spoke|spoken|discussed|hosted|attended|convened|gathered|travell?ed|arrived|talked|"
        r"received|concluded|ended|"
        r"зустрі(?:вся|лася|лися|лись)|провели|провів|провела|обговори\w*|відвіда\w*|прибу\w+|встретил\w*|обсудил\w*|"
        r"посетил\w*|"
        r"traf|trafen|sprach|sprachen|besuchte\w*|beriet\w*|empfing"
    ),
    "agree": (
        r"signed|reached|agreed|struck|concluded|inked|sealed|finali[sz]ed|brokered|підписа\w*|домови\w*|погоди\w*|"
        r"уклал\w*|подписал\w*|"
        r"договорил\w*|согласова\w*|заключил\w*|unterzeichne\w*|einigte\w*|vereinbart\w*|geeinigt"
    ),
    "cooperate": (
        r"exchanged|carried out|conducted|completed|returned|handed over|swapped|released|freed|repatriated|launched|"
        r"took part|"
        r"обміня\w*|повернули\w*|передал\w*|провели|обменял\w*|вернул\w*|ausgetauscht|durchgeführt|übergeben"
    ),
}
"""That the act itself has been done."""
_DONE_CUES = {event_type: whole_words(words) for event_type, words in _DONE.items()}


def status_of(event_type: DiplomaticEventType, sentences: Sequence[str]) -> DiplomaticStatus | None:
    """The status where the codebook knows one for that type of event; None for the others.

    What stalled or goes on is so whatever was done before; what is only announced is planned; all else is concluded.
    """
    said = " ".join(sentences)
    if event_type == "request":
        return "rejected" if _REFUSED.search(said) else None
    done = _DONE_CUES.get(event_type)
    if done is None:
        return None
    if _STALLED_TALKS.search(said) or (_STALLED.search(said) and not done.search(said)):
        return "stalled"
    if _PLANNED.search(said) and not done.search(said):
        return "planned"
    return "ongoing" if _ONGOING.search(said) else "concluded"
