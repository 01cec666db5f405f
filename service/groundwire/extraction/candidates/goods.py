"""Goods that can be given as aid, as a sentence names them."""

from groundwire.extraction.coding.role_words import whole_words

_GOODS = whole_words(
    r"ammunition|munitions|(?:artillery )?shells|rounds|missiles|interceptors|rockets|launchers|"
    r"weapons|weaponry|arms|"
    r"armaments|"
    r"tanks|howitzers|mortars|rifles|drones|jets|fighter jets|warplanes|aircraft|helicopters|vehicles|"
    r"armou?red vehicles|"
    r"trucks|boats|ships|radars?|(?:air[- ]defen[cs]e|defen[cs]e|missile|rocket|"
    r"weapons?) (?:systems?|batter(?:y|ies))|"
    r"systems|"
    r"batteries|body armou?r|helmets|vests|mines|demining (?:equipment|machines)|equipment|gear|spare parts|fuel|"
    r"food(?: parcels| aid)?|grain|wheat|flour|rice|meals|tents|blankets|mattresses|shelters|houses|"
    r"medicines?|medical (?:supplies|kits|equipment|aid)|vaccines?|ambulances|(?:field )?hospitals?|bandages|"
    r"first[- ]aid kits|hygiene kits|generators|transformers|turbines|pumps|pipes|boilers|stoves|"
    r"heaters|solar panels|"
    r"water(?: purifiers| tanks)?|clothing|clothes|winter clothing|buses|fire engines|excavators|"
    r"seeds|fertili[sz]ers?|"
    r"relief supplies|supplies|humanitarian goods|"
    r"боєприпас\w*|снаряд\w*|ракет[аиу]?|зброя|зброю|зброї|танк\w*|гаубиц\w*|дрон\w*|літак\w*|"
    r"гелікоптер\w*|бронетехнік\w*|"
    r"обладнання|пальне|генератор\w*|трансформатор\w*|намет\w*|ліки|ліків|медикамент\w*|продовольств\w*|зерно|"
    r"боеприпас\w*|оружи[еяю]|самол[её]т\w*|вертол[её]т\w*|бронетехник\w*|оборудовани\w*|топлив\w*|"
    r"палатк\w*|лекарств\w*|"
    r"продукт\w*|"
    r"munition|granaten|waffen|panzer\w*|haubitzen|drohnen|flugzeuge|hubschrauber|fahrzeuge|raketen|flugabwehr\w*|"
    r"generatoren|transformatoren|zelte|decken|medikamente|lebensmittel|getreide|hilfsgüter|ausrüstung|treibstoff"
)
_GIVING = whole_words(
    r"giv(?:e|es|en|ing)|gave|send(?:s|ing)?|sent|pledg\w*|promis\w*|donat\w*|deliver\w*|suppl(?:y|ies|ied|ying)|"
    r"provid(?:e|ed|es|ing)|"
    r"hand(?:ed|s|ing)? over|transfer\w*|ship(?:ped|ping|s)?|allocat\w*|approv\w*|announc\w*|includ\w*|"
    r"grant(?:s|ed|ing)?|"
    r"contribut\w*|aid|assistance|package[sd]?|commit\w*|block\w*|"
    r"нада\w*|переда\w*|постав\w*|відправ\w*|пообіця\w*|виділи\w*|допомог\w*|пакет\w*|предостав\w*|"
    r"отправ\w*|обеща\w*|"
    r"пообеща\w*|выдели\w*|помощ\w*|liefer\w*|gelief\w*|sag(?:t|te|ten) zu|zugesagt|spend\w*|schick\w*|"
    r"hilfe\w*|paket\w*|"
    r"stell(?:t|te|en) bereit|bereitgestellt"
)


def find_goods(sentence: str) -> tuple[str, ...]:
    """The goods of a sentence that speaks of giving, without their counts; none if it speaks of something else."""
    if not _GIVING.search(sentence):
        return ()
    spans: list[tuple[int, int]] = []
    for start, end in (match.span() for match in _GOODS.finditer(sentence)):
        if spans and sentence[spans[-1][1] : start] == " ":  # "water pumps"
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return tuple(sentence[start:end] for start, end in spans)
