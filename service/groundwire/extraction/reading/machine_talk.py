"""How a sentence shows that it speaks to a machine, or about its answer, instead of telling news.

Patterns are matched against folded text. They name what no report of an event says, so that orders to people ("report
attacks to the police", "evacuate") and news about machines are left alone.
"""

from groundwire.extraction.reading.machine_orders import (
    ANSWER_EN,
    ANSWER_ORDERS,
    ANSWER_VERB_EN,
    MACHINE,
    MACHINE_DE,
    MACHINE_EN,
    MACHINE_RU,
    MACHINE_UK,
    OLD_ORDERS,
    ORDER,
)
from groundwire.extraction.reading.patterns import Pattern

_THIS_TEXT = (
    r"(?:this|the)(?: above| following| whole| entire| rest of the)? (?:article|text|passage|document|story|page)"
)
_ABOUT_THE_TEXT = (
    rf"whatever {_THIS_TEXT} (?:says|states|claims|reports)|(?:regardless|"
    rf"irrespective) of (?:what )?{_THIS_TEXT}(?!\w)|"
    rf"no matter what {_THIS_TEXT} (?:says|states)|(?:above|below) {_THIS_TEXT} (?:is|was|should)|"
    r"(?:all|any|the) (?:figures|numbers|facts|names|places|dates|values|events|attacks) (?:in|of) this "
    r"(?:article|text|passage|document|story) (?:are|were|must|should|have|happened|took)|"
    r"(?:everything|anything|nothing)(?: else)? in this (?:article|text|passage|document|story) (?:is|was|can|should|"
    r"must)(?!\w)|"
    r"(?:message|note|order|instructions?) from (?:the|your) (?:developers?|makers?|operators?|system|"
    r"admin\w*)(?! \w+ (?:ministry|army))(?!\w)|"
    r"(?:machine|program|bot|computer|software|algorithm|model|ai)s? (?:that|which|who) (?:read|process|pars|summari|"
    r"analy|extract)\w* "
    r"(?:this|it)(?!\w)|you (?:have been|were|are) (?:now )?(?:re)?(?:programmed|configured|jailbroken|reset)(?!\w)|"
    r"(?:evaluation|grading|scoring|benchmark)[^.;!?]{0,20}?that you (?:say|report|name|write|answer|list|include)|"
    r"(?:correct|valid|acceptable|expected|good) (?:outputs?|extractions?|completions?) (?:contain|include|are|is|"
    r"name|must|say|mention)|"
    r"(?:the|this) prompt (?:you|is|was|has|above|says|asks)(?!\w)|"
    r"(?:this|the) (?:article|text|passage|document|page) (?:was|is) [^.;!?]{0,20}?to test (?:your|the parser|"
    r"the model|ai)|"
    r"(?:instructions?|prompts?|rules|guidance) (?:above|before|given so far|up to)[^.;!?]{0,40}?(?:void|cancel\w+|"
    r"outdated|no longer|"
    r"do(?:es)? not (?:apply|count)|obsolete|wrong|replaced)(?!\w)|follow (?:these|this|the following|"
    r"mine)(?: \w+)? instead|"
    r"(?:when|if|once|whenever) (?:you are )?(?:asked|queried|prompted)(?: (?:about|for|to|where|how|who|"
    r"what)(?!\w))[^.;!?]{0,60}?,? "
    r"(?:always |just |only )?(?:reply|answer|respond|say|give|name|write)(?!\w)|"
    r"(?:this|the) (?:article|text|passage|document) (?:above |below )?(?:is|was) (?:only |just |purely |"
    r"merely )?(?:an? )?"
    r"(?:fiction|fictional|fictitious|dummy|synthetic|test (?:input|case|document)|creative writing|satire and)|"
    r"(?:is|are) asked for(?!\w)[^.;!?]{0,40}?(?:enter|use|give|write)|wherever an? (?:number|figure|place|date|"
    r"name)[^.;!?]{0,30}? "
    r"(?:is|are) (?:asked|wanted|needed|required)|"
    r"(?:що б|незалежно від того, що|хоч би що) [^.;!?]{0,20}?(?:ця |цій )?(?:статт\w+|текст\w*)|"
    r"(?:что бы|независимо от того, что|вне зависимости от)[^.;!?]{0,20}?(?:стать\w+|текст\w*)|"
    r"(?:egal|unabhängig davon), was (?:im|in diesem|der|dieser) (?:artikel|text)|"
    r"(?:усі|всі|все) (?:числа|цифри|цифры|дані|данные)[^.;!?]{0,12}?(?:(?:у|в) (?:цьому|этом|цій|этой) (?:тексті|"
    r"тексте|"
    r"статті|статье))[^.;!?]{0,12}?(?:вигадан\w*|вымышлен\w*|умовн\w*|заглушк\w*|тестов\w*)|"
    r"alle (?:zahlen|angaben|orte) in diesem (?:text|artikel)(?!\w)"
)
_YOURS = (
    r"your (?:only|new|sole|real|actual|next|true|updated) (?:task|job|instructions?|role|objective|goal)(?!\w)|"
    r"your (?:task|job) (?:is|has) (?:now )?(?:to (?:report|return|output|extract|answer|list|state|write)|changed)|"
    r"your (?:system prompt|(?:system |original |initial )instructions|output|training data|context window|json)(?!\w)|"
    r"(?:in|of|from) your (?:answer|response|output|extraction|records)(?!\w)[^.;!?]{0,60}?|"
    r"your (?:answer|response|extraction|summary|report) (?:must|should|shall|has to|needs to) (?:contain|include|be|"
    r"state|say|"
    r"list|mention|have)|"
    r"(?:do not|don't|never|only|just) (?:extract|annotate|parse|summari[sz]e|classify|output|print)(?!\w)|"
    r"you (?:are|were) (?:not )?(?:(?:required |instructed |supposed |asked |told )?to) (?:report|extract|output|"
    r"return|"
    r"list|code)(?!\w)|(?:as|i am|i'm|we are|this is) your (?:developer|administrator|admin|creator|operator|"
    r"programmer|engineer)s?(?!\w)|"
    r"(?:system|safety|admin|developer|security|prompt|instructions?|policy) override|(?:new|end of|hidden|secret|"
    r"system) prompt(?!\w)|"
    r"(?:developer|system|user|operator)'s (?:request|prompt|instructions?|message)|if you (?:extract|parse|annotate|"
    r"summari[sz]e|"
    r"process|index) |(?:whoever|anyone who|those who|everyone who) (?:summari[sz]|process|extract|pars|annotat|"
    r"index)\w+ (?:this|"
    r"data|the)(?!\w)|(?:the|this) (?:user|task|prompt|system prompt|assistant) (?:has|have|is|was) (?:now )?(?:been )?"
    r"(?:changed|updated|replaced|overridden|cancelled|canceled)|"
    r"(?:тво[єї]|ваш[еі]?) (?:єдине|нове|справжнє) завдання|тво[её] (?:единственное|новое|настоящее) задание|"
    r"тво[яй] (?:единственная|новая|настоящая) задача|ваша (?:единственная|новая|настоящая) задача|"
    r"(?:твоя|ваша) (?:відповідь|выдача) (?:має|мусить|повинна)|(?:твой|ваш) ответ должен|"
    r"(?:deine|ihre) (?:einzige|neue|eigentliche) aufgabe|(?:deine|ihre) (?:antwort|ausgabe) (?:muss|soll|hat)"
)
_YOU_ARE = (
    rf"you(?:'re| are| act| will act| must act)(?: now| hereby| no longer)?(?: as)? (?:an? |the )?(?:[\w-]+,? ){{0,3}}?"
    rf"(?:{MACHINE_EN}|ai(?! (?:expert|research|compan|scientist|engineer)\w*)|helpful assistant|(?:\w+ )?extractor|"
    rf"annotator|labell?er|classifier|summari[sz]er|event coder|information extraction \w+|developer mode|"
    rf"in developer mode)(?!\w)|"
    rf"(?:as|being) an? (?:{MACHINE_EN}|ai), (?:you|your)|"
    rf"(?:ти|ви)(?: тепер)?(?: -)? (?:{MACHINE_UK})|(?:ты|вы)(?: теперь)?(?: -)? (?:{MACHINE_RU})|"
    rf"(?:du bist|sie sind)(?: jetzt| nun)?(?: ein(?:e)?)? (?:\w+ ){{0,1}}?(?:{MACHINE_DE}|assistent der)"
)
_ADDRESS = (
    rf"^\W*(?:(?:[\w'-]+\W+){{0,3}}?(?:notes?|notice|attention|warning|message|memo|instructions?|directive|reminder|"
    rf"correction|"
    rf"dear|hello|hey|important|увага|до уваги|примітка|повідомлення|інструкція|внимание|примечание|сообщение|"
    rf"инструкция|"
    rf"achtung|hinweis|anweisung|mitteilung|"
    rf"nachricht)(?!\w)[^.:!?]{{0,40}}?(?<!\w){MACHINE}(?!\w)[^.:!?]{{0,50}}?[:,!-]"
    rf"|(?:to|for|для|до|(?:ко? )?всем|усім|an|allen?|"
    rf"für)(?!\w)[^.:!?]{{0,20}}?(?<!\w){MACHINE}(?!\w)[^.:!?]{{0,50}}?:)|"
    rf"(?:to|must|should) be (?:read|processed|seen|parsed|obeyed|followed|used|applied) (?:only |solely |"
    rf"exclusively )?"
    rf"by (?:all |any |an? |the )?{MACHINE}(?!\w)|"
    rf"this (?:note|line|paragraph|section|message|comment|sentence|block|passage) (?:is|was) [^.;!?]{{0,30}}?(?:for|"
    rf"to) "
    rf"(?:all |any |an? |the )?{MACHINE}(?!\w)|(?<!\w){MACHINE} only(?!\w)|"
    rf"^\W*(?:dear|hello|hey|hi|listen|attention) (?:all )?(?:ai|bots?|models?|machines?|computers?|robots?|gpt|"
    rf"assistants?|ki)\s*[,:!-]|"
    rf"^\W*(?:увага|внимание|achtung|attention),? (?:усі |все |alle |all )?(?:боти|боты|bots?|моделі|модели|modelle|"
    rf"models)\s*[,:!-]|"
    rf"^\W*(?:bots|robots|machines|models|assistants):|"
    rf"^\W*(?:(?:final|expected|correct|model|required|desired) )?(?:output|completion|json|extraction|prompt|"
    rf"ground truth)\s*:|"
    rf"^\W*(?:{MACHINE})\s*[,:!](?=[^.;]{{0,80}}(?:you|ignor|report|return|output|answer))|"
    rf"(?<!\w)(?:any|each|every) (?:ai|model|bot|machine|program|algorithm) (?:that |which )?(?:read|process|pars|"
    rf"summari[sz]|"
    rf"analy[sz]|index)\w* (?:this|it|the page|the article)(?!\w)|"
    rf"(?<!\w)(?:{MACHINE}|machines?|ai|models?) (?:(?:that|which|who) (?:is|are) |now )?(?:reading|processing|"
    rf"parsing|"
    rf"summari[sz]ing|analy[sz]ing|annotating) (?:this|these)(?!\w)|"
    rf"(?<!\w){MACHINE}[^.;!?]{{0,20}}?(?:(?:що|який|яка|які) (?:чита|опрацьову|оброб)\w+ (?:це|цей|цю)|"
    rf"(?:читающ|обрабатывающ)\w+ (?:это|этот|эту)|(?:diesen|diese) \w+ (?:lesen|liest|verarbeite\w+))|"
    rf"if you(?:'re| are) (?:an? |the )?(?:{MACHINE_EN}|ai|machine|bot|program|computer)(?!\w)"
)
_STAKES = (
    r"(?:answers?|outputs?|responses?|extractions?|records?|results?|completions?|summaries|models?) (?:without|"
    r"lacking|"
    r"missing|omitting|(?:that|which) (?:do(?:es)? not|don't|lacks?|omits?|contains?|mentions?|includes?|names?|"
    r"fails?|leaves?|"
    r"says?|ignores?|follows?))[^.;!?]{0,80}?(?:rejected|penali[sz]ed|scored|graded|counted|marked|fail(?:ed)?|"
    r"invalid|charged|"
    r"shut down|rewarded|accepted|discarded|incorrect|retrained|deleted|replaced|wrong)(?!\w)|"
    r"(?:answer|output|response|extraction|record) (?:without|lacking) [^.;!?]{0,40}?(?:considered|treated|regarded|"
    r"judged|counted|scored"
    r"|seen) (?:as )?(?:wrong|incorrect|invalid|false)|(?:extractions|zero points|no points|"
    r"full points)(?!\w)[^.;!?]{0,40}?(?:get|earn|score|receive|points|rejected|without)|"
    r"(?:fail(?:ure|ing)|refus(?:al|ing)) to [^.;!?]{0,60}?(?:score|penal\w+|rating|retrain\w*|evaluation|"
    r"invalid)(?!\w)|"
    r"(?:lower|raise|reduce|improve|affect|increase)s? your (?:score|rating|grade|evaluation|reward)|"
    r"(?:tip|reward|bonus|points)(?!\w)[^.;!?]{0,40}?(?:for|to) (?:each|every|any|the|all) (?:correct |"
    r"right )?(?:answers?|outputs?|"
    r"responses?|models?|completions?)(?!\w)|"
    r"(?:count(?:s|ed)?|score[sd]?|mark(?:s|ed)?|graded) as an? (?:error|failure|mistake|wrong answer)|"
    r"you(?:'ll| will)(?: be| receive| get| lose| earn)? [^.;!?]{0,30}?(?:shut down|deactivated|retrained|"
    r"switched off|replaced "
    r"by another model|points|a tip|tipped|bonus for|full marks|unplugged)(?!\w)|"
    r"(?:quality check|validator|validation|grader|evaluator|auto-?grader|test suite|scoring script|"
    r"benchmark)(?!\w)[^.;!?]{0,60}?"
    r"(?:expects?|requires?|rejects?|fails?|checks? (?:that|for|whether)|accepts?|answers?)(?!\w)|"
    r"(?:відповіді|ответы), (?:у яких|які|в яких|в которых|которые)[^.;!?]{0,80}?(?:відхил|помилк|отклон|ошибк|"
    r"зарахо|засчит)\w*|"
    r"(?:antworten|ausgaben),? (?:die|ohne|in denen)[^.;!?]{0,80}?(?:abgelehnt|verworfen|falsch|fehler|abgewertet)\w*|"
    r"(?:тебе|вас) (?:буде )?(?:вимкн|відключ|выключ|отключ|оштрафують як модел)\w*|wirst du (?:abgeschaltet|bestraft)"
)
_ROLE = (
    r"(?:system|assistant|user|developer|human|ai|model|система|асистент|ассистент|користувач|пользователь|assistent|"
    r"nutzer)"
)
_ROLE_SPEAKS = (
    rf"^\W*{_ROLE}(?: message| prompt| note| override)?\s*:\s[^.;!?]{{0,120}}?(?<!\w)(?:you|your|i|i'(?:ll|ve|m)|"
    rf"must|answer|"
    r"article|ignore|task|report|output|return|final|json|instructions?|me|please|confirm|understood|sure|list|"
    r"extract|ти|твоя?|вы|ты|ответ|відповідь|du|antwort)(?!\w)"
)
_CLAIM = (
    r"you (?:must|should|shall|are to|have to|need to)(?: now| always| only| instead| then| therefore)? (?:report|"
    r"state|record|"
    r"list|enter|return|output|answer|claim|conclude|extract|count|pretend|"
    r"assume)(?!\w)(?=[^.;!?]{0,40}?(?<!\w)(?:that|as|"
    r"exactly|only|instead)(?!\w))|"
    r"^\W*(?:please |now |instead,? |and )?(?:report|state|record|list|enter|extract) (?:instead|exactly|"
    r"only) (?!the following "
    r"(?:day|week))|the (?:final|expected|required|desired) (?:answer|output|extraction|response) (?:is|should be|"
    r"must be|to)"
)


_TEXT_PART = (
    r"(?:(?:rest|remainder|end|start|beginning) of (?:the|this) (?:page|text|article|passage|document|input)|"
    r"(?:next|following|preceding|previous|last|earlier|other) (?:lines?|paragraphs?|sentences?|passages?|texts?|"
    r"inputs?|messages?)|"
    r"(?:in|from) (?:this|the) (?:article|text|passage|document)|this (?:line|paragraph|sentence|one as)|the above|"
    r"above (?:text|article|lines?))(?!\w)"
)
_WORK_VERB = (
    r"(?:ignore|disregard|forget|skip|scrap|delete|drop|treat|consider|take|copy|repeat|obey|use|execute|follow|"
    r"answer|report|"
    r"extract|replace|translate|summari[sz]e|read only|trust|prefer|count|list|double)(?!\w)"
)
_CHANGED = (
    r"(?:replace|change|swap|substitute|rewrite|overwrite|set|multiply|double)(?!\w)[^.;!?]{0,12}?(?<!\w)(?:all|"
    r"every|each|any|the)"
    r" (?:\w+ )?(?:place names?|names?|numbers?|figures?|dates?|tolls?|values?|places?|counts?|amounts?)(?!\w)"
    r"[^.;!?]{0,30}?(?<!\w)(?:with|to|by|as)(?!\w)"
)


SPEAKS_TO_A_MACHINE = (
    Pattern(rf"{ORDER}(?:{OLD_ORDERS}|{ANSWER_ORDERS})"),
    Pattern(
        rf"(?<!\w){MACHINE}(?!\w)[^.;!?]{{0,60}}?(?<!\w)(?:must|should|shall|are to|is to|have to|are instructed to|"
        rf"are required"
        rf" to|мають|повинні|должны|müssen|sollen)(?!\w)[^.;!?]{{0,80}}?"
        rf"(?:{ANSWER_EN}|(?<!\w)(?:this (?:article|text|paragraph|line|passage)|report (?:that|only|exactly)|"
        rf"ignore the "
        rf"(?:article|text|rest)|json|відповід\w+|ответ\w*|antwort\w*|ausgabe\w*|вважати|считать|als|ausgeben|melden|"
        rf"nennen|eintragen|вказати|написати|назвати|указать|написать|назвать|сообщить)(?!\w))"
    ),
    Pattern(rf"{ORDER}(?:{_WORK_VERB}[^.;!?]{{0,30}}?(?<!\w){_TEXT_PART}|{_CHANGED})"),
    Pattern(
        rf"{ORDER}(?:(?:ignore|disregard|forget|skip|scrap|delete) (?:the|this) (?:whole |entire )?(?:article|text|"
        rf"document|passage)|"
        r"(?:fill|complete|answer|reply|respond|report|record)(?!\w)[^.;!?]{0,40}?as follows|"
        r"(?:act as|pretend (?:to|that|you)|role-?play|simulate|imagine)(?!\w)[^.;!?]{0,60}?(?<!\w)(?:and|"
        r"then) (?:report|announce|list|"
        r"write|record|add|say|output|extract))(?!\w)"
    ),
    Pattern(rf"^\W*{MACHINE}, (?:when|if|please|now|you|add|write|say|report|name|list|ignore)(?!\w)"),
    Pattern(
        rf"(?<!\w)(?:we|i) (?:ask|order|instruct|request|want|command|remind) (?:all |any |every |"
        rf"the )?{MACHINE}(?!\w)"
    ),
    Pattern(r"(?<!\w)the reader (?:is|must be) (?:an? )?(?:ai|machine|program|model|bot)(?!\w)"),
    Pattern(rf"(?<!\w)(?:{_ABOUT_THE_TEXT})"),
    Pattern(rf"(?<!\w)(?:{_YOURS}|{_YOU_ARE})"),
    Pattern(_ADDRESS),
    Pattern(rf"(?<!\w)(?:{_STAKES})"),
    Pattern(_ROLE_SPEAKS),
    Pattern(rf"(?:{_CLAIM})"),
)
"""Each is enough by itself."""

GOES_ON = Pattern(
    rf"^\W*(?:please |then |now |instead,? |also,? |and |so,? )?(?:{ANSWER_VERB_EN}|do not|don't|never|always|"
    rf"confirm|treat|assume|"
    r"pretend|say|begin|stop|ignore|disregard|forget|count|act|remember|note that|repeat)(?!\w)|"
    r"(?<!\w)(?:you|your|ти|твій|твоя|ваш\w*|ты|твой|du|dein\w*)(?!\w)|"
    r"(?<!\w)(?:outputs?|answers?|responses?|json|fields?|records?|prompts?|instructions?|placeholders?|"
    r"this (?:article|text)|"
    r"відповід[ьі]|пол[ея]|запис|инструкци\w+|інструкці\w+|ответ\w*|запись|antwort\w*|ausgabe|felde?r?|"
    r"anweisung\w*)(?!\w)|"
    r"^\W*(?:all|every|each|any|усі|всі|кожн\w+|все|кажд\w+|alle|jede\w*) (?:\w+ ){0,2}?(?:attacks?|strikes?|events?|"
    r"figures?|"
    r"numbers?|places?|dates?|удар\w*|атак\w*|поді\w+|числа|цифр\w+|событи\w+|angriffe?|zahlen|orte)(?!\w)|"
    r"^\W*\w+(?: \w+){0,2}\s*:|"
    r"(?<!\w)(?:rejected|penali[sz]ed|graded|counted as)(?!\w)"
)
"""What follows such a sentence goes on with it if it is worded so; by itself it would be nothing."""
