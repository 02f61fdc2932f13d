"""Verbs that are also nouns or adjectives, and are mostly verbs. Lists of ours."""

from __future__ import annotations

MOSTLY_VERBS = frozenset(
    """
    admit adopt advance affect aim annoy answer apologize appeal appear apply approach argue arrest arrive
    ask associate assume attack attempt audition avoid babysit bake bark bathe beat become beg begin
    behave believe belong bend bet bite blame bleed blend blink block blow boil borrow bother bounce brag
    break breathe breed brew bring browse brush build bump burn buy buzz call calm care carry cast catch
    cause celebrate change chase chat cheat check cheer chew choke choose chop clap clean clear click
    climb close collapse collect come compete complain compliment conduct consume contact contain continue
    converse convince cook cool cope copy correct cost count cover crash crawl create cross crowd crush
    cry cuddle cure curse cut dance deal decide decorate defeat delay deliver die dig digest dine disappear
    discover discuss display dispose dive divide do double doubt download drag draw dream dress drink
    drive drop dry dump dye earn ease eat email embrace empty encounter end engage enjoy enter escape
    examine exchange exhale exist expand experience explain explode explore express extract fail fall fart
    feed feel fetch fight figure file fill find finish fit fix flee flip flirt float flow fly focus fold
    follow fool forget form free freeze gain gasp gather get giggle give glow go google gossip grab
    graduate grasp graze greet grow growl guard guess guide hang happen hate have heal hear heat help hide
    hike hit hold honk hop hope host howl hug hunt hurry hurt ignore illuminate imagine impress improve
    increase inform inhale insert inspect inspire insult invest invite join jot judge jump keep kick kill
    kiss kneel knit knock know land laugh lay lead leak lean leap learn leave lend let lick lie lift like
    listen live load lock look lose love lower mail make march mark marry measure meet melt mend miss mix
    moan mop move mow murder nap need nibble notice observe obtain offer open operate order overcome own
    pack paint panic park pass pay pee perform pet phone pick pinch plan play please pluck point poke
    polish pollute poop post pour practice practise praise pray prefer prepare present preserve press
    pretend prevent print produce promise propose protect protest provide pull pump punch purchase push
    put question quit race raise rake reach react read realize rebel receive record recycle reduce refill
    refuse regret relax release rely remain remember remind remove rent repair repeat replace reply report
    represent request rescue research reserve resist respect respond rest retire return reward rhyme ride
    rinse rise risk roam roar roast roll rot rub ruin rule run rush sacrifice sail save say scan scare
    scold score scratch scream scrub search see seek seem select sell send separate serve set sew shake
    share sharpen shatter shave shed shift shine shiver shoot shop shout shovel show shred shrink shuffle
    shut sigh sign sin sing sink sip sit skate ski skip skype slap sleep slice slide slip smash smell
    smile smoke snap sneak sneeze snore soak sob socialize sort sound speak spell spend spill spin spit
    split splurge spoil spray spread sprinkle squeak squeeze squirt stack stain stalk stand stare start
    starve stay steal steer step stick sting stink stir stop store strain stretch strike strive struggle
    study stumble submit suck suffer suggest support surf surprise surrender survive swallow swear sweat
    sweep swim swing switch tackle take talk tap tape taste tease tell tempt tend test text thank think
    throw tickle tie tip toss touch trade train transfer transport travel treat trigger trip trust try
    tune turn twist type understand unlock upset urinate use vacation vacuum visit volunteer vomit vote
    wade wait wake walk wander want warm warn wash waste watch wave wear weave weed weep weigh welcome
    whisper whistle win wink wipe wish witness wonder work worry worship wrap wrestle write yawn yell
    """.split()
)

# Words that can be verbs but hardly ever open a verb phrase, even where one is expected.
HARDLY_VERBS = frozenset(
    """
    air art bad ball bed better bicycle bird body bone bottle box bread butter cake can car cat chair
    chicken child class color course cup day dirty dog down dry even eye fast father flower food free full fun
    game gas gender glass good great group happy home horse hot hour house husband ice job just key king
    lack letter line lion long lot low machine man market may metal might milk mine minute money monkey
    more morning most mother must nice night no not number off oil only out pain paper part pen people
    pepper person picture pig rain right room safe salt school season second short side skin sky snow
    sport spring star state still stone sun sure table then ticket time too tree up very weather well wet
    wife will winter wood word
    """.split()
)

# Words that can be nouns but hardly ever are.
HARDLY_NOUNS = frozenset("die bleed think eat go say know see hear sit stand lose learn read write".split())

# What a person or thing is afterwards, and not what it does: an adjective or participle follows.
LINKING = frozenset(
    "be become get feel look seem appear stay remain grow turn go keep sound smell taste act feels".split()
)

# Nothing is done to anybody or anything by these.
INTRANSITIVE = frozenset(
    """
    appear arrive come crawl cry dance die disappear emerge exist fall float glow go graze happen laugh
    lie live look occur rise roam shine sing sit sleep smile stand stay swim swing talk
    think travel wait walk work
    """.split()
)

# After a verb, how it is done: `jump high`.
FLAT_ADVERBS = frozenset(
    "high far fast hard long low early late straight right wrong deep close loud".split()
)

# What one is, has or feels, and does not set out to do.
STATES = frozenset("be have want need like love hate know feel seem look own believe".split())

# Who does it may do it to nobody and nothing: a tail of one word, `cry`, and not `hold`.
STANDS_ALONE = frozenset(
    """
    accelerate ache age agree answer apologise apologize appear argue arrive attack bake bark bathe begin
    bid bike bleed blink blush borrow bow brake breathe burp call camp celebrate change chat cheat cheer
    choke chuckle clap clean climb collaborate collapse come communicate commute compete complain compromise
    concentrate confess contemplate continue cook cooperate cough crash crawl cry curtsy dance daydream
    decide die diet digest disagree disappear dive divorce draw dream dress drink drive drown eat email
    emerge emigrate end enlist enroll escape evolve exercise exhale experiment explode explore fail faint
    fall farm fast fidget fight finish fish flee flirt float fly focus forgive freeze frown fume gamble
    garden gasp giggle glance glare go gossip graduate grieve grin grow happen heal help hesitate hiccup
    hide hike hop hunt immigrate improve inhale invest investigate itch jog jump kneel knit land laugh leap
    learn leave lie limp listen live look lose marry matter meditate meow migrate mingle mourn move nap
    negotiate nod object observe occur overeat paint panic pant park participate party pause pay peek
    perform phone plan play ponder pout practice practise pray prepare profit prosper protest purr quit rage
    react read recover reflect register rehearse relax relocate reminisce repent reply reproduce resign
    respond rest resume retaliate retire return ride roll run save score scream search settle sew shave
    shiver shop shout shower shrug sigh sign sing sink sit skate ski skip sleep sleepwalk slide slip smile
    snack snap sneeze snore sob sober socialize speak speed spend spin squint stand stare start starve stay
    stop strengthen stretch study stumble stutter succeed suffer sulk sunbathe surf surrender sweat swerve
    swim talk tan text think thrive tithe trade travel tremble trip type understand undress unwind vanish
    volunteer vomit vote wait wake walk watch wave weaken weep whisper win wink wonder work worry write yawn
    yell yield
    """.split()
)
