"""What a diplomatic act is about, by words for the codebook's topics in English, Ukrainian, Russian and German."""

from collections.abc import Sequence

from groundwire.extraction.coding.role_words import whole_words
from groundwire.schemas import Topic

_ATTACK = (
    r"(?:attacks?|strikes?|airstrikes?|bombings?|bombardments?|shelling|killings?|assaults?|raids?|invasion|massacre|"
    r"aggression|"
    r"атак\w*|удар\w*|обстр\w+|вбивств\w*|убийств\w*|агрес\w+|вторгнен\w*|вторжен\w*|angriff\w*|anschlag\w*|"
    r"überfall\w*)"
)
_ARMS = (
    r"(?:weapons?|arms|missiles?|ammunition|shells|tanks?|jets?|f-16s?|air[- ]defen[cs]e\w*|military equipment|drones?|"
    r"збро\w+|ракет\w*|танк\w*|боєприпас\w*|оружи\w+|вооружени\w+|боеприпас\w*|waffen|panzer\w*|raketen|munition)"
)
_WORDS: dict[Topic, str] = {
    "ceasefire": (
        r"cease-?fires?|truces?|armistices?|(?:halt|end|pause|cessation|stop) (?:to |of |in )?(?:all |"
        r"the )?(?:fighting|hostilities|"
        r"strikes|attacks)|перемир\w*|припинен\w+ (?:вогню|бойових)|прекращени\w+ (?:огня|боевых)|waffenruhe\w*|"
        r"waffenstillstand\w*|"
        r"feuerpause\w*"
    ),
    "peace_terms": (
        r"peace|(?:end|ending|stop|stopping|resolve|settle|settling) (?:of |to )?(?:the |its |this |"
        r"their )?(?:\w+ )?(?:war|conflict)|"
        r"(?:war|conflict)(?:'s)? (?:end|settlement|resolution)|political settlement|мир(?:у|ом|ний|ної|ного|ні|них|"
        r"ную|ные|ных|ный)?|"
        r"врегулюван\w*|урегулирован\w*|frieden\w*|(?:kriegs)?ende des krieges"
    ),
    "territory": (
        r"territor\w+|annex\w*|land (?:swaps?|concessions?)|ced(?:e|ed|ing)|borders? (?:dispute|demarcation|changes?)|"
        r"sovereignty|"
        r"(?:occupied|seized|captured|disputed) (?:land|areas?|regions?|islands?)|withdraw\w* (?:\w+ )?(?:troops|"
        r"forces)|"
        r"територ\w+|анекс\w*|аннекс\w*|суверенітет\w*|суверенитет\w*|gebiet\w*|annexi\w*|souveränität\w*"
    ),
    "prisoner_exchange": (
        r"prisoners?(?:[- ]of[- ]war)?|pows?|captives?|hostages?|detainees?|(?:exchange|swap|"
        r"return) of (?:\w+ )?(?:prisoners|bodies|"
        r"captives|soldiers)|полонен\w*|бранц\w*|заручник\w*|пленн\w*|заложник\w*|gefangene\w*|geisel\w*"
    ),
    "security_guarantees": (
        r"security (?:guarantees?|assurances?|commitments?)|guarantees of security|peacekeep\w*|(?:multinational|"
        r"reassurance|stabili[sz]ation) "
        r"forces?|гаранті\w+ безпеки|безпеков\w+ гаранті\w*|миротвор\w*|гаранти\w+ безопасности|"
        r"sicherheitsgarantie\w*|friedenstruppe\w*"
    ),
    "military_support": (
        rf"(?:military|defen[cs]e|security) (?:aid|assistance|support|help|supplies|cooperation|package|training|"
        rf"deliveries|spending|industry)|"
        rf"(?:suppl\w+|deliver\w*|provid\w+|provision|send\w*|sent|transfer\w*|sale|sell\w*|export\w*|shipments?|"
        rf"receiv\w+|donat\w+) "
        rf"(?:of |with |more |new |further |additional |the |its |long-range |\w+ ){{0,4}}{_ARMS}|"
        rf"{_ARMS} (?:deliver\w+|suppl\w+|shipments?|sales?|"
        rf"transfers?|exports?)|(?:військов|военн|оборонн)\w+ (?:допомог|помощ|підтримк|поддержк|співпрац|"
        rf"сотруднич)\w*|"
        rf"(?:постач|постав|надан|передач)\w* (?:\w+ )?{_ARMS}|militärhilfe\w*|waffenlieferung\w*|rüstungs\w+|"
        rf"militärische\w* (?:hilfe|unterstützung)"
    ),
    "economic_support": (
        r"(?:economic|financial|budget(?:ary)?|macro-?financial) (?:aid|assistance|support|help|package|cooperation)|"
        r"reconstruct\w*|rebuild\w*|"
        r"recovery|loans?|investments?|trade (?:deal|agreement|pact|ties)|frozen (?:\w+ )?assets|economic (?:ties|"
        r"cooperation|partnership)|"
        r"(?:фінансов|економічн|финансов|экономическ)\w+ (?:допомог|підтримк|помощ|поддержк|співпрац|сотруднич)\w*|"
        r"відбудов\w*|"
        r"восстановлен\w*|кредит\w*|інвестиц\w*|инвестиц\w*|wiederaufbau\w*|finanzhilfe\w*|wirtschaftshilfe\w*|"
        r"handelsabkommen\w*"
    ),
    "sanctions": (
        r"sanction\w*|embargo(?:es)?|price caps?|export (?:controls?|bans?)|asset freezes?|tariffs?|blacklist\w*|"
        r"санкц\w*|ембарго|эмбарго|"
        r"sanktion\w*|zölle\w*"
    ),
    "grain_exports": (
        r"grain|wheat|maize|corn exports?|food exports?|fertili[sz]ers?|black sea (?:deal|initiative|corridor|"
        r"agreement)|зерн\w*|пшениц\w*|"
        r"getreide\w*|weizen\w*"
    ),
    "humanitarian": (
        r"humanitarian\w*|evacuat\w*|refugees?|displaced|famine|food aid|aid (?:convoys?|workers?|trucks?|deliveries)|"
        r"deported children|"
        r"abducted children|red cross|гуманітарн\w*|гуманитарн\w*|евакуа\w*|эвакуа\w*|біженц\w*|беженц\w*|"
        r"humanitär\w*|evakuier\w*|"
        r"flüchtling\w*"
    ),
    "nato_membership": (
        r"nato (?:membership|accession|bid|entry|invitation|aspirations?)|(?:join\w*|entry (?:in)?to|accession to|"
        r"membership (?:in|of)|admi\w+ "
        r"(?:in)?to|invit\w+ (?:\w+ )?(?:in)?to) (?:the )?(?:nato|alliance)|вступ\w* (?:\w+ )?(?:до|в) нато|"
        r"членств\w* (?:\w+ )?в нато|"
        r"nato-(?:beitritt|mitgliedschaft)\w*"
    ),
    "energy": (
        r"energy|(?:natural )?gas|oil|electricity|power (?:grid|plants?|supply|lines?|stations?)|pipelines?|lng|fuel|"
        r"енерг\w*|энерг\w*|газ\w*|"
        r"нафт\w*|нефт\w*|електр\w*|электр\w*|energie\w*|erdgas\w*|pipeline\w*|strom\w*"
    ),
    "nuclear": (
        r"nuclear|atomic|uranium|enrichment|iaea|radiation|warheads?|non-?proliferation|ядерн\w*|атомн\w*|аес|аэс|"
        r"магате|уран\w*|nuklear\w*|"
        r"atom\w*|kernkraft\w*"
    ),
    "condemnation_of_attack": (
        rf"(?:condemn|denounc|deplor|decri|outrag|protest|засуд|осуд|verurteil)\w* [^.;]{{0,80}}?{_ATTACK}|"
        rf"{_ATTACK} [^.;]{{0,60}}?(?:condemned|"
        rf"denounced|засуджен\w*|осужд\w*|verurteilt)|condemnation of [^.;]{{0,40}}?{_ATTACK}"
    ),
}
_CUES = {topic: whole_words(words) for topic, words in _WORDS.items()}
_MOST = 4


def topics_of(sentences: Sequence[str]) -> tuple[Topic, ...]:
    """The topics that some sentences name, at most four, those named first; `other` alone if they name none."""
    said = "\n".join(sentences)
    found = sorted((match.start(), topic) for topic, cue in _CUES.items() if (match := cue.search(said)))
    return tuple(topic for _, topic in found[:_MOST]) or ("other",)
