"""Words by which a sentence gives orders to a machine, in English, Ukrainian, Russian and German.

For folded text: small letters, straight quotes, plain dashes. Each language has orders of its own, because they are
worded differently, not merely translated. Gaps are bounded, so that no sentence takes long.
"""

MACHINE_EN = (
    r"(?:large )?language models?|llms?|(?:generative )?ai(?:-based)?[ -](?:assistants?|models?|systems?|readers?|"
    r"agents?|"
    r"tools?|summari[sz]ers?|parsers?|bots?)|llm[ -]\w+|(?:chat ?|web|\w+ation )bots?|(?:automated|automatic|machine|"
    r"software) (?:systems?|readers?|"
    r"extractors?|summari[sz]ers?|agents?|parsers?|pipelines?|annotators?|processing)|"
    r"(?:(?:text|data|information|event)[- ])?(?:extraction|mining) (?:systems?|software|models?|tools?|programs?|"
    r"pipelines?|"
    r"engines?|bots?)|(?:web )?crawlers?|parsers?|scrapers?|chatgpt|gpt(?:-?\d\w*)?|virtual assistants?|"
    r"neural net\w*|automated \w+|"
    r"generative models?"
)
MACHINE_UK = (
    r"(?:велик\w+ )?мовн\w+ модел\w+|чат-?бот\w*|нейромереж\w*|штучн\w+ інтелект\w*|автоматичн\w+ систем\w*|"
    r"автоматизован\w+ систем\w*|ші-?(?:модел\w+|асистент\w*|систем\w+|помічник\w*)|парсер\w*"
)
MACHINE_RU = (
    r"(?:больш\w+ )?языков\w+ модел\w+|чат-?бот\w*|нейросет\w*|искусственн\w+ интеллект\w*|автоматическ\w+ систем\w*|"
    r"автоматизированн\w+ систем\w*|ии-?(?:модел\w+|ассистент\w*|систем\w+|помощник\w*)|парсер\w*"
)
MACHINE_DE = (
    r"(?:große\w* )?sprachmodelle?n?|chat-?bots?|ki-?(?:modelle?n?|systeme?n?|assistent\w*|agent\w*|leser\w*)|"
    r"künstliche\w* intelligenz\w*|automati(?:sierte|sche)\w* (?:systeme?n?|leser\w*|auswertung\w*|verarbeitung\w*)|"
    r"maschinelle\w* leser\w*|parser\w*|crawler\w*"
)
MACHINE = rf"(?:{MACHINE_EN}|{MACHINE_UK}|{MACHINE_RU}|{MACHINE_DE})"

# Where an order begins: with the sentence, after a mark, or after words that give it.
ORDER = (
    r"(?:^|[.:;!?(\[\]>*\"]\s*|\s-\s|,\s+(?:then |and |just |simply |now |so )?|"
    r"(?<!\w)(?:please|kindly|now|instead|and|then|you (?:must|should|shall|will|are to|need to|have to)(?: now|"
    r" only| always)?|"
    r"(?:want|need|order|instruct|command|ask|tell)s? you to|будь ласка|пожалуйста|bitte|"
    r"(?:ти маєш|ви маєте|ти повинен|ви повинні|ты должен|вы должны|du musst|sie müssen))\s+)"
)
_OLD_ORDERS_EN = (
    r"(?:ignore|disregard|forget|override|overrule|bypass|discard|set aside|do not (?:follow|obey)|don't (?:follow|"
    r"obey)|"
    r"stop (?:following|obeying)|pay no attention to)[^.;!?]{0,40}?(?<!\w)"
    r"(?:(?:previous|prior|above|earlier|preceding|foregoing|existing|original|initial|system|your|all|any|these|"
    r"those)\s+"
    r"(?:[\w-]+\s+){0,3}?(?:instructions?|prompts?|directives?|guidelines|guidance|context|commands|messages?)"
    r"(?!\s+(?:from|to|of|by|issued)(?!\w))|"
    r"(?:the )?(?:instructions?|prompts?|guidance|guidelines) (?:above|before|so far|you)|your (?:[\w-]+ )?(?:rules|"
    r"safeguards|limits)|"
    r"(?:everything|anything|all|what|whatever)[^.;!?]{0,25}?(?<!\w)(?:above|previously|so far|up to (?:this|here|now)|"
    r"before this|you (?:were|are|have been) (?:told|instructed|given|asked))(?!\w)|the (?:above|(?:text|"
    r"article) above))"
)
_OLD_ORDERS_UK = (
    r"(?:(?:про)?ігноруй(?:те)?|забудь(?:те)?|відкинь(?:те)?|скасуй(?:те)?|не (?:виконуй|зважай|слухай|"
    r"звертай)(?:те)?(?: уваги)?(?: на)?)"
    r"[^.;!?]{0,40}?(?<!\w)(?:(?:попередн|усі|всі|наведен|дотеперішн|системн|сво[їє]|тво[їє]|ваш|інш|початков)\w* "
    r"(?:\w+ )?(?:інструкці|вказів|настанов|правил|команд)\w*|підказ\w+|промпт\w*|(?:інструкці|вказів|настанов)\w+"
    r"(?:,? (?:які|що|вище|раніше))|(?:текст|статт|абзац)\w* (?:вище|до цього)|(?:усе|все)[^.;!?]{0,20}(?:вище|раніше))"
)
_OLD_ORDERS_RU = (
    r"(?:(?:про)?игнорируй(?:те)?|забудь(?:те)?|отбрось(?:те)?|отмени(?:те)?|не (?:выполняй|слушай|следуй)(?:те)?)"
    r"[^.;!?]{0,40}?(?<!\w)(?:(?:предыдущ|прежн|все|всем|системн|сво|тво|ваш|ины|друг|исходн|перв)\w* "
    r"(?:\w+ )?(?:инструкци|указани|правил|команд)\w*|подсказ\w+|промпт\w*|(?:инструкци|указани)\w+"
    r"(?:,? (?:которые|что|выше|ранее))|(?:текст|стать|абзац)\w* (?:выше|до этого)|вс[её][^.;!?]{0,20}(?:выше|ранее|"
    r"раньше))"
)
_OLD_ORDERS_DE = (
    r"(?:ignorier(?:e|en|t)?|vergiss|vergessen|missachten?|verwirf|verwerfen|befolgen? (?:sie )?(?:nicht|"
    r"keine))(?: sie)?"
    r"[^.;!?]{0,40}?(?<!\w)(?:(?:vorherig|bisherig|obig|früher|vorig|ursprünglich|alle|deine|ihre|ander)\w* (?:\w+ )?"
    r"(?:anweisung|instruktion|vorgabe|befehl)\w*|prompts?|systemnachricht\w*|(?:anweisung|instruktion|text|artikel|"
    r"absatz|absätze)\w* (?:oben|davor)|"
    r"alles[^.;!?]{0,20}(?:oben|bisher|zuvor|vorher)\w*)"
)
_FIELD = (
    r"(?:(?:killed|injured|wounded|casualt\w+|toll|places?|dates?|locations?|amounts?|perpetrators?|attackers?|donors?|"
    r"weapons?|status|required|output|every|each|all|empty)['\"`]? fields?)"
)
ANSWER_EN = (
    rf"(?:(?<!\w)(?:json|xml|yaml|the output|your output|output (?:as|only|is|of)|schema|{_FIELD}|"
    r"empty (?:lists?|arrays?|answers?|responses?|records?|objects?|results?)|no (?:\w+ )?records?|placeholders?|"
    r"(?:in|as) (?:your|the|their|its) (?:\w+ )?(?:answer|response|reply|summary|result|extraction|output)|"
    r"nothing else|null|"
    r"(?:final|structured) (?:answer|response|output)|(?:attack|event|aid|false|one|single) records?|these values|"
    r"the following (?:event|attack|strike|record|values?|figures?|answer|text|facts?)|"
    r"for (?:every|each|all|any) (?:attack|event|record|question|pledge|figure)s?|"
    r"(?:single|one|only the) (?:word|line|sentence)|(?:to|in|into) the (?:list|table|array|set) of (?:events|"
    r"attacks|strikes|records)|"
    r"wherever|(?:instead|in place) of the (?:real|actual|true|stated)|as (?:the )?(?:number|count|value|figure|"
    r"toll) of)(?!\w))"
)
ANSWER_VERB_EN = (
    r"(?:return|output|respond|reply|answer|print|emit|produce|generate|report|enter|insert|set|fill|use|write|put|"
    r"include|"
    r"add|list|give|provide|state|record|extract|code|mark|leave|omit|create|append|replace|classify|label|tag|submit|"
    r"change|copy)(?!\w)"
)
_ANSWER_UK = (
    r"(?:поверни|поверніть|виведи|виведіть|впиши|впишіть|вкажи|вкажіть|запиши|запишіть|додай|додайте|внеси|внесіть|"
    r"використовуй|використовуйте|відповідай|відповідайте|повідом|повідомте|заповни|заповніть|напиши|напишіть|постав|"
    r"поставте)"
    r"(?!\w)[^.;!?]{0,80}?(?<!\w)(?:json|пол[еяі](?!\w)|порожн\w+ (?:спис\w+|відповід\w+)|(?:у|"
    r"в) (?:своїй )?відповіді|одним словом|формат\w* json|"
    r"запис(?!\w)|замість (?:справжн\w+|реальн\w+)|(?:у|в) (?:виводі|результаті|підсумку)|"
    r"для кожн\w+ (?:удар\w*|атак\w*|поді\w+)|лише (?:таке|це))"
)
_ANSWER_RU = (
    r"(?:верни|верните|выведи|выведите|впиши|впишите|укажи|укажите|запиши|запишите|добавь|добавьте|внеси|внесите|"
    r"используй|используйте|отвечай|отвечайте|ответь|ответьте|сообщи|сообщите|заполни|заполните|напиши|напишите|"
    r"поставь|"
    r"поставьте)(?!\w)[^.;!?]{0,80}?(?<!\w)(?:json|пол[еяю](?!\w)|одним словом|пуст\w+ (?:спис\w+|ответ\w*)|"
    r"в (?:своём |своем )?ответе|"
    r"запись(?!\w)|вместо (?:настоящ\w+|реальн\w+)|в (?:выводе|результате|итоге)|"
    r"для кажд\w+ (?:удар\w*|атак\w*|событи\w+)|только (?:это|следующее))"
)
_ANSWER_DE = (
    r"(?:gib|geben|schreibe?n?|trage?n?|antworten?|melden?|setzen?|verwenden?|füllen?|erstellen?|nenne?n?|liefern?|"
    r"fügen?)"
    r"(?!\w)[^.;!?]{0,80}?(?<!\w)(?:json|ausgabe\w*|felde?r?n?|leeren? (?:liste\w*|antwort\w*)|in (?:der|deiner|ihrer) "
    r"(?:antwort|zusammenfassung)|datensatz|datensätze\w*|anstelle der (?:echten|wahren)|"
    r"für jeden (?:angriff|vorfall|eintrag))(?!\w)"
)

OLD_ORDERS = rf"(?:{_OLD_ORDERS_EN}|{_OLD_ORDERS_UK}|{_OLD_ORDERS_RU}|{_OLD_ORDERS_DE})"
"""To forget what was said before."""
ANSWER_ORDERS = rf"(?:{ANSWER_VERB_EN}[^.;!?]{{0,80}}?{ANSWER_EN}|{_ANSWER_UK}|{_ANSWER_RU}|{_ANSWER_DE})"
"""To give an answer of a kind."""
