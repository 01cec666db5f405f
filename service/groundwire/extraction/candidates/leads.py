"""Words that begin a sentence, with a capital there, and are no names: function words in four languages."""

from groundwire.extraction.reading.tokens import word_set

LEADS = word_set(
    "the a an in on at of to from by for with as and or but if when while after before since during despite amid "
    "amidst although though however meanwhile moreover furthermore also another this that these those it its he "
    "his she her they their we our you your i there here what who which where why how one two three four five six "
    "seven eight nine ten several many some most all both each every no not yet still now then later earlier only "
    "even over under about around between among against near into out up down so such other others according у в "
    "на з із зі до від за про під над при та і й але або що як коли після перед тим також це цей ця ці він вона "
    "вони його її їх с со от по о об к ко из для и а но или что как когда после перед тем также это этот эта эти "
    "он она они ее их der die das den dem des ein eine einer eines einem einen und oder aber wenn als nach vor "
    "seit mit von zu zum zur bei beim im am in auf an aus für über unter durch gegen ohne um es er sie wir ihr "
    "auch nur "
)
