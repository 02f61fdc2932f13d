"""Closed lists of English that matching needs, written for this purpose."""

from __future__ import annotations

# Words that say nothing by themselves, be it alone in a claim or unmatched on a page.
STOP = frozenset(
    """
    a an the this that these those there here it its itself he him his himself she her hers herself they them
    their theirs themselves we us our ours you your yours i me my mine one's who whom whose which what when
    where why how is are was were be been being am has have had having do does did doing done will would shall
    should can could may might must ought of in on at by for from to with without into onto upon about above
    below over under between among through during before after since until till against within along across
    behind beyond near off out up down as than like per via and or but nor so yet if because although though
    while whereas unless whether either neither both not no never n't don't doesn't didn't isn't aren't wasn't
    weren't won't wouldn't can't cannot couldn't shouldn't hasn't haven't hadn't it's he's she's they're we're
    i'm i've you're that's there's let's i'll also just only even still too very quite rather really much many
    more most less least some any all each every other another such same own then now again ever already
    however therefore thus hence moreover furthermore additionally etc mr mrs ms dr s t d ll re ve m
    yes oh well okay ok actually overall including include includes included known
    """.split()
)

NEGATORS = frozenset(
    """
    not no never n't don't doesn't didn't isn't aren't wasn't weren't won't wouldn't can't cannot couldn't
    shouldn't hasn't haven't hadn't neither nor none nobody nothing nowhere without hardly barely scarcely
    incapable unable refuse refused refuses fail failed fails failure deny denied denies lack lacks lacked
    unsuccessful unsuccessfully refrain avoid avoided cease ceased rarely seldom
    """.split()
)

# Words that follow a subject directly.
AUXILIARIES = frozenset(
    "is was are were has had have will would can could may might must does did do isn't wasn't".split()
)

FIRST_PERSON = frozenset(
    "i my me mine myself you your we our us i'm i've i'd i'll you're you've we're we've we'll am".split()
)

MONTHS = {
    form: full
    for full, forms in {
        "january": "january jan",
        "february": "february feb",
        "march": "march",
        "april": "april apr",
        "may": "",
        "june": "june jun",
        "july": "july jul",
        "august": "august aug",
        "september": "september sept sep",
        "october": "october oct",
        "november": "november nov",
        "december": "december dec",
    }.items()
    for form in forms.split()
}
MONTH_NAMES = frozenset([*MONTHS.values(), "may"])

NUMBER_WORDS = {
    word: value
    for value, words in {
        0: "zero",
        2: "two twice pair",
        3: "three thrice trio",
        4: "four",
        5: "five",
        6: "six",
        7: "seven",
        8: "eight",
        9: "nine",
        10: "ten",
        11: "eleven",
        12: "twelve dozen",
        13: "thirteen",
        14: "fourteen",
        15: "fifteen",
        16: "sixteen",
        17: "seventeen",
        18: "eighteen",
        19: "nineteen",
        20: "twenty",
        30: "thirty",
        40: "forty",
        50: "fifty",
        60: "sixty",
        70: "seventy",
        80: "eighty",
        90: "ninety",
    }.items()
    for word in words.split()
}
ORDINALS = {
    word: place
    for place, word in enumerate(
        """
        first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
        fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
        """.split(),
        1,
    )
}

# Each line: words that a paraphrase puts for one another. The first one names the line.
_GROUPS = """
film movie picture motion
born birth birthplace
die death dead decease pass perish
kill murder slay assassinate
marry wed marriage spouse wife husband wedding
child son daughter kid offspring children
father mother parent dad mom mum
brother sister sibling
man male guy gentleman boy
woman female lady girl
author write writer pen written novelist
book novel publication
begin start commence launch initiate onset beginning inception
end finish conclude cease terminate conclusion ending
create make produce build construct develop design establish found form devise
big large huge great massive vast giant enormous sizable
small little tiny minor slight
buy purchase acquire acquisition obtain procure
sell sale sold vend
win victory victor triumph won winner
lose defeat loss lost beat
say state tell announce declare report claim assert mention note explain remark
show demonstrate reveal display indicate exhibit
help assist aid support assistance
use employ utilize usage utilise
get receive gain earn
give provide offer supply grant donate
go travel move journey visit trip
leave depart exit quit
join enter enroll enlist
live reside dwell inhabit residence home
work job career employment occupation profession
play perform act portray star performance
song track single tune
album record recording lp
singer vocalist vocal sing
musician artist performer
band group
company firm corporation business enterprise
car vehicle automobile auto
house home building
city town municipality village
country nation land
state province
area region zone territory district
street road avenue
school academy college university
student pupil
teacher professor instructor educator teach
study research investigate examine examination analyse analyze
doctor physician medic
illness disease sickness disorder ailment
injury wound hurt injure
war conflict battle
army military troops soldier force
attack assault strike raid
police cop officer
prison jail imprison incarcerate
crime offence offense
lawyer attorney barrister
king queen monarch ruler
president leader chief head chair chairman
lead head direct run manage
member part
important significant major key crucial essential vital notable
famous renowned celebrated popular well-known noted
good excellent positive beneficial
bad poor negative harmful
rise increase grow growth climb higher
fall decrease decline drop reduce reduction lower fell cut
quick fast rapid swift speed
old ancient elderly aged
new recent modern
many numerous several multiple various
about approximately roughly around nearly almost circa
often frequently commonly usually typically generally
together jointly
different distinct various diverse
similar alike comparable
cause lead result trigger
effect impact influence affect consequence
need require requirement necessary
try attempt effort seek
allow permit enable let
stop prevent halt block ban prohibit
keep maintain retain preserve
choose select pick elect choice selection
think believe consider regard opinion
know understand aware
want wish desire
like love enjoy fond
talk speak discuss conversation speech
ask request inquire
answer reply respond response
meet encounter
send deliver ship
release issue publish premiere debut
name call title term dub entitle
kind type sort form variety
place location site spot locate situate
year annual yearly
money cash fund
cost price expense
pay payment salary wage
tax levy
vote ballot poll election
law legislation act statute
plan scheme strategy proposal propose
problem issue trouble difficulty
goal aim objective purpose target
idea concept notion
example instance
story tale narrative plot
picture image photo photograph
game match
team club squad side
player footballer athlete
coach manager trainer
championship title trophy cup
competition contest tournament
sea ocean
river stream
mountain hill peak
animal creature beast
plant crop
food meal dish cuisine eat
drink beverage
water aquatic
ill sick unwell
baby infant newborn
young youth adolescent teenager teen
risk danger hazard threat
safe secure safety security
strong powerful strength power
weak feeble
rich wealthy affluent
hard difficult tough
easy simple
correct right accurate true
wrong false incorrect inaccurate
total overall whole entire complete
special particular specific
main primary principal chief
usual common normal regular
award prize honor honour medal
series show programme program
episode instalment installment
role character part
actor actress
director filmmaker
television tv
internet online web website
computer pc
phone telephone mobile
airplane plane aircraft
fly flight
boat ship vessel
fire blaze
storm hurricane
religion faith religious
god deity divine
church cathedral chapel
priest clergy minister
language tongue
word term
number amount quantity
percent percentage
quarter fourth
attend graduate educate education
serve service
retire retirement
resign step-down resignation
succeed replace successor
arrest detain custody
accuse charge allege
trial court
kid youngster
agree agreement deal accord
argue dispute debate
protect defend guard protection defence defense
destroy ruin demolish destruction
damage harm
improve enhance better improvement boost
change alter modify shift
continue proceed ongoing
return back
arrive reach come arrival
spend spent
own possess owner ownership
contain include comprise consist
depend rely
connect link
separate divide split
combine merge join
add addition
remove delete eliminate
close shut
open opening
happen occur occurrence
appear appearance
nominate nomination
inspire inspiration
base basis
origin originate source
commonly widely
worldwide global international
nowadays currently today present current
previously formerly former earlier
subsequently later
""".strip()
GROUPS = {
    word: "+" + line.split()[0] for line in reversed(_GROUPS.splitlines()) for word in reversed(line.split())
}

# Countries and their people.
_PLACES = """
america american americans usa u.s us states
britain british uk u.k
england english
scotland scottish scots
wales welsh
ireland irish
france french
germany german germans
italy italian italians
spain spanish
portugal portuguese
netherlands dutch holland
belgium belgian
switzerland swiss
austria austrian
sweden swedish
norway norwegian
denmark danish
finland finnish
iceland icelandic
poland polish
russia russian russians
ukraine ukrainian
greece greek
turkey turkish
hungary hungarian
romania romanian
bulgaria bulgarian
serbia serbian
croatia croatian
czech czechia
slovakia slovak
china chinese
japan japanese
korea korean
india indian indians
pakistan pakistani
bangladesh bangladeshi
iran iranian persian persia
iraq iraqi
israel israeli
egypt egyptian
syria syrian
lebanon lebanese
saudi arabia arabian
nigeria nigerian
kenya kenyan
ghana ghanaian
ethiopia ethiopian
morocco moroccan
algeria algerian
africa african
asia asian
europe european
canada canadian canadians
mexico mexican
brazil brazilian
argentina argentine argentinian argentinean
chile chilean
peru peruvian
colombia colombian
venezuela venezuelan
cuba cuban
jamaica jamaican
australia australian australians
zealand zealander
philippines filipino philippine
indonesia indonesian
malaysia malaysian
thailand thai
vietnam vietnamese
afghanistan afghan
california californian
texas texan
rome roman
jew jewish judaism
christian christianity
muslim islam islamic
catholic catholicism
""".strip()
PLACES = {word: "@" + line.split()[0] for line in _PLACES.splitlines() for word in line.split()}

_ANTONYMS = """
increase decrease|rise fall|grow shrink|gain lose|win lose|victory defeat|success failure|succeed fail
accept reject|accept refuse|agree disagree|agree refuse|allow forbid|allow prohibit|allow prevent|permit ban
approve reject|support oppose|love hate|like dislike|begin end|start stop|start finish|open close|open shut
enter leave|arrive depart|join leave|buy sell|lend borrow|push pull|raise lower|attack defend|build destroy
create destroy|remember forget|include exclude|encourage discourage|strengthen weaken|improve worsen
expand contract|expand reduce|appear disappear|live die|born die|alive dead|birth death|marry divorce
male female|man woman|boy girl|father mother|son daughter|brother sister|husband wife|king queen|actor actress
uncle aunt|nephew niece|prince princess|old young|new old|early late|first last|before after|earlier later
high low|tall short|long short|large small|big small|big little|wide narrow|deep shallow|heavy light|fast slow
quick slow|hot cold|warm cool|wet dry|hard soft|hard easy|difficult easy|strong weak|rich poor|cheap expensive
good bad|better worse|best worst|positive negative|right wrong|true false|correct incorrect|happy sad
safe dangerous|guilty innocent|legal illegal|public private|domestic foreign|major minor|more less|more few
many few|most least|maximum minimum|upper lower|top bottom|left right|north south|east west|northern southern
eastern western|northeast southwest|northwest southeast|inside outside|above below|over under|near far
present absent|same different|similar different|common rare|often rarely|always never|all none|everyone nobody
simple complex|natural artificial|ancient modern|urban rural|rural city|odd even|single married|summer winter
spring autumn|day night|morning evening|sunrise sunset|republican democrat|liberal conservative
democratic republican|protestant catholic|offense defense|professional amateur|permanent temporary
voluntary compulsory|active inactive|complete incomplete|possible impossible|able unable|likely unlikely
employ fire|hire fire|promote demote|import export|victim perpetrator|teacher student|parent child|ally enemy
predecessor successor|precede follow|inner outer|internal external|full empty|black white|dark light
loud quiet|wholly partly|solely jointly
widely rarely|popular unpopular|known unknown|credit debit|ascend descend
convict acquit|arrest release|ban lift|cut raise|drop rise|drop increase|decline increase|decline rise
decline grow|reduce increase|lower increase|lower high|low increase
""".replace("\n", "|").strip("|")
ANTONYMS: dict[str, frozenset[str]] = {}
for _pair in _ANTONYMS.split("|"):
    _one, _other = _pair.split()
    ANTONYMS[_one] = ANTONYMS.get(_one, frozenset()) | {_other}
    ANTONYMS[_other] = ANTONYMS.get(_other, frozenset()) | {_one}

# Each line: words of one kind that exclude one another: who is one is, mostly, not another.
_KINDS = """
film book novel album song series play poem game documentary comic magazine newspaper opera musical sitcom
actor singer writer politician lawyer painter scientist engineer soldier footballer boxer dancer
comedian journalist businessman poet philosopher physicist chemist biologist mathematician economist
architect physician surgeon teacher priest pilot model director producer drummer guitarist bassist pianist
drums guitar bass piano violin keyboard saxophone trumpet cello
city county state country village town island continent province river lake mountain
monday tuesday wednesday thursday friday saturday sunday
january february march april june july august september october november december
red blue green yellow white black orange purple pink brown gray grey
north south east west northern southern eastern western
rock pop jazz metal country rap blues classical folk punk reggae disco
football basketball baseball hockey tennis golf cricket rugby soccer boxing swimming wrestling cycling
gold silver bronze
winter spring summer autumn
mother father son daughter brother sister uncle aunt cousin nephew niece grandfather grandmother husband wife
king queen prince princess duke emperor
president governor mayor senator congressman minister ambassador chancellor
bachelor master doctorate
comedy drama horror thriller romance western fantasy
lung heart brain kidney liver stomach skin bone
""".strip()
KINDS = {word: number for number, line in enumerate(_KINDS.splitlines()) for word in line.split()}
KINDS |= dict.fromkeys(PLACES, -1)
"""Which line of exclusive words a word is of; -1 for countries and their people."""
