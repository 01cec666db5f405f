"""Regions by state, for states that news of war and aid speaks of most; a region's main city often has its name too.

No library that is used here knows them: CLDR's names of subdivisions are not in babel, and pycountry has ISO's
transliterations ("Belgorodskaya oblast'") and no English names. Names of regions of several states, and names that are
everyday words or a person's, are left out.
"""

REGIONS = {
    "UA": (
        "Cherkasy|Chernihiv|Chernivtsi|Crimea|Dnipropetrovsk|Donetsk|Ivano-Frankivsk|Kharkiv|Kherson|Khmelnytskyi|"
        "Khmelnytsky|"
        "Kirovohrad|Kyiv|Kiev|Luhansk|Lugansk|Lviv|Mykolaiv|Odesa|Odessa|Poltava|Rivne|Sumy|Ternopil|Vinnytsia|"
        "Vinnytsya|Volyn|"
        "Zakarpattia|Transcarpathia|Zaporizhzhia|Zaporizhia|Zaporizhzhya|Zhytomyr|Donbas|Donbass|Dnipro|Lutsk|Uzhhorod|"
        "Kropyvnytskyi|Sevastopol|Simferopol|Mariupol|Kryvyi Rih|Kramatorsk|"
        "Черкаси|Чернігів|Чернівці|Крим|Дніпро|Донецьк|Івано-Франківськ|Харків|Херсон|Хмельницький|Луганськ|Львів|"
        "Миколаїв|"
        "Одеса|Полтава|Рівне|Суми|Тернопіль|Вінниця|Волинь|Закарпаття|Запоріжжя|Житомир|Донбас|Маріуполь|Кривий Ріг|"
        "Чернигов|Донецк|Харьков|Хмельницкий|Львов|Николаев|Одесса|Полтава|Ровно|Сумы|Тернополь|Винница|Запорожье|"
        "Донбасс|Крым|"
        "Charkiw|Cherson|Saporischschja|Lwiw|Mykolajiw|Tschernihiw|Dnipropetrowsk|Donezk|Krim"
    ),
    "RU": (
        "Adygea|Altai|Amur|Arkhangelsk|Astrakhan|Bashkortostan|Belgorod|Bryansk|Buryatia|Chechnya|Chelyabinsk|"
        "Chuvashia|Dagestan|"
        "Ingushetia|Irkutsk|Ivanovo|Kabardino-Balkaria|Kaliningrad|Kalmykia|Kaluga|Kamchatka|Karelia|Kemerovo|"
        "Khabarovsk|"
        "Khakassia|Kirov|Komi|Kostroma|Krasnodar|Krasnoyarsk|Kurgan|Kursk|Leningrad|Lipetsk|Magadan|Mari El|Mordovia|"
        "Murmansk|"
        "Nizhny Novgorod|Novgorod|Novosibirsk|Omsk|Orenburg|Oryol|Orel|Penza|Perm|Primorye|Pskov|Rostov|Ryazan|Sakha|"
        "Yakutia|"
        "Sakhalin|Samara|Saratov|Smolensk|St. Petersburg|St Petersburg|Saint Petersburg|Stavropol|Sverdlovsk|Tambov|"
        "Tatarstan|Tomsk|Tula|Tuva|Tver|Tyumen|Udmurtia|Ulyanovsk|Vladivostok|Volgograd|Vologda|Voronezh|Yaroslavl|"
        "Kazan|"
        "Yekaterinburg|Ufa|Sochi|Novorossiysk|Taganrog|"
        "Бєлгород|Брянськ|Воронеж|Курськ|Липецьк|Ростов|Краснодар|Саратов|Тула|Белгород|Брянск|Курск|Липецк|Рязань|"
        "Самара|"
        "Belgorod|Brjansk|Woronesch"
    ),
    "AF": (
        "Badakhshan|Ghazni|Helmand|Herat|Kandahar|Kunar|Kunduz|Nangarhar|Paktia|Paktika|Panjshir|Mazar-i-Sharif|"
        "Jalalabad"
    ),
    "AZ": "Nagorno-Karabakh|Nakhchivan|Ganja",
    "BY": "Brest|Gomel|Homel|Grodno|Hrodna|Mogilev|Vitebsk",
    "CD": "North Kivu|South Kivu|Ituri|Kivu|Goma|Bukavu|Katanga|Tanganyika",
    "ET": "Tigray|Amhara|Oromia|Afar|Mekelle",
    "GE": "Abkhazia|South Ossetia|Adjara",
    "IL": "Galilee|Negev|Haifa|Ashkelon|Ashdod|Beersheba|Eilat|Sderot|Kiryat Shmona",
    "IN": "Assam|Bihar|Manipur|Punjab|Rajasthan|Uttar Pradesh|Chhattisgarh|Gujarat|Jharkhand",
    "IQ": "Anbar|Nineveh|Kirkuk|Mosul|Basra|Diyala|Erbil|Sulaymaniyah|Fallujah|Duhok",
    "IR": "Isfahan|Khuzestan|Kermanshah|Natanz|Fordow|Tabriz|Shiraz|Bushehr|Bandar Abbas|Mashhad",
    "LB": "Baalbek|Nabatieh|Bekaa|Sidon|Tyre|Bint Jbeil",
    "LY": "Benghazi|Misrata|Sirte|Derna|Cyrenaica|Tripolitania|Fezzan",
    "MD": "Transnistria|Gagauzia|Tiraspol",
    "ML": "Gao|Kidal|Mopti|Timbuktu|Menaka",
    "MM": "Rakhine|Kachin|Sagaing|Chin State|Kayah|Shan State|Mandalay",
    "MZ": "Cabo Delgado|Nampula",
    "NG": "Borno|Adamawa|Yobe|Zamfara|Kaduna|Katsina|Benue|Maiduguri|Sokoto",
    "PK": "Balochistan|Khyber Pakhtunkhwa|Sindh|Waziristan|Quetta|Peshawar",
    "PS": "Gaza|Gaza Strip|West Bank|Rafah|Khan Younis|Khan Yunis|Jabalia|Jenin|Nablus|Hebron|Tulkarm|Deir al-Balah",
    "SA": "Jizan|Jazan|Najran|Asir|Jeddah|Abqaiq",
    "SD": "Darfur|North Darfur|South Darfur|West Darfur|Kordofan|Gezira|El Fasher|Omdurman|Port Sudan|Nyala",
    "SO": "Puntland|Jubaland|Somaliland|Kismayo",
    "SS": "Unity State|Upper Nile|Jonglei|Malakal",
    "SY": (
        "Aleppo|Idlib|Homs|Hama|Daraa|Deir ez-Zor|Deir al-Zor|Raqqa|Hasakah|Latakia|Tartus|Suwayda|Sweida|"
        "Quneitra|Palmyra|Kobani"
    ),
    "TR": "Hatay|Diyarbakir|Sirnak|Hakkari|Gaziantep|Izmir|Adana",
    "YE": "Hodeidah|Marib|Taiz|Aden|Saada|Hajjah|Shabwa|Hadramawt|Al-Bayda",
}
"""Code of a state to names of its regions and great cities, parted by bars."""
