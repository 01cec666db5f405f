"""Where sentences end in English, Ukrainian, Russian and German prose, and in text that is written strangely."""

import pytest

from groundwire.extraction.reading.sentences import split_sentences

ENGLISH = [
    ["Gen. Mark Hale and Lt. Col. Ann Reed met Mr. Cole.", "They left at once."],
    ["Maj. Gen. Paul Reyes said so on Sept. 4.", "Sgt. Kim agreed."],
    ["Capt. Lee, Cmdr. Roy and Adm. Voss took part.", "Sen. Dale and Rep. Fox did not."],
    ["The U.S. Army sent help.", "The U.K. did too."],
    ["He spoke for the U.S.", "The others were silent."],
    ["Route No. 5 was closed near St. Petersburg.", "Traffic stopped."],
    ["Some goods, e.g. flour and salt, were burnt.", "Others, i.e. tins, were not."],
    ["The envoy, J. D. Vance, arrived.", "A. B. Malik met him."],
    ["George W. Bush wrote the letter.", "It was short."],
    ["Prof. Dr. Lang and Rev. Moss signed.", "Gov. Ito did so later."],
    ["It rose by 3.5 points to 12.75.", "That was enough."],
    ["The blast came at 4.30 a.m. on Monday.", "Nobody slept."],
    ["The raid ended at 6 p.m.", "Sirens went on."],
    ["They waited… and waited.", "Then it came."],
    ["“We stay,” he said.", "“We do not move.”"],
    ["“Did it fall?”", "“Yes!”", "She nodded."],
    ["The firm (Acme Inc. of Ohio) paid.", "It cost $2.5bn."],
    ["See Fig. 3 and Art. 51 of the charter.", "It is clear."],
    ["About 3 p.m. Monday, vs. noon before, it began.", "It ended at 4."],
    ["Is it over?", "No one knows!", "Time will tell..."],
    ["The toll was 12.", "20 more were hurt."],
    ["Yahoo! News reported it.", "It was late."],
    ["The Jan. 6 and Dec. 24 raids were alike.", "So was that of Aug. 2."],
    ["Ft. Hood and Mt. Rainier were named.", "Nothing else was."],
    ["It was built by Lt. Gen. O. Hart et al. in 1990.", "It still stands."],
]
UKRAINIAN = [
    ["Обстріляли вул. Лісову та просп. Миру у м. Бережани.", "Пожежу загасили."],
    ["Це сталося у 2021 р. біля с. Вишневе.", "Ніхто не постраждав."],
    ["У 2019–2021 рр. завод стояв.", "Потім його відкрили."],
    ["Збитки – 5 тис. грн. на кожного.", "Їх оплатять."],
    ["Виділили 3 млн. євро та 2 млрд. гривень.", "Гроші надійшли."],
    ["Школа ім. Т. Шевченка зруйнована.", "Дітей там не було."],
    ["На о. Зміїний висадились бійці.", "Бій тривав годину."],
    ["Про це сказав В. Зеленський.", "Його слова передало агентство."],
    ["Про це повідомив О. М. Бойко.", "Слідство триває."],
    ["Ген. Сидоренко та полк. Гнатюк загинули.", "Їх поховали."],
    ["Волинська обл. і Рівненський р-н без світла.", "Ремонт триває."],
    ["Пошкоджено буд. 5 і кв. 12.", "Вікна вибито."],
    ["Серед вантажу були ліки, бинти тощо.", "Його доставили вчора."],
    ["Згоріли склади, гаражі і т. д. у місті.", "Пожежа згасла."],
    ["Це т. зв. республіка.", "Її ніхто не визнав."],
    ["«Ми тут!» – сказав він.", "«Де ви?»"],
    ["Вибух стався о 4.30 ранку.", "Загинуло 2,5 тис. птахів."],
    ["Це було 5 ст. тому.", "Ніхто не пам'ятає."],
    ["Акад. Петренко і проф. Коваль виїхали.", "Інші лишились."],
    ["Наказ № 5 від 3.04.2022 р. скасовано.", "Новий підписано."],
    ["Зустріч була в м. Рим.", "Потім усі поїхали."],
    ["Його зарплата – 20 тис.", "Її вистачає."],
    ["Загинуло 12 осіб.", "20 поранено."],
    ["Чи буде мир?", "Так!", "Невідомо…"],
]
RUSSIAN = [
    ["Снаряд попал в дом на ул. Мира, д. 7, кв. 3.", "Жильцов вывезли."],
    ["Это было в 2020 г. у пос. Лесной.", "Никто не пострадал."],
    ["В 2014–2016 гг. завод стоял.", "Потом его открыли."],
    ["Груз, т.е. мука и соль, сгорел.", "Людей спасли."],
    ["Сгорели склады, гаражи и т.д. в городе.", "Пожар потушен."],
    ["Сгорели дома, гаражи и т. п. на окраине.", "Пожар потушен."],
    ["Дали 5 тыс. руб. каждому.", "Их выплатят."],
    ["Дали 3 млн. евро и 2 млрд. рублей.", "Деньги пришли."],
    ["Об этом сказал В. Орлов.", "Его слова передало агентство."],
    ["Об этом сообщил С. В. Лавров.", "Других слов не было."],
    ["Ген. Сидоров и полк. Белов погибли.", "Их похоронили."],
    ["Завод им. Кирова остановлен.", "Рабочих отпустили."],
    ["Об этом см. стр. 5 доклада.", "Он открыт."],
    ["Взрыв был в 4.30 утра.", "Погибло 2,5 тыс. птиц."],
    ["«Мы здесь!» — сказал он.", "«Где вы?»"],
    ["Это т.н. республика.", "Её никто не признал."],
    ["Погибли 12 человек.", "20 ранены."],
    ["Встреча была в г. Риме.", "Потом все уехали."],
    ["Его зарплата — 20 тыс.", "Её хватает."],
    ["Тульская обл. и Ленинский р-н без света.", "Ремонт идёт."],
    ["Будет ли мир?", "Да!", "Неизвестно…"],
    ["Приказ № 5 от 3.04.2022 г. отменён.", "Новый подписан."],
]
GERMAN = [
    ["Es gab z. B. Mehl und Salz.", "Mehr war nicht da."],
    ["Das gilt, d. h. es zählt.", "Alle wissen es."],
    ["Dr. Lang und Prof. Kurz kamen.", "Sie gingen bald."],
    ["Nach Abs. 3 und Art. 51 ist das klar.", "Niemand widersprach."],
    ["Das Haus Nr. 7 brannte.", "Die Feuerwehr kam."],
    ["Es kostete ca. 3 Mio. Euro und 2 Mrd. Dollar.", "Das ist viel."],
    ["Der Angriff war am 5. März in Bonn.", "Er dauerte lange."],
    ["Im 3. Quartal stieg die Zahl.", "Dann fiel sie."],
    ["Am 24. Februar begann der Krieg.", "Am 8. Mai endete er."],
    ["Der 2. Weltkrieg war vorbei.", "Die 3. Brigade blieb."],
    ["Gen. a. D. Kurt Voss sprach.", "Er war ruhig."],
    ["Die Straße bzw. der Weg ist zu.", "Das gilt u. a. für Busse."],
    ["Er kam um 4.30 Uhr an.", "Es waren 1.200 Leute da."],
    ["„Wir bleiben hier!“, sagte er.", "„Wo seid ihr?“"],
    ["»Wir gehen.«", "So sprach sie."],
    ["St. Gallen und Frankfurt a. M. halfen.", "Andere nicht."],
    ["Die Fa. Huber & Co. KG zahlte.", "Es war genug."],
    ["J. D. Vance kam um 9 Uhr.", "H. Müller auch."],
    ["Es waren mind. 20 Tote.", "Weitere 30 sind verletzt."],
    ["Es gab 12 Tote.", "20 Menschen wurden verletzt."],
    ["Das Amt hat seit Jan. 3 Stellen mehr.", "Sie sind besetzt."],
    ["Ist es vorbei?", "Niemand weiß es!", "Vielleicht…"],
    ["Das gilt usw. auch hier.", "Gut so."],
    ["Es starben zwölf Menschen.", "20 wurden verletzt.", "5 sind vermisst."],
    ["Er kam 2022.", "20 Leute gingen."],
    ["Er sagte: „Wir gehen.“", "5 blieben."],
    ["Vom 3. bis 5. Mai und am 03.05. war Ruhe.", "Dann nicht."],
    ["Er kam am 5.", "Er ging am 7. Mai.", "Gut so."],
    ["Die Zahl stieg auf 12.", "Am Montag fiel sie."],
    ["Papst Johannes Paul II. kam nach Kiew.", "König Charles III. blieb in London."],
]


STRANGE = [
    ["Gen.\u00a0Hale met Mr.\u00a0Cole.", "They left."],
    ["На ул.\u00a0Мира, д.\u202f5.", "Дальше тихо."],
    ["Es gab z.\u202fB. Mehl und am 5.\u00a0März Salz.", "Mehr nicht."],
    ["1. The port was hit.", "2. The mill was hit."],
    ["• The port was hit.", "• The mill was hit."],
    ["\ufeffTwo left.", "Three came."],
    ["Die Bun\u00addes\u00adwehr kam.", "Dann ging sie."],
    ["敌军袭击。", "三人死亡！", "五人受伤？"],
    ["قال ذلك.", "ثم غادر.", "هل انتهى؟", "نعم!"],
    ["He said “قال ذلك.”", "Then he left."],
    ["הוא אמר שלום.", "אחר כך הלך."],
    ["Well done 👩\u200d🚒!", "Two left.", "🚀🚀 Three came."],
    ["He moved to the U.S.", "He liked it."],
    ["At 5 p.m.", "The raid began."],
    ["The toll stood at 5.", "On Monday it rose."],
    ["It is over.)", "He left."],
    ["‚Wo?‘", "Sie ging."],
    ["He asked: «Де ви?»", "She left."],
    ["two died.", "three were hurt.", "nobody knows."],
    ["The aid cost approx. 5 million.", "They paid."],
    ["Т. Шевченко – поет.", "І. Франко теж."],
    ["Загинуло 20 тис.", "Поранено 30 тис. людей."],
    ["Витекло 5 млн. куб. м газу.", "Далі тиша."],
    ["Дали им.", "Потом ушли."],
]
LINES = ["\n", "\r", "\r\n", "\u2028", "\u2029", "\x85", "\v", "\f", "\n\n", " \r\n\t"]


def _split(text: str) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in split_sentences(text)]


@pytest.mark.parametrize("sentences", [*ENGLISH, *UKRAINIAN, *RUSSIAN, *GERMAN, *STRANGE], ids=lambda s: s[0][:24])
def test_sentences_of_four_languages(sentences: list[str]) -> None:
    assert _split(" ".join(sentences)) == sentences


@pytest.mark.parametrize("end", LINES, ids=ascii)
def test_a_line_break_of_any_kind_ends_a_sentence(end: str) -> None:
    lines = ["Port hit overnight", "За словами ген", "Am 5", "«Ми тут!»", "– сказав він", "1.", "two died"]
    assert _split(end.join(lines)) == lines
