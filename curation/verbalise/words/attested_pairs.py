"""Compounds that English has, of those in lemmatised sources: a first word, then those that follow it.

Two nouns next to each other may be one thing (`fire engine`), or the remains of a clause that lost its
endings
(`door close`). These pairs of words, or the second in the plural, are frequent in English: in Google Books
Ngrams (2012, as in SymSpell's list of pairs) or in encyclopaedic text.
"""

from __future__ import annotations

_PAIRS = """
    abortion clinic; abstract concept; academy award; access memory; account book; action figure movie
    movies; address book label list; adrenaline rush; advertising agency; age person; ai software; aid
    kit; air bag balloon balloons blow bubble circulation conditioner force market plane pollution
    pressure pump temperature ticket traffic transportation travel; aircraft carrier; airline ticket
    travel; airplane seat; airport terminal; alarm bell clock; alcohol beverage may; aluminum can foil;
    amusement park ride; angler fish; anxiety disorder; apartment building complex; apple cider harvest
    juice mouse orchard pie seed tree will; application form; appropriate attire; arch rival; area network
    rug; argon gas; arm muscle; art class critic form gallery history lover may museum show studio supply
    work; artist concept; asthma attack; audience member watch; auto accident part; automobile accident
    industry; average age amount penis person; award medal; baby bottle cat cry food girl will; bachelor
    degree; background knowledge; badminton player; baggage carousel; ball game games park player;
    ballpoint pen; ballroom dance; banana bread peel; band aid; bank account loan; barbecue meal
    restaurant; bare foot; barley tea; barrier reef; base form pair; baseball bat cap cards field game
    games hat park player stadium team ticket; basket ball; basketball court game games hoop play player
    team; bass clarinet drum guitar player; bath room shower towel tub; battery charger; battle plan; bay
    aquarium area county window; beach bag ball front sand; beacon hill; bean bag paste; beanie baby; bear
    fruit; beauty product salon; bed cover linen sheet; beer bottle keg mug; belief system; belly button;
    benefit package; best car form friend friends game interest man place player poker policy product
    score seller serve solution sport thing time; bicycle seat tire tour wheel; bid price; bighorn sheep;
    bike ride rider; bill gate; bird cage nest poop species watcher; birth control defect; birthday cake
    party present presents; black bear cat coffee color dress eye hair hole ice man market men pen people
    tea; blade runner; blanket pillow; blind date person; blood bank cell flow loss orange pressure
    vessel; bloody nose; blue color eye flag jay ribbon sky star yellow; board game games may; boat race
    ride; body ache energy function hair heat language odor part shape slump structure system temperature
    train; bone marrow; book cover form may store trip; boot camp; bottle beer break cap opener wine; bow
    tie; box office; boy scout; brain activity cell damage freeze injury; brake pad pedal system; brand
    name; brass band; bread basket crumb crumbs dough; breast cancer feed implant; brick wall; bridge
    design; brown bear hair skin; browser windows; bubble bath gum; bug spray; building material site;
    bull trout; bullet proof; bulletin board; burger king; burglar alarm; bus company driver fare pass
    route schedule shelter station stop system terminal ticket; business card cards class communication
    community customers function interest license man meeting name person plan tactic trip; busy day week;
    butcher shop; cab driver; cable car television; cake mix; calcium carbonate; calendar year; camp
    supply; campaign contribution finance; cancer cell patient; candy store; capitol building dome; car
    accident buyer chase crash dealership design door driver engine insurance key loan manufacturer model
    owner park race radio repair ride salesman seat show stereo tire wash will windows; carbohydrate
    content; carbon dioxide; carbonate wine; card company debt deck game games slot; cardboard box; career
    information; cargo hold; carriage house; cartoon character; cash register; cassette player tape; cat
    box food hair may scratch toys; category theory; cathode ray; ceiling fan; cell carcinoma membrane
    nucleus phone; center stage; chain reaction restaurant; champagne bottle; champion team; character
    flaw; cheddar cheese; chemistry lab; chess board game games pawn piece player set; chest pain; chewing
    tobacco; chicken breast broth egg pox soup; chili pepper; chilli con; church service street; cigarette
    butt smoke; circuit board; citrus fruit; city center centre college hall life music park shopping
    skyline street; class room; clean air appearance hand house water; clear day glass ideas picture;
    climate change; clock radio; close friends proximity relationship relative; clothing store; club
    membership; coast guard; coaster ride; cocktail party recipe; cocoa bean; coffee bean cup filter house
    maker mug pot shop table; collector item items; college basketball campus class course degree
    education kid level student students; color black green hair pencil red; comb hair; combat operation;
    combustion engine; comedy club group show; communication device equipment skill system tool; community
    resource; compact disc; company information name policy; comparison shop; compass needle; complete
    circuit homework project; complex carbohydrate device molecule organ process situation structure
    topic; compost bin pile; compound word; computer application chip consultant data disk file files game
    games graphic humans industry lab language malfunction manufacturer memory monitor mouse network
    program programmer room science scientist skills software store system task technology user virus
    vision will work; concept car; concert hall theater ticket venue; construction crew material paper
    project site worker workers; consumer debt; container store; contract term; control anger pill room
    unit; convenience food store; convention center; cookie jar sheet; cool air stuff thing things water;
    copyright infringement; cork stopper; corner shop; costume party; cottage cheese; cotton candy fabric
    state; cough medicine syrup; counterfeit money; county commissioner courthouse fair; course credit
    material requirement; court case decision house system; courtroom trial; courtship ritual; cow
    diseases; cowboy boot; cream cheese cone; credit card cards check limit line union; crime scene;
    crossword puzzle; crown jewel; cruise line liner ship; crystal ball; cue ball; curve ball; customer
    order service services; cutting board edge tool; dairy farm product; data communication entry input
    loss packet storage; database management; date stamp; day life; death penalty row squad; debit card;
    department store; deposit box; depth charge; desert island; design software; desk drawer lamp;
    development company; dial phone telephone tone; diamond ring shape; diet coke food; dime store; dinner
    drink party plate table; direct train; dirt road; dirty air dish hand water words work; discussion
    group; disease prevention; disk drive; doctor appointment question; document may type; dog bite breed
    collar ear feces food hair house kennel owner poop pound show teeth toy treat will; doll house; dollar
    bill sign store; door hinge knob lock opener; doorbell ring; doughnut shape shop; dress shoes;
    dressing room; drill hole; driver license; drug addict dealer problem store user; drum kit set; dry
    air apple grape hair; duct tape; dust bunny cloud mite; duvet cover; ear drum infection plug; earl
    grey; earth day orbit; east river side; education system; election day; electron microscope; element
    number; emergency brake care kit number room vehicle; employment opportunity; empty room; enemy line
    soldiers; energy crisis source supply system usage; engagement ring; engine oil; entertainment event
    purpose system; entrance examination hall; equal opportunity right side treatment; equipment store;
    erect penis; espresso machine; estate agent sale; eucalyptus leave; event type will; exam question;
    excess calorie exposure fat; exercise daily equipment machine room; exhaust pipe; exit ramp;
    expiration date; express lane; extension cable; eye color contact coordination cream dog movement
    protection shadow strain surgery; face turn; factory worker; fairy tale; family activity car dog event
    group heirloom history house life member name photo photographs relationship reunion room time
    violence; fancy car restaurant; fantasy world; farm animal equipment; fashion show statement; fast
    boat car food lane pace runner; fat lady tire woman; father mother; fax machine; feature film;
    feedback algorithm; fiction movie; field hockey; fifth grade planet; fighter aircraft; filing cabinet;
    film director star studio; finance reform; fine art food grain print restaurant wine; finger nail; fir
    tree; fire alarm department engine extinguisher fighter safety station truck wood; fish market product
    tank; fitness center level; flame retardant; flavor food; flight attendant computer; floor apartment
    mat plan; florist shop; flotation device; flower arrangement garden girl may pot; fluoride toothpaste;
    folding chair; following mother; food can chain cook court group item items market preparation
    production restaurant shelter shortage source storage store vendor water; foot high tap; football club
    coach field game games pass player stadium team; forest fire; fortune cookie; foster home; fountain
    pen; fourth book day planet; fraternity house; free country expression food hand speech stuff ticket
    time; freight train; frequency sound; front desk door end garden pocket porch property room yard;
    fruit basket fly juice peel punch salad taste tree; fuel pump tank; full belly bloom circle house moon
    size stomach; funeral director home pyre; fur coat seal; furniture store; game board box boy console
    cube developer piece play player room show; garage door sale; garbage can disposal; garden center hose
    tool; garter belt snake; gas burner line mileage planet price station stove tank; gem stone; gender
    male role; gestation period; gift box shop; ginger root; girl friend; glass bottle bowl case pane roof
    will window; glove box; gold fish medal; golf bag ball cart club course equipment game tournament;
    government agency building job office official policy; grad school student; grade school student;
    graduation ceremony certificate picture; grain rice; granny smith; grant park; grape fruit juice vine;
    grass stain; gray hair wolf; green apple bean beer colour eye grass house leaves mountain pepper red
    right sea tea tree vegetable yellow; greenhouse effect gas; grey hair; grill food; grinding coffee
    grain; grocery list shop store; ground beef floor; group effort member must operation study; growth
    area; guest list speaker; guinea pig; guitar lesson music string; gulf coast; gum disease diseases;
    gypsy moth; habitat loss; hair color conditioner cut dresser dye follicle length look red salon short
    style; hairdressing salon; hamster wheel; hand eye gesture movement pump smoke tool; hardware store;
    hardwood floor; harvest grape time; head injury north south; health care club coverage department food
    insurance problem spa system; hearing aid loss; heart attack beat burn disease diseases health muscle
    rate; heating pad; helium balloon; hello world; hen house; highway system; history book; hockey game
    player puck team; holiday season; hollow bone; home buyer computer cook decor depot economics
    improvement movies office plate run team value; homework assignment; honey water; horror film movie
    movies; horse breed cock farm hoof penis race; horseshoe shape; hospital patient; hot air bath chick
    chocolate coffee day dog drink girl meal men rod room sauce spring summer sun tap tub water weather;
    hotel guest reservation room; house cat fire hold office pet smell warm; household item items name;
    hunger strike; hydrogen atom; hyperactivity disorder; ice ball cap cream crystal cube hockey machine
    pack rink sheet storm tea; id card; identification cards; ignition source; image data; impact crater;
    inch thick; index card cards; information source storage technology transfer; initial phase; ink
    cartridge; input device; instruction manual; insurance information; interest rate; interface design;
    internet access cafe connection explorer user will; investment practice property; iron core ore; issue
    date; ivory coast; jail time; jazz band music; jet airliner fuel lag; jigsaw puzzle; job interview;
    jug full; juice drink taste; junk food mail; justice system; kelp forest; key chain development
    generator part point west will words; kidney stone; king county; kitchen cabinet counter floor sink
    table utensil; knee bend injury; knowledge base; lab coat; labor dispute; laboratory experiment; lack
    motivation; lactose intolerant; lake city shore; landing gear; language barrier may skills; laptop
    computer; laser printer surgery; latex glove; launch complex pad; laundry room; law book enforcement
    library office practice school; lawn mower; leadership skills; leaf clover; learning disability tools;
    leather glove seat; lecture hall; leg cramp muscle muscles; leisure activities activity time; lemon
    juice peel; leopard cat; letter must word writing; level structure; liberty bell; library card;
    license plate term; life cycle form preserver size span time; lifestyle change choice; light beer body
    brown bulb color conversation energy level meal object ray shade source switch touch weight; lighting
    fixture; lightning bolt fast; line number; lion king; lip balm gloss reading; liquor cabinet shop
    store; liter bottle; litter box; live music; liver damage; loading dock; loan payment; locker room;
    loggerhead sea; logic may; long arm distance drive hair history journey leg life lifespan line nap
    neck period queue range term time tongue wait weekend; loose items weight; lot better; lottery ticket;
    low crime earth frequency gravity key light mortgage note pay point population price rate temperature
    threshold tide value voice wage; luggage rack; lunch break hour; lung cancer capacity diseases; luxury
    car option; machine gun part; macintosh computer; magazine article cover; maid service; major cause
    city constituent issue sport tourist world; mammal family; man will; management system; map show;
    marble floor; market crash place products; marriage proposal; martini glass; mass media transit;
    master bedroom card control; math calculation class problem skill skills teacher; maturity date;
    measurement system; meat market product; media attention coverage; medicine bottle cabinet; meeting
    place; membership cards; memory chip; metal can detector frame pipe rock; methane gas; metro area
    station; microwave oven; middle age class finger school; mile high; milk bottle cow; mind control;
    mirror image; mock battle; monarch butterfly; money fast; monk seal; moon dust rock; morning cartoon
    coffee; mortgage rate; motel room; mother day should; motion picture sickness; motor oil skills
    vehicle; mountain air bike climb climber dew goat lion meadow peak range salamander stream valley;
    mouse pad; mouth cancer taste; movie film genre house industry picture screen star studio theater
    theatre ticket; mule deer; muscle ache cramp growth mass pain sores strength tissue tone; museum
    quality; music band class concert festival hall lesson orchestra performer play player production shop
    sound store style video; nail polish; name tag; narrow neck; nature instruction may trail; navigation
    system; navy blue fleet; neck bone; negative charge; network card device; neutron star; news event
    story; nick name; night club light shift sky vision; notebook computer; number pad theory; oak park;
    object will; ocean beach floor surface water; office building cubicle equipment furniture space supply
    work worker workers; oil paint refinery rig; open mind ocean source space window; opera glass house
    singer; orchestra pit; oxygen atom; ozone layer; pale yellow; palm pilot tree; panty hose; paper
    airplane boat clip cut doe may money page product towel work; par value; paradigm shift; parallel
    line; paring knife; part way; party guest horn host; passenger compartment plane seat train; pasta
    dish; patio door furniture; patrol craft; pattern baldness; pawn storm; peace officer sign treaty;
    peanut butter; pear tree; pearl necklace; pecan pie; peep hole; peer pressure; pen name; pencil
    eraser; people can laugh look move play problem skills talk; percussion instrument; perfect vision;
    performance time; person clap laugh life must place shooter will; pest control; petrol station;
    philosophy department; photo album; picket line; pickle relish; picnic lunch table; picture book film
    frame; pie crust; pigment chlorophyll; pilot license; pine forest tree; pineapple juice; ping pong;
    pink flower; pipe tobacco; pirate ship; pit bull; pizza place; place name order; plane crash ticket;
    planet earth; plant flowers garden leaves life respiration seed; plasma membrane television; plate
    tectonics; player game must; playground equipment; pleasure garden; plum tree; plunge pool; pocket
    watch watches; poison hemlock ivy; poker chip hand player table; police car department force man men
    officer station uniform; pollution problem; pool cue party table; pop concert culture music singer
    star; population density increase; postage stamp; pot luck; potato salad; power button line outage
    plant plants source; prairie dog; prayer book; precise measurement; prescription drug; present home;
    pressure chamber cooker; price reduction tag; prime time; prison uniform; problem domain set;
    processing data information; product code label; propane gas; property line; prostate cancer; protein
    food; pumpkin pie; punctuation mark; puppy dog; puzzle piece; quality ingredients picture work; quartz
    movement; quiet place room space time; quill pen; raccoon dog; radar detector; radio city frequency
    program signal station wave; railroad car track; railway station; rain cloud fall forest water;
    rainbow flag; range weapons; rap music; rat race; rate increase; ray tube; reaction time; rear end;
    reception area desk; record information store; recording studio; reference book guide material; rental
    income; resale value; resistance will; resort area hotel town; restaurant table; retail sale store;
    reverse image; rib cage; rice cake field grain plant; right angle answer ear gift hand key leg line
    question temperature things words; ring binder road; river bed delta water; road condition runner sign
    trip; robin hood; rock band concert face movement music paper star; rocket scientists; roller coaster
    skate; romance language novel; room full furniture service table temperature; root vegetable
    vegetables; rope bridge burn end; rose garden petal plant; rough draft edge game games surface
    terrain; roulette wheel; round face object table trip; rubber ball band glove stamp stamps; rubbing
    alcohol; running shoe shoes water; saddle horse; safe deposit place sex way; safety belt equipment
    reason risk; salad bowl; salt content lake marsh water; sand dune; scale model; schedule appointment;
    school activities administrator book bus buses child children classroom district gymnasium house
    office student students subject supply system uniform work year; science class fiction; scrap paper;
    screen will; scuba dive diver; sea anemone creature cucumber floor food level life lion otter turtle
    water; seafood restaurant; seat belt cover; second chair chance cousin floor hand month; secure
    environment; security camera device guard issue number personnel; self adhesive awareness confidence
    control defense doubt esteem expression improvement love; seller list; series star; service agent hour
    industry station; set time; sewage treatment; sewer line; sex life organ shop toy; shallow water;
    shape size; shark tank; sheep cheese; sheet metal music; shell structure; shoe store; shooting range
    star; shopping bag basket cart center district list mall; shore line; short circuit day description
    distance hair life name order pant skirt term time trip work; shoulder bag restraint; shower curtain
    drain head; side ache dish effect house walk; silicon dioxide valley; silk fabric; singer songwriter;
    single family man nation object person serve unit; skier ski; skill development; skin cancer; sky
    blue; slang name term; slave owner; slot machine; slow food growth motion pace; smith apple; smooth
    skin surface; snack shop; snail shell; snare drum; snow cone cover leopard melt storm; soap opera;
    soccer ball field game mom player shoe team; soda bottle can pop water; sofa bed; software company
    developer development program; soil erosion; sole proprietorship; song writer; sound level quality
    source studio system wave; sour cream taste; source code; south east pole wale; souvenir shop; soy
    sauce; space capsule craft debris exploration flight heater needle probe rocket shuttle station suit
    travel vehicle; spaghetti sauce; spare change time tire; speed car internet limit; spelling mistake;
    sperm whale; spider web; spiral shape; split wood; sport team; spring break; square dance footage inch
    root shape; stable income orbit; staff member; stage fright production show; star chart trek war;
    state bird capitol case fact flag government highway park physic politics president song street
    trooper university; station wagon; status symbol; steak house; steam engine locomotive room; steel
    frame wool; steep hill slope; sterilization technique; stock car market; stomach ache acid pain upset;
    stone age; storage area device media room; story book end time; straw bale; stray dog; street corner
    light market sign; stress disorder relief; string instrument quartet tie; strip club mall; student
    union; subway car fare services station stop system train tunnel; sugar water; suicide attack; sum
    total; summer break day holiday weather; sun exposure light rise set; supply store; surface area
    tension; sushi restaurant; suspension bridge; swimming pool skills suit; symphony hall orchestra;
    system will; table leg set tennis; taco bell; tail feather; tar pit; target practice; tax collector
    form refund; taxi cab driver; tea candle leaves party; teacher question; teaching tools; team game
    sport win; tear duct gas; technology change company; tee time; telephone booth call directory line
    network number pole receiver; television channel comedy commercial documentary network picture program
    screen set show station studio; temperature record; tennis ball court match player racket racquet shoe
    shoes; tense situation; term debt health paper; terrorist attack organization; theater box company
    district ticket; theme park; thigh muscles; thin air; thing person safe; thrift store; thrill ride;
    ticket agency booth counter office price sale window; tiger salamander wood; tile floor; time clock
    events lapse limit pass piece travel waste will zone; tobacco industry product smoke; toilet humor
    paper seat tissue; toll road; toner cartridge; tool box kit; tooth ache check decay; top floor shelf
    story surface; tornado alley damage; tortoise shell; torture device; tour bus; tourist attraction
    magnet site; tow truck; town center centre hall house; toy box dog soldier store; trace amount; track
    record; traffic accident artery congestion control controller jam light pattern rules signal ticket
    violation; transit card; transportation infrastructure; trash can; treasure chest; treatment plant;
    tree branch farm frog leaves sap trunk; triple crown; true believer friendship identity love nature
    statement; tummy ache; tunnel syndrome; turtle shell; twin city peak; union leader member square
    street; unit volume; university student; upset stomach; user interface; utility truck; ventilation
    system; venture capitalist; victory sign; video camera card cassette clip game games screen store tape
    will; visa card; vision problem; volume control; wage war; wall calendar; war criminal game games
    machine museum zone; warm bath blood climate ocean place water weather; warning sign; wash dish;
    washing machine; waste material product time water; water bill bottle buffalo consumption cool cooler
    dog droplet filter fish fountain glass heater ice lake lawn level lily mark molecule pollution polo
    rapid resistant ski snake sport surface temperature vapor vapour; way first trip; weather map pattern
    report; web browser page site; wedding cake ceremony day dress gown photographer reception ring;
    weight gain limit; wet pant rock work; whale shark; wheat flour rice; white blood bread chick coat
    dress dwarf gold guy hair horse light meat men noise people person photography rice river sail water
    wine; wicker basket furniture; wiener dog; wildlife refuge; wind blow direction instrument power
    speed; window sill; wine bottle cellar glass list rack; wing aircraft; winter break night solstice
    sport storm vacation weather; wise man; witch hunt; woman may; wood furniture metal panel product
    pulp; word process processor; working class condition day; workplace school; world champion country
    cup grain heritage map news peace power record records religion resource show wide; wright brother;
    wrist watch; writing letters paper skills; wrong answer hand key number people person way; year
    anniversary; yellow blue bus cards fever page rose; zip code; zone south
"""
ATTESTED_PAIRS = frozenset(
    (group.split()[0], following) for group in _PAIRS.split(";") for following in group.split()[1:]
)
