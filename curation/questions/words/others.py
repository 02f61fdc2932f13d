"""Wordings of relations of events, species, substances, units, constellations and the like (see
`curation/questions/wordings.py` for the format).
"""

TABLE = """
conflict-place
- Where did {s} take place?
- Where was {s} fought?
launch-date
- When was {s} launched?
- On what date was {s} launched?
- When did {s} lift off?
= {s} was launched {on v}
? Was {s} launched {on v}?
launch-site
- From where was {s} launched?
- What was the launch site of {s}?
= {s} was launched from {v}
? Was {s} launched from {v}?
launch-rocket
- Which rocket launched {s}?
- On which rocket was {s} launched?
= {s} was launched on a {v}
? Was {s} launched on a {v}?
landing-date
- When did {s} return to Earth?
- On what date did {s} land back on Earth?
= {s} returned to Earth {on v}
? Did {s} return to Earth {on v}?
landing-site
- Where did {s} land on its return to Earth?
- Where did {s} splash down?
= {s} splashed down in the {v}
? Did {s} splash down in the {v}?
mission-duration
- How long did {s} last?
- What was the duration of {s}?
= {s} lasted {v}
? Did {s} last {v}?
crew-size
- How many crew members did {s} have?
- How many astronauts were on board {s}?
= {s} had a crew of {v}
? Did {s} have a crew of {v}?
crew
- Who was the crew of {s}?
+ Who was on board {s}?
+ Who were the crew members of {s}?
+ Name the astronauts of {s}.
= {v} was a crew member of {s}
? Was {v} a crew member of {s}?
operator
- Which organization operated {s}?
- Which space agency carried out {s}?
= {s} was operated by {v}
? Was {s} operated by {v}?
recovery-ship
- Which ship recovered {s}?
- By which ship was {s} recovered?
= {s} was recovered by the {v}
? Was {s} recovered by the {v}?
previous-mission
- Which mission came directly before {s}?
- What was the mission before {s}?
= the mission before {s} was {v}
? Was {v} the mission before {s}?
next-mission
- Which mission came directly after {s}?
- What was the mission after {s}?
= the mission after {s} was {v}
? Was {v} the mission after {s}?
programme
- Which program was {s} part of?
- To which space program did {s} belong?
= {s} was part of the {v}
? Was {s} part of the {v}?
conservation-status
- What is the conservation status of {s}?
- How does the IUCN classify the conservation status of {s}?
= the conservation status of {s} is {v}
? Is the conservation status of {s} {v}?
genus
- To which genus {does} {s} belong?
- What genus {is} {s} in?
= {s} {belongs} to the genus {v}
? {Does} {s} belong to the genus {v}?
family
- To which family {does} {s} belong?
- What family {is} {s} in?
= {s} {belongs} to the family {v}
? {Does} {s} belong to the family {v}?
order
- To which order {does} {s} belong?
= {s} {belongs} to the order {v}
? {Does} {s} belong to the order {v}?
type-genus
- What is the type genus of {s}?
- Which genus is the type genus of {s}?
= the type genus of {s} is {v}
? Is {v} the type genus of {s}?
scientific-name
- What is the scientific name of {s}?
- By what scientific name {is} {s} known?
= the scientific name of {s} is {v}
? Is {v} the scientific name of {s}?
atomic-number
- What is the atomic number of {s}?
= the atomic number of {s} is {v}
? Is the atomic number of {s} {v}?
element-symbol
- What is the chemical symbol of {s}?
= the chemical symbol of {s} is {v}
? Is {v} the chemical symbol of {s}?
formula
- What is the chemical formula of {s}?
- Which chemical formula does {s} have?
= the chemical formula of {s} is {v}
? Is {v} the chemical formula of {s}?
melting-point
- What is the melting point of {s}?
- At what temperature does {s} melt?
= {s} melts at {v}
? Does {s} melt at {v}?
boiling-point
- What is the boiling point of {s}?
- At what temperature does {s} boil?
= {s} boils at {v}
? Does {s} boil at {v}?
unit-of
- What physical quantity is measured in {p}?
- Of which quantity is {s} the unit?
= {s} is the unit of {l v}
? Is {s} the unit of {l v}?
unit-symbol
- What is the symbol of {s}?
- Which symbol stands for {s}?
= the symbol of {s} is {v}
? Is {v} the symbol of {s}?
named-after
- Who is {s} named after?
- After whom is {s} named?
= {s} is named after {v}
? Is {s} named after {v}?
brightest-star
- What is the brightest star in {s}?
- Which star is the brightest in {s}?
= the brightest star in {s} is {v}
? Is {v} the brightest star in {s}?
nearest-star
- What is the nearest star in {s}?
- Which star in {s} is nearest to us?
= the nearest star in {s} is {v}
? Is {v} the nearest star in {s}?
constellation-area
- How large is {s} in square degrees?
- What area of the sky does {s} cover?
= {s} covers {v}
? Does {s} cover {v}?
constellation-rank
- Where does {s} rank among the constellations by size?
- What rank does {s} have by area?
= {s} ranks {v} by area
? Does {s} rank {v} by area?
bordering
+ Which constellations border {s}?
+ Name the constellations that border {s}.
= {v} borders {s}
? Does {v} border {s}?
meteor-showers
+ Which meteor showers are associated with {s}?
+ Name the meteor showers of {s}.
messier-objects
- How many Messier objects are there in {s}?
- How many Messier objects does {s} contain?
best-month
- In which month is {s} best visible?
- When is {s} best visible?
= {s} is best visible in {v}
? Is {s} best visible in {v}?
constellation-symbol
- What does {s} represent?
- What is the symbolism of {s}?
= {s} represents {v}
? Does {s} represent {v}?
proto-language
- What is the reconstructed ancestor of {s} called?
- What is the name of the proto-language of {s}?
presenter
- Which organization presents {s}?
- Who presents {s}?
= {s} {is} presented by the {v}
? {Is} {s} presented by the {v}?
award-country
- In which country {is} {s} presented?
= {s} {is} presented {in v}
? {Is} {s} presented {in v}?
first-awarded
- When {was} {s} first presented?
- When {was} {s} first awarded?
= {s} {was} first presented {on v}
? {Was} {s} first presented {on v}?
creator
- Who created {s}?
- Who is the founder of {s}?
+ Who created {s}?
= {s} was created by {v}
? Was {s} created by {v}?
origin-country
- In which country did {s} originate?
- Where does {s} come from?
= {s} comes from {v}
? Does {s} come from {v}?
date-nominated
- When was {s} nominated to the Supreme Court?
= {s} was nominated to the Supreme Court {on v}
? Was {s} nominated to the Supreme Court {on v}?
date-appointed
- When was {s} appointed to the Supreme Court?
= {s} was appointed to the Supreme Court {on v}
? Was {s} appointed to the Supreme Court {on v}?
"""
