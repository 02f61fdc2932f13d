"""Nouns by whether they take `a`: what can be told of a bare one without its sentence. Lists of ours."""

from __future__ import annotations

# In the singular they have an article: `find solution` was finding a solution.
COUNTABLE = frozenset(
    """
    aardvark ability abortion abrasive abstraction accelerator accident accomplice accomplishment accord
    accordion account accountant acorn acre action activist activity actor actress adaptation addict
    address adhesive adult advantage adventurer advertisement advertiser aeroplane affair affluent agate
    agony agreement aircraft airliner airplane airport alarm album alcoholic algorithm alien allergy
    alley alleyway alliance alloy alphabet altar altercation altitude amateur ambulance amphitheatre
    amplifier analgesic analog analyst anchovy android anemometer angel angle animal anion ankle
    anniversary announcement annoyance ant antagonist anteater antelope anthology antibiotic antibody
    antique antiseptic antler anus aorta apartment apology appearance appetite apple appliance
    application appointment apricot apron aquarium arachnid arbiter arbor arcade arch archipelago
    architect archway area arena argument aria aries armchair armoire armory aroma arrow arsenal arsenic
    artery arthropod artichoke article artifact artist ash ashtray ass assembly assignment association
    assumption asteroid astronaut asylum atheist athlete atlas atom attachment attack attacker attic
    attitude attraction auction audience audit auditor auditorium aunt auto autograph automaton
    automobile avalanche award ax axe axle baboon baby babysitter bacillus backache backbone backhoe
    backpack backyard bacterium badger bag bagel bail baker bakery balcony ball balloon ballot ballpark
    ballroom banana bandage bandaid bank banknote banner bar barbeque barber barbershop barn barrel base
    basement basis basket basket-ball bass bassoon bat bath bathroom bathtub baton battery battle
    battlefield battleship bay bayonet beach beak beam bean beanie beard beast beauty bed bedroom
    bedspread bee beehive beetle beholder belief bell bellhop belly belt bench bend berry bettor
    beverage bias bicycle bidet bigot bike biker bikini bill billboard billfold bin binder biped bird
    birth birthday bisexual bishop bit black-out blackberry blackboard blackout bladder blade blank
    blanket bleacher bleed blender blimp blister blizzard block bloom blueberry bluebird blur board
    boardroom boat bob bobcat body bodybuilder bodyguard bolt bomb bomber bond bone bonfire bonus boo
    book book-keeper bookcase bookend bookie bookmark bookshelf bookshop bookstore boot border boss
    bottle bouquet bow bowel bowl box boxcar boxer boy boyfriend brace bracelet brain brake branch brand
    breadbox breadfruit breadth break breast breaststroke brewer brewery brick bride bridge bridle
    briefcase brigade brim broadcast brochure broom brother brow brownie brownstone browser bruise
    bubble bucket bucket-line budget buffalo buffet bug bugle building bulb bull bullet bullseye bully
    bumper bun bunch bundle bungalow burden burdock bureau bureaucrat burger burner burrito burrow bus
    busboy bush businessman butterfly buttock button buyer buzzard buzzword byte c-clamp cab cabin
    cabinet cable caboose cactus caddie cafe cafeteria cage cake calculator calendar call caller calorie
    camel camera camper campfire campsite campus canal candidate candle cannibal cannon cannonball canoe
    canvas cap cappuccino captain car carbonate card cardinal career carnation carnival carnivore carol
    carousel carpenter carpet carrier carrot cart carton cartoon cartwheel cashier cask casket castle
    cat cataract catastrophe catfish cathedral cathode cause cave cavern cavity ceiling celebration cell
    cellphone cemetery censor centipede century ceremony certificate chain chainsaw chair chalice
    chalkboard champion chance channel chapel chaplain chapter character charge chat cheat check-up
    checkbook checkup cheek cheer cheerleader chef chemical chemist cherry cherub chessboard chest
    chestnut chicken child chili chilli chimney chimpanzee chinchilla chip choice choir chopper
    chopstick chore chromosome chronometer church churchyard cicada cigar cigarette cinema circle city
    civilization claim clamp clarinet classic classmate classroom clavichord claw cleaner cleaver clerk
    cliche click cliff climate climber clinic clip clipboard clipper clitoris clock closet closure cloud
    clown club clue co-worker coach coastline coat coathanger cob cobblestone cobra cobweb cock
    cockroach coconut cocoon cod code coffin coil coin collapse collar collection collision colon colony
    color colour colt column coma comb comedian comet comforter comic commercial commission commitment
    committee commodity commune community commuter comparison compass competitor complaint compliment
    composer composition compressor compromise computer concept concert concession concierge conclusion
    concussion condiment condition conditioner condo condom condominium condor conductor conference
    confessional conflict connection connector consensus consequence constellation container contestant
    continent contour contraceptive contract contribution controller convent convention conversation
    convertible cook cookbook cookie coot cop copier cord cork corkscrew cornea cornet corporation
    corpse correction cosmetic costume cot couch cougar council counsel counsellor counter counterattack
    country county couple coupon court courthouse courtroom coven cow coward cowbird cowboy coworker
    crab crack cracker craft cramp crash crater crayon creamer creator creature creditor creek crescent
    crest crew crib criminal crisis critic crocodile crop crossroad crow cruise crumb crust crustacean
    crutch cube cubicle cucumber cue cup cupboard cupola curb currency curriculum curtain curve cushion
    customer cutlass cutter cylinder czar dad daddy daffodil dagger daisy dance dandelion daredevil dart
    dartboard dash dashboard database date daughter daycare daydream deadline dealer dealership deathbed
    debate decade decision deck decoration decorator decoy deed deer defendant deficit degree deity
    delegate deli delicatessen dell delphinium delusion demon demonstration den dentist denture
    department dependant description desert desk dessert destination destroyer detail detection
    detective determination developer deviation device devil diagnosis diagram dial diamond diaper diary
    dictator dictatorship dictionary difference digit dime dimple diner dinosaur diploma dipstick
    direction director disadvantage disagreement disaster disc discount discovery discussion disease
    disguise dish dishwasher disk diskette disorder disorientation display dispute dissertation distance
    distillery distraction diva dive diversion division divorce dock doctor document dodo doe dog
    doghouse doll dollar dolphin dome donation donkey donut door doorbell doorknob doormat doorway dorm
    dove dozen draft dragon drawback drawer drawing dreadlock dream dresser drift drill drink drinker
    drip drive driver driveway drought drug drug-dealer drugstore drum drumstick drunk duck dugout
    dumbbell dump dumpling dungeon duplex dustbin duster duty duvet dynasty ear eardrum earplug
    earthquake earthworm earwig eater eatery economist ecosystem effort egg ego egret eight- elbow elder
    elderberry election electrician electron element elephant elevator elk elm email embezzler embryo
    emergency emotion employee emu enchantment enclosure encyclopaedia encyclopedia enema enemy engine
    engineer enterprise entertainer entity entrance entrepreneur entry entryway envelope epitaph
    equation equilibrium eraser erection errand error escalator essay establishment eulogy evaluation
    event evergreen ex-boyfriend exam examination example excavation execution exertion exhaust exhibit
    expense experiment expert explanation explorer explosion explosive expression exterior eye eyeball
    eyebrow eyeglass eyeliner eyepiece fable face facelift facet fact factory failure fair fairground
    fairy fake falcon family famine fan fanatic fanfare fantasy farm farmhouse farmyard fart fastener
    fate father faucet favor feast feather feeling felony female femur fence festival fetus fever fiance
    fibula fiddle field fig fight fighter figure filament file film final finch finger fingernail
    firearm firebomb firefighter fireman fireplace firework firm fishbowl fishnet fist flag flagpole
    flash flashlight flask flat flavor flaw flea flier flight float flock flood floor flounder flower
    flowerpot fluid flute fly flywheel foal focus follower foot footprint force ford forefinger forest
    forester fork forklift form format formula fort fortune fossil foul foundation fox fox-muffler frame
    freak freeloader freeway freezer fret fridge fried-dish friend fright frog frostbite frypan fudge
    function fund funeral fungus funnel furnace fuselage galaxy gallery gallstone game gannet gaol gap
    garage garden gardener garnish gate gavel gazelle geek gel gem gene generator genius genre genus
    gerbil germ gesture ghost giant gift gig giggle giraffe girl girlfriend glacier glider globe
    glossary glove gnu goal goaltender goat goblet god godfather gorilla gourd gout gown grade graduate
    graduation grain grandson grape grapefruit graph grasper grasshopper grassland grater grave
    graveyard greenhouse grenade grid grill grin grinder grip grocer groom group grouper guide guidebook
    guinea guitar gull gun gunsmith guru gust gym gymnasium h-bomb habit hairbrush haircut hairdresser
    hairpin hairstyle hall hallucination hallucinogen hallway hamburger hammer hammock hamster hand
    handbag handgun handle handlebar handout handshake hangar hanger hangover harbor hardhat hare harlot
    harp harpsichord harvest hat hawk headache headlight headline headphone headset heart heart-ache
    heater hedge heel heifer helicopter hello helmet hen henhouse herb herd hermaphrodite hero heroine
    heron herring hiccup hick hickory highway hiker hill hint hip hippie historian hive hobby hodgepodge
    hole holiday holster home homer honeybee hook hormone horn horse hose hospital hostage hostility
    hotdog hotel hour hourglass house household hovel hue hug hula hull human hummingbird hump hunter
    hurdle hurricane husband husky hut hydrate hygrometer hymn hymnal hypothesis iceberg icebox icon
    idea ideology idiom idiot iguana illness illusion illustration image impasse implant impression
    inability inbox inch incident incision increment individual infant ingredient inhaler injection
    injustice inn innovator insect insight inspector institution instructor instrument insult intention
    interchange interior intermission intern internship intersection interview intestine introvert
    intruder invention inventor invertebrate investigation investigator investment investor invitation
    ion iris irregularity irritant irritation island itch item jack jackal jacket jaguar jail janitor
    jar jaw jeep jellyfish jig job jog joke journal jubilation judge juicer jukebox jump jumper jungle
    juniper jury k-mart kangaroo kayak keg kennel kettle key keyboard keyhole keypad keystone kid kill
    killer kiln kilogram kimono kind king kingdom kingfisher kiss kit kitchen kite kitten kitty knee
    knife knight knot knuckle kumquat lab laboratory laceration ladder ladle ladybug lake lamb lamp
    lamppost landfill landlord landmass landscape lane language lantern lap lapel laptop laryngitis
    larynx laser laugh lawn lawnmower lawsuit lawyer layer layout leader leaf leap leash lecture ledge
    leg leg-ache legend legislator legislature lemming lemon lemur lender lens leprechaun lesbian lesson
    letter lever liar library licence license lid lie life lifeboat lifeform lifesaver lift lightbulb
    lighter lily limb lime limerick limit limousine line lineage link lion lioness lip lipstick liquid
    lisp list listener liter litter liver living-room livingroom lizard llama load loaf loan lobby lobe
    lobotomy lobster location lock locker locksmith locomotive loft log logarithm lollypop loom lord
    loser loss lot lover lubricant lumberjack lunatic luncheon lunchtime lung lunge lynx lyre machete
    machine mackerel madhouse magazine magma magpie mailbox mailman mainland mainspring majority
    makeover maker male mammal mammoth man manager mandala mane maniac manicure manifesto mansion mantra
    manual map maple marathon marathoner mare margarita marina mariner mark marker market marmoset
    maroon marsupial marten martini martyr mascot mask mass mast mat matador matchbox mate material
    mathematician matrix matter mattress mayor meadow meal measure measurement meatloaf mechanic
    mechanism medal medallion medium meeting melodrama melody melt member memo memorandum memorial
    mentor menu message metaphor meteor meteorite meteoroid metronome metropolis mezzanine microchip
    microphone microscope microwave midterm migraine mike mileage militia mill mind mineral minim
    minister mink miracle mirror miscalculation miscarriage miser mission mistake mistletoe mistrial
    mite mitten mixer mixture mnemonic mobile mockingbird model modem molar molecule mollusc mom moment
    monarch monarchy mongoose monk monkey monopoly monster month monument mood moose mop morgan morgue
    mortgage mosaic mosque mosquito motel moth mother motherboard motor motorcycle mould mound mountain
    mountaineer mountainside mouse mouth mouthpiece mouthwash move movement movie mower muffin muffler
    mug mule multiplication multitude multivitamin mural murderer muscle museum mushroom musician
    muskrat mustache mystery myth nag nail name nanny nap napkin narcotic nation nationalist nautilus
    nebula necessary necessity neck necklace necktie needle needlepoint negotiation neighbor
    neighborhood neighbourhood nephew nerd nerve nest network neuron neurosis neutron newborn newspaper
    niche nickname niece nightclub nightingale nightmare nightstand nipple noodle norm nose nosebleed
    nostril notebook notepad notice novel novice nucleus number nurse nut nutrient oak oar oath obituary
    object objective obligation obscenity observation observatory observer obsession ocarina occasion
    occupation octave odyssey offence offender office officer ohm olive omelet one-piece ones-self onion
    opera operation opinion opponent opportunity oracle orange orbit orchard orchestra orchid organ
    organelle organism organization origin oriole ornament ostrich outcome outfit outlet outlook oven
    overdose overdraft overexposure owl owner oxymoron oyster pacifier pacifist pack package packet
    paddle padlock page pager pail paintbrush pair palace pallet palm palomino pamphlet pan panda pane
    panel pansy pantry paper-clip paperweight parabola parachute parade paradise paragraph parallelogram
    paralysis paranoid parcel parent park parkway parlor parsnip part particle partner party passage
    passageway passenger passport password pastry pasture path pathway patient patio patron pattern
    pavement pawn pawpaw paycheck payer payment pea peach peacock peak peanut peasant pebble pecan pedal
    pedestal pedestrian peg pen penalty pencil penguin penis penknife penny peppercorn perch perennial
    performance performer perimeter period person perspective pessimist pest pet petticoat petunia pew
    phantom pharaoh phase philosopher phone photo photocopier photograph photographer photon phrase
    piano piccolo pickle pickup picnic picture pie piece pig pigeon piglet pigment pigskin pile pilgrim
    pill pillow pillowcase pilot pimple pin pine ping-pong pint pipe pistil pistol piston pit pitch
    pitchfork piton pixie pizza pizzeria placard place plan plane planet plank plant plantation plate
    platform platypus player playmate playoff playwright pledge plot plow plum plumber plunger pocket
    pod podium poem point poke poker pole polecat policeman policy polish politician polymer pomegranate
    pommel pond pony ponytail pool pop populace porch port possibility postcard poster postmaster
    postscript pot potato pouch powder preacher precedent predator predicate preparation preschool
    prescription presentation president price primate primrose princess principal printer priority prism
    prisoner private privet prize problem procedure processor procrastinator product profession
    professional professor program programmer project projectile projector promise promotion prong
    propeller proponent proposal prosecutor prosthesis protestor proton prototype protozoon protractor
    province psychiatrist psychologist psychosis pub publisher puck pudding pullover pulse pumpkin
    punchline pup pupil puppet puppy purchase purpose purse push-pin pushup putter puzzle pygmy python
    quadruped quail qualification quality quandary quantity quarry quart quarter quartet quasar queen
    query question questioner quetzal queue quiver quote rabbit raccoon racehorse racer rack racket
    radiator radio radius rafter rail railway rainbow raincoat raisin rake ranch rancher range rapier
    raptor rash raspberry rat rave raven ravine ray razor reader realm realtor rear reason rebellion
    recall receipt receiver reception receptionist recipe recipient recital recollection record recorder
    recording recount rectangle reduction reed reel reference reflection reflector refrigerator refuge
    refund regatta regicide register rein reincarnation rejection relationship relative repair repayment
    reply report representative reproach reptile reputation requirement researcher reservation resort
    restaurant restroom result resume retina retriever reunion revelation review revolution rhea
    rhinoceros rhododendron rhombus rhyme rhythm rib ribbon riddle ride rifle rim ring risk ritual rival
    river riverbed road roadblock roadrunner roadside roadway roar robber robbery robot rocket rod
    rodent roe role roll rollercoaster roof roofer rook room root rope rose rosebud route router routine
    rover row rowboat royal rug rule ruler ruminant rumor rumour run runway s-shape sabre sachet sack
    sacrament sacrifice sacrilege saddle safari sail sailboat saint sake salad salary sale salesperson
    salmon salon saloon saltshaker samba sampan sanctuary sandal sandbox sandpaper sandwich sapsucker
    sardine sari satchel satellite saucepan sausage save saviour sawdust sax saxophone saxophonist scale
    scalp scalpel scandal scanner scarf scavenger scene schedule scheduler schematic scheme
    schizophrenic scholar scholarship school scientist scone scream screen screw screwdriver script
    sculpture seabed seagull seal seam seamstress seashell seashore season seat seatbelt second secret
    secretary sedative seed seedling seizure selfie seller semester semi-truck seminar sender sensation
    sense sensor sentence sequel series servant server service settee settlement setup sewer shadow
    shaft shaker shamrock shape shark sheath shed sheep sheet shelf shell shield shingle ship shirt
    shiver shock shoe shoelace shop shopkeeper shore shortage shot shotgun shoulder shout shovel show
    shower showroom shredder shrimp shrine shrub shrubbery shuffle sibling sickbed sidewalk sieve sight
    sign signal signature silkworm silo simulation sin singer sir siren sister site situation skate
    skateboard skater skeleton sketch ski skid skier skiff skirt skull skunk skylight skyscraper slander
    slate sleeve sleigh slice slide slipper slope slug slum smile smoker snack snail snake sneeze snore
    snowflake snowman snowplow social socialist society sock socket sofa softball solarium soldier sole
    solicitor solitaire solution solvent son song songwriter soprano sorority soul soundstage source
    souvenir spacecraft spaceship spacewalk spade spank spanner spark spatula speaker spear specialist
    specialty species spectacle spectator spectrum speedboat sphere spice spice-rack spider spigot
    spiral spirit splash splinter spoke sponge spook spool spoon sport sportsman spot spotter spouse
    spout spray sprinkler spur spy square squawk squid squirrel stable stadium staff stag stain
    staircase stairwell stalactite stamp stance standard staphylococcus staple stapler star starship
    start-up statement station statistic statue status steak steakhouse steamer stepladder stereo stern
    stew stewardess sticker stimulant stink stirrup stitch stomach stone stooge stool store storekeeper
    stork storm story storyteller stove strand stranger strap strategy stream street streptococcus
    string stripe stroll stroller structure student studio study stylist submarine substance substrate
    subway suggestion suit suitcase sum summary sunburn sunstroke superhero superhighway superintendent
    supermarket superpower supervisor supper supplier surface surfboard surfer surname surrey suspect
    suspension suture swallow swamp swarm sweater sweeper sweet swift swim swimmer swimsuit swing switch
    sword symbol symphony symptom synagogue synapse system table tablecloth tablespoon tablet taboo taco
    tadpole tail talk tambourine tampon tanager tangent tangerine tangle tango tank tanker tantrum
    target tarmac tarp task taste tavern tax taxi teacher team teapot tearoom teaspoon technician
    telegraph telemarketer telephone telescope temperature temple tenant tenor tent terminal terminator
    test tester text textbook textile theater theatre theory therapist thermometer thesaurus thief
    thighbone thing thong thorn thrasher thrill thruway thumb thumbtack thunderstorm tibia ticket
    tie-dye tiger timber timer tine tip tire tit titan tithe title toad toaster toe toenail toilet token
    tomahawk tomato tombstone toner tongue tonic tool toolbox tooth toothache toothbrush toothpick topic
    torch tornado torso tortilla tortoise toucan touchdown tour tourist tournament tourniquet towel town
    toy tractor trader tragedy trail trailer trainer trait traitor tram trampoline trance transaction
    transmission transporter traveler traveller tray treadmill treasure treatment tree tress trial
    triangle tribe tribunal tribute trip trolley trombone troop trophy tropic trout truck truffle trump
    trumpet trunk tsunami tub tuba tube tulip tumor tuna tune tuner tunnel turkey turnpike turtle tusk
    tutor tutorial tux tuxedo twilight twirl twister type typewriter typhoon typo ulcer ultraviolet
    umbrella uncle undergarment undertaker unicycle uniform union unit university unknown upbeat urethra
    urge urinal urn usher utensil uterus utility utopia vacation vaccination vacuum-cleaner vagina
    valley valuable van varnish vase vat vault vegetable vehicle veil vein venom verdict version
    vertebrate vessel vet vibration video view viewer viewpoint village vine vineyard vintner viola
    violin virgin virtue virus visa vise visit visitor vitamin voice volcano volley voltage volume vow
    voyager vulture waffle wagon waist waiter waitress walker walkway wall wallet walrus wand wardrobe
    warehouse warplane warranty washcloth washer washroom watercolor waterfall watermelon waterproof
    watt wavelength waxwing way weapon weasel webcam webpage website wedding week weekday welcome welder
    werewolf whale wheel wheelchair whippet whisker whole wholesaler wick width wife wig windmill window
    windowsill winery wing winner wire witness wolf woman womb wombat woodwind woofer word workbench
    workday worker workload workout workplace workshop worm worshiper wound wrapper wren wrench wrestler
    wrinkle wrist wristwatch writer yacht yard year yen yes yew yolk zero zipper zodiac zombie zoo
    zucchini
    """.split()
)

# A bare one could be a verb or an adjective, or would have `the` as well as `a`, or neither: nobody can tell
# what `meet`, `cold` or `judgement` was before its sentence was taken apart.
UNCERTAIN = frozenset(
    """
    abstract abuse ache act addition adjective adventure afternoon ail aim alert answer appeal approach
    arm army array arrest ask assign atmosphere attempt attract authority autumn awe back backup bait
    balance balk band bark batch bathe bear beat beginning best bet bid bind biosphere blow boast bore
    bottom bound brave breathe breed brew brush build burn burst buy capital care case cast catch center
    challenge change check choke circuit circular claim class clean clear climb clog close coast cold
    collect collectible college comfort compound concentrate concern conduct congress conservative
    construct contest control convert cosmos count countryside course cover crack credit cross crowd
    crown cry cure current cut dare dark day dead deal delay demand depress depth die diffuse digestive
    direct discard discount divide dot doubt downtown drain draw dress drop earth ease east edge effect
    end environment equal evening excess excuse exit extreme faint fall fame fare fast feel fidget fine
    finish fit fix flame flap fling flip flush freeze front frost frown future gag gamble gape gay give
    go good green grind groan grow growl guess half harm haunt head heaven hell high hint hire hit hock
    howl hurt id ideal ill impact incompetent inebriate input inside instance instant internet intrinsic
    invalid issue jerk jersey joint label lack last law lean leave left left-wing level lodge look love
    lower major malfunction mall match mean meet merit middle military moan monitor moo moon moral
    morning mortal muscat nature navy need negative net night north northeast northwest note noun ocean
    offensive open order original outlaw outside pad pan panic parody parry pass past pay peel
    perishable perm pinch plague play plug plumb police positive post pound premise present press prey
    primitive prison public pull push quit race raise reach read reject remark rent rest retain retire
    return right right-wing rise roast safe saw scratch scrunch sea seaside self sell set share sharp
    shave shear short shred shrink side simple sink sky slick smart smell snap sneak soak solid sort
    sound south southeast southwest special spell spill spin split spread spree spring springboard
    squash squeeze stall stand start state steam steep stem step stick still sting stock stomp stop
    strain stretch strike strip stroke struggle style subject suck summer sun sunrise sunset sup support
    surge surprise sweep swell swirl tack take tap tear tell term think throw tick tie toll top total
    touch tow trace track trade train trap tread treat tremble tremor trick trigger trim trouble try
    turn twist underground universe upgrade upset use utter vacuum verb vertical visual vocal vote wade
    wait wake walk wane want ward warm wash waste watch wave wear weather weed weigh weld west whirl
    whistle wild will win wind wink winter wipe wish wonder work world wrap wreck yawn yell yield
    """.split()
)
