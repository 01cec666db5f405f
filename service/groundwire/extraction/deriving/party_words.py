"""Words that tell what sort of party a name is, in English, Ukrainian, Russian and German."""

import re

from groundwire.extraction.coding.role_words import whole_words

UNION = whole_words(
    r"european (?:union|commission|council|parliament|external action service|investment bank)|eu|eeas|"
    r"council of the eu|"
    r"єврокомісі\w*|європейськ\w+ (?:комісі|рад|парламент|союз)\w*|європарламент\w*|еврокомисси\w*|европарламент\w*|"
    r"европейск\w+ (?:комисси|совет|парламент|союз)\w*|eu-kommission|europäische\w* (?:kommission|rat|parlament|"
    r"union)|europaparlament"
)
"""The European Union and its organs."""
ORGANISATIONS = whole_words(
    r"united nations|u\.?n\.?|un \w+(?: \w+)?|unesco|unicef|unhcr|ocha|undp|wfp|world food programme|who|"
    r"world health organi[sz]ation|"
    r"nato|north atlantic \w+(?: \w+)?|osce|iaea|international atomic energy agency|red cross|red crescent|icrc|"
    r"interpol|europol|"
    r"council of europe|international (?:criminal|court|monetary|organi[sz]ation|committee|federation|labour|"
    r"maritime)[\w ]*|icc|icj|"
    r"world bank|imf|ebrd|european bank[\w ]*|asian development bank|african development bank|wto|"
    r"world trade organi[sz]ation|opec\+?|"
    r"g-?(?:7|8|20)|group of (?:seven|twenty)|brics|asean|african union|arab league|league of arab states|ecowas|igad|"
    r"oas|gcc|mercosur|"
    r"gulf cooperation council|organi[sz]ation of [\w ]+|organi[sz]ation for [\w ]+|"
    r"shanghai cooperation organi[sz]ation|csto|"
    r"commonwealth of independent states|security council|general assembly|nordic council|visegrad(?: \w+)?|quartet|"
    r"нато|оон|обсє|обсе|магате|мвф|світов\w+ банк\w*|всемирн\w+ банк\w*|червон\w+ хрест\w*|красн\w+ крест\w*|"
    r"рад\w+ європи|"
    r"совет\w* европы|рад\w+ безпеки|совет\w* безопасности|вооз|воз|юнісеф|юнисеф|vereinte\w* nationen|uno|weltbank|"
    r"iwf|rotes kreuz|"
    r"roten kreuz\w*|europarat\w*|sicherheitsrat\w*|iaeo|afrikanische\w* union|arabische\w* liga"
)
"""International organisations that states have made."""
GROUPS = whole_words(
    r"hamas|hezbollah|hizbollah|houthis?|ansar allah|taliban|islamic state|isis|isil|daesh|al[- ]?qaeda|"
    r"al[- ]?shabaab|boko haram|"
    r"islamic jihad|pkk|ypg|m23|rapid support forces|rsf|wagner(?: group)?|farc|eln|lord's resistance army|"
    r"al[- ]?nusra|hts|"
    r"hayat tahrir al-sham|popular mobili[sz]ation \w+|kata'?ib \w+|ltte|eta|tigray\w* \w*|хамас\w*|хезболл\w*|"
    r"хусит\w*|талібан\w*|"
    r"талибан\w*|вагнер\w*|игил|ід[ії]л|huthi\w*|hisbollah|islamischer staat|"
    r"(?:\w+-)?(?:rebels?|insurgents?|militants?|separatists?|militias?|fighters|partisans|guerrillas?|gunm[ae]n|"
    r"terrorists?|jihadists?|"
    r"paramilitar(?:y|ies)|gangs?|cartels?|extremists?)|повстан\w+|бойовик\w*|боевик\w*|сепаратист\w*|партизан\w*|"
    r"террорист\w*|"
    r"терорист\w*|rebellen|kämpfer|miliz\w*|terroristen|separatisten"
)
"""Armed groups that are no state's forces."""
TITLE = whole_words(
    r"presidents?|(?:prime |foreign |defen[cs]e |interior |finance |deputy |vice |energy )*ministers?|premier|"
    r"chancellor|king|queen|"
    r"prince|princess|emir|sultan|pope|envoys?|negotiators?|ambassadors?|consul|secretary|secretary[- ]general|"
    r"spokes(?:man|woman|person)|"
    r"governors?|mayors?|leaders?|lawmakers?|senators?|congress(?:man|woman)|deputy|speaker|commissioners?|chief|head|"
    r"chair(?:man|woman)?|"
    r"advis[eo]rs?|aide|general|colonel|commander|admiral|lieutenant|counterpart|diplomats?|officials?|"
    r"representatives?|director|"
    r"ombudsman|prosecutor|delegates?|negotiating team|mp|mr|mrs|ms|"
    r"президент\w*|прем'єр\w*|прем’єр\w*|премьер\w*|міністр\w*|министр\w*|канцлер\w*|посол|посла|послу|речни\w+|"
    r"голов\w+|глав\w+|секретар\w*|генерал\w*|радник\w*|советник\w*|губернатор\w*|мер|мэр|представни\w+|"
    r"представител\w+|король|лідер\w*|"
    r"лидер\w*|депутат\w*|генсек\w*|колег\w+|дипломат\w*|"
    r"präsident\w*|\w*minister(?:in|präsident\w*|s)?|bundeskanzler\w*|kanzler\w*|botschafter\w*|sprecher\w*|"
    r"außenminister\w*|"
    r"gouverneur\w*|bürgermeister\w*|generalsekretär\w*|könig\w*|papst|gesandte\w*|sondergesandte\w*|amtskolleg\w+"
)
"""What goes before or behind the name of somebody who holds an office."""
BODIES = whole_words(
    r"ministr(?:y|ies)|department|government|cabinet|parliament|congress|senate|house of \w+|administration|police|"
    r"army|military|navy|"
    r"air force|armed forces|forces|troops|general staff|intelligence|security service|secret service|agency|bureau|"
    r"authorit(?:y|ies)|"
    r"council|court|central bank|embassy|consulate|presidency|president's office|office|commission|committee|"
    r"delegation|treasury|"
    r"coast guard|border (?:guard|service)|customs|prosecutors?|duma|verkhovna rada|rada|knesset|bundestag|bundeswehr|"
    r"fsb|cia|fbi|sbu|"
    r"idf|pentagon|state department|downing street|mod|mfa|usaid|"
    r"міністерств\w*|министерств\w*|мзс|мид|міноборон\w*|минобороны|уряд\w*|правительств\w*|парламент\w*|генштаб\w*|"
    r"служб\w+ \w+|"
    r"поліці\w+|полици\w+|адміністраці\w+|администраци\w+|армі\w+|арми\w+|верховн\w+ рад\w+|суд|прокуратур\w*|"
    r"посольств\w*|"
    r"\w*ministerium\w*|regierung\w*|parlament\w*|bundesregierung|generalstab\w*|polizei\w*|armee|streitkräfte|"
    r"behörde\w*|botschaft|"
    r"auswärtige[sn]? amt\w*"
)
"""Organs of a state or a part of it."""
COMPANIES = whole_words(
    r"compan(?:y|ies)|corporation|corp|inc|ltd|llc|plc|gmbh|ag|holdings?|group|firms?|airlines?|airways|manufacturer|"
    r"operator|"
    r"bank|motors|industries|shipping|enterprise|conglomerate|contractor|supplier|start-?up|energoatom|ukrenergo|"
    r"naftogaz|gazprom|"
    r"rosatom|rosneft|rheinmetall|lockheed martin|boeing|raytheon|saab|bae systems|thales|leonardo|airbus|spacex|"
    r"starlink|google|"
    r"microsoft|meta|компані\w+|компани\w+|корпораці\w+|корпораци\w+|концерн\w*|тов|ооо|пат|оао|konzern\w*|"
    r"unternehmen\w*|firma"
)
"""Businesses."""
PRIVATE = whole_words(
    r"amnesty(?: international)?|human rights watch|save the children|m[ée]decins sans fronti[èe]res|"
    r"doctors without borders|oxfam|"
    r"greenpeace|caritas|foundation|charity|charities|ngos?|institute|universit\w+|church|observatory|think[- ]tank|"
    r"volunteers?|analysts?|experts?|"
    r"residents?|protesters?|journalists?|relatives|famil(?:y|ies)|activists?|фонд\w*|благодійн\w+|благотворительн\w+|"
    r"stiftung\w*"
)
"""Parties that are neither a state's nor an organisation of states."""
ORGANS = {
    "DE": whole_words(r"bundes(?:tag|wehr|regierung|kanzler\w*|rat)"),
    "GB": whole_words(r"foreign office|house of (?:commons|lords)|mi[56]"),
    "IL": whole_words(r"knesset|mossad|idf|shin bet"),
    "IR": whole_words(r"irgc|revolutionary guards?(?: corps)?|majlis"),
    "PL": whole_words(r"sejm"),
    "RU": whole_words(r"(?:state )?duma|fsb|rosgvardia|gru|держдум\w*|госдум\w*|фсб|минобороны(?: рф)?"),
    "UA": whole_words(r"verkhovna rada|sbu|верховн\w+ рад\w+|сбу|зсу|всу|мзс|міноборони|офіс\w* президента"),
    "US": whole_words(
        r"secretary of (?:state|defen[cs]e|war)|state department|department of (?:state|defen[cs]e)|capitol hill|"
        r"house of representatives|"
        r"cia|fbi|usaid|centcom|держдеп\w*|госдеп\w*"
    ),
}
"""Organs and offices that go by a name of their own, by the code of their state."""
LOCAL = whole_words(
    r"governors?|mayors?|regional (?:\w+ )?(?:head|chief|leader)|head of (?:the )?[\w' -]+ (?:region|administration|"
    r"oblast)|"
    r"губернатор\w*|мер|мера|мэр\w*|очільни\w+|gouverneur\w*|bürgermeister\w*"
)
"""Those who hold office in a region or a town."""
_NAME = r"[^\W\d_a-zа-яіїєґ][\w'’.-]*"
PERSON = re.compile(rf"{_NAME}(?: (?:{_NAME}|al|bin|ibn|van|von|der|de|da|dos|el|ben)){{1,3}}")
"""Two to four words as persons are called."""
