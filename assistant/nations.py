"""Countries and the words made of their names: what is Danish, and what Danes do, is Denmark's."""

import re

_FAMILIES = """
afghanistan afghan afghans
albania albanian albanians
algeria algerian algerians
america american americans us usa
angola angolan angolans
argentina argentine argentinian argentinians argentines
armenia armenian armenians
australia australian australians
austria austrian austrians
azerbaijan azerbaijani azerbaijanis azeri azeris
bangladesh bangladeshi bangladeshis
belarus belarusian belarusians
belgium belgian belgians
bolivia bolivian bolivians
bosnia bosnian bosnians
brazil brazilian brazilians
britain british briton britons uk
bulgaria bulgarian bulgarians
cambodia cambodian cambodians
cameroon cameroonian cameroonians
canada canadian canadians
catalonia catalan catalans
chile chilean chileans
china chinese
colombia colombian colombians
croatia croatian croatians croat croats
cuba cuban cubans
cyprus cypriot cypriots
czechia czech czechs
denmark danish dane danes
ecuador ecuadorian ecuadorians
egypt egyptian egyptians
england english
estonia estonian estonians
ethiopia ethiopian ethiopians
europe european europeans
finland finnish finn finns
france french
georgia georgian georgians
germany german germans
ghana ghanaian ghanaians
greece greek greeks
greenland greenlandic greenlander greenlanders
guatemala guatemalan guatemalans
haiti haitian haitians
honduras honduran hondurans
hungary hungarian hungarians
iceland icelandic icelander icelanders
india indian indians
indonesia indonesian indonesians
iran iranian iranians
iraq iraqi iraqis
ireland irish
israel israeli israelis
italy italian italians
jamaica jamaican jamaicans
japan japanese
jordan jordanian jordanians
kazakhstan kazakh kazakhs
kenya kenyan kenyans
korea korean koreans
kosovo kosovar kosovars
kuwait kuwaiti kuwaitis
kyrgyzstan kyrgyz
laos lao laotian laotians
latvia latvian latvians
lebanon lebanese
libya libyan libyans
lithuania lithuanian lithuanians
luxembourg luxembourgish
malaysia malaysian malaysians
malta maltese
mexico mexican mexicans
moldova moldovan moldovans
mongolia mongolian mongolians
montenegro montenegrin montenegrins
morocco moroccan moroccans
myanmar burma burmese
nepal nepali nepalese
netherlands dutch holland
nicaragua nicaraguan nicaraguans
nigeria nigerian nigerians
norway norwegian norwegians
pakistan pakistani pakistanis
palestine palestinian palestinians
panama panamanian panamanians
paraguay paraguayan paraguayans
peru peruvian peruvians
philippines philippine filipino filipinos
poland polish
portugal portuguese
qatar qatari qataris
romania romanian romanians
russia russian russians
rwanda rwandan rwandans
scotland scottish scot scots
senegal senegalese
serbia serbian serbians serb serbs
slovakia slovak slovaks
slovenia slovenian slovenians
somalia somali somalis
spain spanish spaniard spaniards
sudan sudanese
sweden swedish swede swedes
switzerland swiss
syria syrian syrians
taiwan taiwanese
tanzania tanzanian tanzanians
thailand thai thais
tunisia tunisian tunisians
turkey turkiye turkish turk turks
uganda ugandan ugandans
ukraine ukrainian ukrainians
uruguay uruguayan uruguayans
uzbekistan uzbek uzbeks
venezuela venezuelan venezuelans
vietnam vietnamese
wales welsh
yemen yemeni yemenis
zambia zambian zambians
zimbabwe zimbabwean zimbabweans
"""
_NATION = {form: line.split()[0] for line in _FAMILIES.strip().splitlines() for form in line.split()}
_LONG = (
    (re.compile(r"\bUnited States(?: of America)?\b", re.IGNORECASE), "U.S."),
    (re.compile(r"\bUnited Kingdom\b|\bGreat Britain\b", re.IGNORECASE), "UK"),
    (re.compile(r"\bCzech Republic\b", re.IGNORECASE), "Czechia"),
)


NATIONS = frozenset(_NATION.values())
"""The names that `nation` gives."""


def nation(word: str) -> str:
    """The country that a folded word belongs to, by one name; any other word itself."""
    return _NATION.get(word, word)


def short_names(text: str) -> str:
    """A text in which countries of several words have one: "U.S." for "the United States"."""
    for long, short in _LONG:
        text = long.sub(short, text)
    return text
