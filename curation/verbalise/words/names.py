"""Given names for the people of an event, and words that are written with a capital. Lists of ours."""

from __future__ import annotations

from curation.verbalise.words.proper_names import PROPER_NAMES

FEMALE_NAMES = tuple(
    """
        Alice Maria Fatima Priya Emma Chloe Aisha Mei Sofia Hannah Ingrid Yuki Leila Nadia Grace Olivia
        Amara Zoe Elena Rosa Julia Clara Ana Naomi Ruth Irene Carmen Lucy Diana Samira Anna Esther Keiko
        Tanya Laura Nora Lily Helen Isabel Farah Marta Linda Sara Joan Adele Vera Wanjiru Ngozi Katya
        Paula
    """.split()
)
MALE_NAMES = tuple(
    """
        Ben Omar Carlos David Kenji Ahmed Lucas Peter Ravi Tom Daniel Ivan Kofi Mateo Hugo Samuel Wei Jack
        Adam Leo Victor Noah Ali Felix George Hassan Igor Jorge Karim Luis Martin Nikolai Oscar Paul
        Quentin Robert Simon Tariq Walter Yusuf Andre Bruno Chidi Dmitri Emil Frank Greg Henrik Isaac Joel
    """.split()
)

# By their lower-case form. Words that are ordinary words too (china, turkey, polish, may, march) are left
# out.
_CAPITALISED = """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February April June July September
    October November December Christmas Easter Halloween Thanksgiving Hanukkah Ramadan Passover Africa
    African America American Americans Asia Asian Europe European Antarctica Antarctic Arctic Australia
    Australian Afghanistan Albania Algeria Argentina Argentinian Armenia Austria Austrian Bahamas
    Bangladesh Belgium Belgian Bolivia Bosnia Brazil Brazilian Britain British Bulgaria Cambodia Cameroon
    Canada Canadian Chile Chilean China Chinese Colombia Congo Croatia Cuba Cuban Cyprus Czech Denmark
    Danish Ecuador Egypt Egyptian England English Englishman Estonia Ethiopia Finland Finnish France
    French Frenchman German Germany Germans Ghana Greece Greek Greeks Greenland Guatemala Haiti Hungary
    Hungarian Iceland India Indian Indonesia Iran Iranian Iraq Iraqi Ireland Irish Israel Israeli Italy
    Italian Italians Jamaica Japan Japanese Kenya Korea Korean Kuwait Latvia Lebanon Libya Lithuania
    Luxembourg Madagascar Malaysia Mexico Mexican Mexicans Mongolia Morocco Nepal Netherlands Zealand
    Nicaragua Nigeria Norway Norwegian Pakistan Palestine Panama Paraguay Peru Peruvian Philippines
    Filipino Poland Portugal Portuguese Romania Russia Russian Russians Rwanda Scotland Scottish Serbia
    Singapore Slovakia Slovenia Somalia Spain Spanish Sudan Sweden Swedish Switzerland Swiss Syria Taiwan
    Tanzania Thailand Thai Tibet Tunisia Uganda Ukraine Uruguay Venezuela Vietnam Vietnamese Wales Welsh
    Yemen Yugoslavia Zambia Zimbabwe Papua Palmyra Chesapeake Chinatown Harlem Kalimantan Borneo Sumatra
    Java Celebes Arab Arabic Latin Hebrew Persian Roman Alabama Alaska Arizona Arkansas California
    Colorado Connecticut Delaware Florida Hawaii Hawaiian Idaho Illinois Indiana Iowa Kansas Kentucky
    Louisiana Maine Maryland Massachusetts Michigan Minnesota Mississippi Missouri Montana Nebraska Nevada
    Ohio Oklahoma Oregon Pennsylvania Tennessee Texas Texan Utah Vermont Virginia Wisconsin Wyoming London
    Paris Berlin Rome Madrid Vienna Athens Moscow Tokyo Kyoto Osaka Seoul Beijing Shanghai Delhi Mumbai
    Cairo Boston Chicago Houston Dallas Seattle Detroit Denver Atlanta Miami Philadelphia Brooklyn
    Manhattan Hollywood Toronto Vancouver Montreal Sydney Melbourne Istanbul Jerusalem Baghdad Tehran
    Lagos Nairobi Amsterdam Brussels Stockholm Oslo Dublin Venice Florence Milan Naples Barcelona Lisbon
    Prague Budapest Warsaw Zurich Geneva Munich Hamburg Bangkok Manila Himalayas Everest Sahara Amazon
    Nile Danube Rhine Thames Atlantic Pacific Mediterranean Caribbean Alps Andes Jupiter Saturn Neptune
    Pluto Mars Venus Catholic Catholics Christian Christians Christianity Muslim Muslims Islam Islamic
    Islamist Jew Jews Jewish Judaism Buddhist Buddhism Hindu Hindus Hinduism Protestant Bible Koran Quran
    Jesus Christ Allah Satan Buddha Muhammad Einstein Newton Darwin Shakespeare Beethoven Mozart Bach
    Picasso Hitler Stalin Lenin Gandhi Obama Clinton Lincoln Napoleon Caesar Aristotle Plato Socrates
    Michelangelo Rembrandt Elvis Beatles Disney Google Microsoft Facebook Twitter Youtube Linux Toyota
    Honda Volkswagen Nintendo Playstation Xbox Pepsi Coca-Cola Kleenex Frisbee Rubik's Nazi Nazis
    Victorian Olympics Olympic Congress Democrat Democrats Republican Republicans Scrabble Francisco
    Washington Midwest Eiffel Disneyland Jefferson Thomas Phillips Marx Celtic Georgia Edinburgh Bono Jordan
    Seychelles Puerto Angeles Holmes Titanic Bermuda Monaco Fiji Arabian Rican Mauritius Samoa Saudi Aruba
    Cayman Guam Ontario Bavaria Barbados Andorra Mormon Dresden Canadensis Guadeloupe Nippon Labrador
    Djibouti Quebec Kilmer Siberian Queensland Barack Belize Baltimore Brunei Burundi Anguilla Hampshire
    Columbia Uzbekistan Eskimo Mali Maldives Azerbaijan Tuvalu Grenada Dominica Martinique Macau Gibraltar
    Baltic Dakota Lego Cadillac Nietzsche Pittsburgh Bhutan Bahrain Angola Botswana Herzegovina Belarus
    Benin Yorkshire Scandinavia Esperanto Harare Zeus Alberta Caledonia Huddersfield Carrie Janice Topeka
    Maria Albuquerque Liechtenstein Moldova Andean Gabon Malta Guyana Burma Palau Senegal Liberia Svalbard
    Cumberland Mozambique Namibia Vanuatu Salvador Austin Moses Chihuahua Ottawa Newfoundland Incheon
    Calgary Winnipeg Vatican Alcatraz Saab Simon Taliban Lesotho Smithsonian Armstrong Lancashire Columbus
    Bali Taylor Jackson Franklin Diana Scott Stradivarius Adolf Trinidad Qatar Guernsey Oman Kazakhstan
    Tokelau Montserrat Kiribati Togo Tajikistan Turkmenistan Victoria Niue Eritrea Honduras Kyrgyzstan
    Adriatic Caspian Guiana Vicente Alejandro Toledo Audi Buick Oldsmobile Birmingham Bristol Amanda Cindy
    Chris Aphrodite Athena Artemis Holland Rolex Rolodex Uranus Cthulhu Dylan Groucho Busan Bremen
    Manchester Liverpool Glasgow Cambridge Oxford Harvard Yale Stanford Princeton iPod iPhone Normandy
    Tuscany Sicily Krakow Marseille Lyon Havana Bogota Lima Quito Santiago Caracas Kabul John Mary James
    Michael Kevin Jane Sally Susan Elizabeth Julius Linus Walt Charles William Henry Robert George Oprah
    Madonna Tolkien Dickens Austen Hemingway Orwell Kafka Tolstoy Dostoevsky Sherlock Batman Superman
    Marxist Marxism Celsius Fahrenheit Kelvin Yoruba Swahili Sanskrit Cantonese Hispanic Latino Caucasian
"""
_UPPER = """
    tv tvs usa uk cd cds dvd dvds dna rna ibm nasa pc pcs cia fbi nato ufo atm hiv aids ii iii usb cpu
    html mit vcr bbc cnn sms gps lsd nba nfl nyc bmw h2o co2 mri pvc
"""
CAPITALISED: dict[str, str] = {word.lower(): word for word in (*PROPER_NAMES, *_CAPITALISED.split())}
CAPITALISED |= {word: word.upper() for word in _UPPER.split()}
CAPITALISED |= {
    "x-ray": "X-ray",
    "x-rays": "X-rays",
    "ph": "pH",
    "tvs": "TVs",
    "cds": "CDs",
    "dvds": "DVDs",
    "pcs": "PCs",
    "youtube": "YouTube",
    "playstation": "PlayStation",
    "i": "I",
    "i'm": "I'm",
    "i'll": "I'll",
    "i'd": "I'd",
    "i've": "I've",
    "ok": "OK",
    "mcdonald's": "McDonald's",
    "mcdonalds": "McDonald's",
    "mcdonald": "McDonald's",
    "e-mail": "email",
    "iq": "IQ",
    "u.s.": "US",
    "u.s": "US",
    "u.s.a.": "USA",
    "mr.": "Mr",
    "mrs.": "Mrs",
    "dr.": "Dr",
    "st.": "St",
    "cd-rom": "CD-ROM",
    "ceo": "CEO",
    "irs": "IRS",
    "bbq": "BBQ",
}
# Places and things of two words; both lose their capital in some sources.
TWO_WORDS: dict[tuple[str, str], tuple[str, str]] = {
    tuple(pair.lower().split("_")): tuple(pair.split("_"))  # type: ignore[misc]
    for pair in """
        New_York New_Zealand New_Orleans New_Jersey New_Mexico New_England New_Guinea San_Francisco San_Diego
        Los_Angeles Las_Vegas Hong_Kong Sri_Lanka Saudi_Arabia United_States United_Kingdom United_Nations
        North_America South_America South_Africa North_Korea South_Korea Costa_Rica Puerto_Rico
        El_Salvador Rhode_Island West_Virginia North_Carolina South_Carolina North_Dakota South_Dakota
        White_House Great_Britain Golden_Gate World_War Mount_Everest Middle_East Soviet_Union Star_Wars
        Harry_Potter Mickey_Mouse Santa_Claus Rio_Grande Grand_Canyon Statue_Liberty Ford_Mustang
        Homer_Simpson Prime_Minister Super_Bowl Nobel_Prize St._Louis Washington_DC Mona_Lisa Eiffel_Tower
        Big_Ben Abraham_Lincoln George_Washington Cape_Town Tel_Aviv Buenos_Aires Sao_Paulo Mexico_City
        Great_Wall Pacific_Ocean Atlantic_Ocean Indian_Ocean Arctic_Ocean Red_Sea Black_Sea Dead_Sea
        Lake_Michigan Mississippi_River Boxing_Day New_Year New_Delhi New_Hampshire New_Caledonia Taco_Bell
        South_Wales
    """.split()
}
# Capitalised words that describe and do not name: `an American flag`.
ADJECTIVAL = frozenset(
    """
        african american asian european antarctic arctic australian argentinian austrian belgian brazilian
        british canadian chilean chinese cuban czech danish egyptian english finnish french german greek
        hungarian indian iranian iraqi irish israeli italian japanese korean mexican norwegian persian
        peruvian portuguese roman russian scottish spanish swedish swiss thai vietnamese welsh arab arabic
        catholic christian muslim islamic jewish buddhist hindu protestant victorian nazi olympic hawaiian
        republican marxist hispanic latino caucasian
    """.split()
)
# Of them, those that also name a person: `a German`.
PEOPLE_WORDS = frozenset(
    """
        american african asian european australian german greek indian italian mexican russian canadian
        catholic christian muslim jew buddhist hindu protestant nazi democrat republican marxist arab
        roman
    """.split()
)
# Names of two words with an article: `in the United States`.
THE_PAIRS = frozenset(
    """
        united_states united_kingdom united_nations white_house middle_east soviet_union super_bowl
        nobel_prize mona_lisa eiffel_tower great_wall pacific_ocean atlantic_ocean indian_ocean
        arctic_ocean red_sea black_sea dead_sea mississippi_river rio_grande grand_canyon prime_minister
        golden_gate
    """.split()
)
PLURAL_NAMES = frozenset("netherlands philippines bahamas alps andes himalayas beatles olympics".split())
THE_NAMES = frozenset(
    """
    netherlands philippines bahamas alps andes himalayas beatles olympics sahara amazon nile danube rhine
    thames atlantic pacific mediterranean caribbean arctic antarctic bible koran quran usa uk fbi cia irs
    nba nfl un eu bbc midwest
    """.split()
)
