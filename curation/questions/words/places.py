"""Wordings of relations of places (see `curation/questions/wordings.py` for the format)."""

TABLE = """
capital
- What is the capital of {s}?
- Which city is the capital of {s}?
- Name the capital of {s}.
= the capital of {s} is {v}
? Is {v} the capital of {s}?
county-seat
- What is the county seat of {s}?
- Which place is the seat of {s}?
= the county seat of {s} is {v}
? Is {v} the county seat of {s}?
largest-city
- What is the largest city in {s}?
- Which city in {s} is the largest?
= the largest city in {s} is {v}
? Is {v} the largest city in {s}?
largest-county
- What is the largest county in {s}?
- Which county of {s} is the largest?
= the largest county in {s} is {v}
? Is {v} the largest county in {s}?
official-languages
- What is the official language of {s}?
- Which language is official in {s}?
+ What are the official languages of {s}?
+ Which languages are official in {s}?
+ Name the official languages of {s}.
= {v} is an official language of {s}
? Is {v} an official language of {s}?
currency
- What is the currency of {s}?
- What currency is used in {s}?
- Which currency does {s} use?
= the currency of {s} is the {v}
? Is the {v} the currency of {s}?
anthem
- What is the anthem of {s}?
- What is the name of {s's} anthem?
= the anthem of {s} is "{v}"
? Is "{v}" the anthem of {s}?
motto
- What is the motto of {s}?
- What is {s's} motto?
= the motto of {s} is "{v}"
? Is "{v}" the motto of {s}?
demonym
- What is a person from {s} called?
- What is the demonym for people from {s}?
+ What are people from {s} called?
+ Which demonyms are used for people from {s}?
= a person from {s} is called {a v}
government-type
- What type of government does {s} have?
- What is the form of government of {s}?
- How is {s} governed?
= {s} is {a v}
? Is {s} {a v}?
legislature
- What is the legislature of {s} called?
- What is the name of {s's} legislature?
= the legislature of {s} is called the {v}
upper-house
- What is the upper house of {s's} legislature called?
- What is the name of the upper house of {s's} parliament?
= the upper house of {s's} legislature is the {v}
lower-house
- What is the lower house of {s's} legislature called?
- What is the name of the lower house of {s's} parliament?
= the lower house of {s's} legislature is the {v}
president
- Who is the president of {s}?
- What is the name of {s's} president?
= the president of {s} is {v}
? Is {v} the president of {s}?
prime-minister
- Who is the prime minister of {s}?
- What is the name of {s's} prime minister?
= the prime minister of {s} is {v}
? Is {v} the prime minister of {s}?
vice-president
- Who is the vice president of {s}?
- What is the name of {s's} vice president?
= the vice president of {s} is {v}
? Is {v} the vice president of {s}?
governor
- Who is the governor of {s}?
- What is the name of {s's} governor?
= the governor of {s} is {v}
? Is {v} the governor of {s}?
lieutenant-governor
- Who is the lieutenant governor of {s}?
= the lieutenant governor of {s} is {v}
? Is {v} the lieutenant governor of {s}?
premier
- Who is the premier of {s}?
- What is the name of {s's} premier?
= the premier of {s} is {v}
? Is {v} the premier of {s}?
mayor
- Who is the mayor of {s}?
- What is the name of {s's} mayor?
= the mayor of {s} is {v}
? Is {v} the mayor of {s}?
monarch
- Who is the monarch of {s}?
- Who is the head of state of {s}?
= the monarch of {s} is {v}
? Is {v} the monarch of {s}?
chief-justice
- Who is the chief justice of {s}?
= the chief justice of {s} is {v}
? Is {v} the chief justice of {s}?
senators
+ Who are the United States senators from {s}?
+ Which senators represent {s} in the United States Senate?
= {v} is a senator from {s}
? Is {v} a senator from {s}?
population
- What was the population of {s}{when}?
- How many people lived in {s}{when}?
- How many inhabitants did {s} have{when}?
= {s} had a population of {v}{when}
? Did {s} have a population of {v}{when}?
population-density
- What is the population density of {s}?
- How densely populated is {s}?
- How many people per square kilometre live in {s}?
= the population density of {s} is {v}
? Is the population density of {s} {v}?
area
- What is the area of {s}?
- How large is {s}?
- What is the total area of {s}?
= {s} has an area of {v}
? Does {s} have an area of {v}?
land-area
- What is the land area of {s}?
- How much of the area of {s} is land?
= the land area of {s} is {v}
? Is the land area of {s} {v}?
water-area
- What is the water area of {s}?
- How much of the area of {s} is water?
= the water area of {s} is {v}
? Is the water area of {s} {v}?
water-share
- What percentage of {s's} area is water?
- How much of {s's} area is water, in percent?
= {v} of {s's} area is water
? Is {v} of {s's} area water?
elevation
- What is the elevation of {s}?
- How high above sea level is {s}?
- At what elevation is {s}?
= the elevation of {s} is {v}
? Is the elevation of {s} {v}?
highest-point
- What is the highest point in {s}?
- Where is the highest point of {s}?
= the highest point in {s} is {v}
? Is {v} the highest point in {s}?
highest-elevation
- How high is the highest point in {s}?
- What is the elevation of the highest point in {s}?
= the highest point in {s} is {v} high
? Is the highest point in {s} {v} high?
length
- How long is {s} from end to end?
- What is the length of {s}?
= {s} is {v} long
? Is {s} {v} long?
width
- How wide is {s}?
- What is the width of {s}?
= {s} is {v} wide
? Is {s} {v} wide?
average-depth
- What is the average depth of {s}?
- How deep is {s} on average?
= the average depth of {s} is {v}
? Is the average depth of {s} {v}?
volume
- What is the volume of {s}?
- How much water does {s} hold?
= the volume of {s} is {v}
? Is the volume of {s} {v}?
gdp-nominal
- What was the nominal GDP of {s}{when}?
- How large was {s's} nominal gross domestic product{when}?
= the nominal GDP of {s} was {v}{when}
? Was the nominal GDP of {s} {v}{when}?
gdp-ppp
- What was the GDP of {s} at purchasing power parity{when}?
- How large was {s's} GDP (PPP){when}?
= the GDP (PPP) of {s} was {v}{when}
? Was the GDP (PPP) of {s} {v}{when}?
gdp-nominal-per-capita
- What was the nominal GDP per capita of {s}{when}?
- How high was {s's} nominal GDP per person{when}?
= the nominal GDP per capita of {s} was {v}{when}
? Was the nominal GDP per capita of {s} {v}{when}?
hdi
- What was the Human Development Index of {s}{when}?
- What HDI value did {s} have{when}?
= {s} had a Human Development Index of {v}{when}
? Did {s} have a Human Development Index of {v}{when}?
gini
- What was the Gini coefficient of {s}{when}?
- What Gini index did {s} have{when}?
= {s} had a Gini coefficient of {v}{when}
? Did {s} have a Gini coefficient of {v}{when}?
calling-code
- What is the international calling code of {s}?
- Which country calling code does {s} have?
= the calling code of {s} is {v}
? Is {v} the calling code of {s}?
internet-domain
- What is the internet country code top-level domain of {s}?
- Which top-level domain does {s} use?
= the top-level domain of {s} is {v}
? Is {v} the top-level domain of {s}?
driving-side
- On which side of the road do people drive in {s}?
- Do people drive on the left or on the right in {s}?
time-zone
- Which time zone is {s} in?
- What is the time zone of {s}?
= {s} is in the {v} time zone
sovereign-state
- Which sovereign state does {s} belong to?
- To which state does {s} belong?
= {s} belongs to {v}
? Does {s} belong to {v}?
located-country
- In which country is {s}?
- Which country is {s} in?
- In what country is {s} located?
= {s} is in {v}
? Is {s} in {v}?
located-province
- In which province is {s}?
- Which province is {s} located in?
= {s} is in the province of {v}
? Is {s} in the province of {v}?
located-region
- In which region is {s}?
- Which region is {s} located in?
located-county
- In which county is {s}?
- Which county is {s} located in?
= {s} is in {v} County
? Is {s} in {v} County?
nickname
- What is the nickname of {s}?
- What nickname does {s} have?
+ What are some nicknames of {s}?
+ Which nicknames does {s} have?
admission-date
- When was {s} admitted to {union}?
- When did {s} become a {c}?
= {s} was admitted to {union} {on v}
? Was {s} admitted to {union} {on v}?
admission-order
- Which number was {s} in the order of states admitted to the Union?
- How many states had joined the Union when {s} was admitted, counting {s} itself?
= {s} was the {v} state to be admitted to the Union
? Was {s} the {v} state to be admitted to the Union?
former-name
- What was {s} called before it became a state?
= before it became a state, {s} was the {v}
state-bird
- What is the state bird of {s}?
- Which bird is the state bird of {s}?
+ What are the state birds of {s}?
+ Which birds are state symbols of {s}?
= the state bird of {s} is the {v}
? Is the {v} the state bird of {s}?
provincial-bird
- What is the provincial bird of {s}?
- Which bird is the official bird of {s}?
= the provincial bird of {s} is the {v}
? Is the {v} the provincial bird of {s}?
state-flower
- What is the official flower of {s}?
- Which flower is the official flower of {s}?
+ What are the official flowers of {s}?
= the official flower of {s} is the {v}
? Is the {v} the official flower of {s}?
state-tree
- What is the official tree of {s}?
- Which tree is the official tree of {s}?
+ What are the official trees of {s}?
= the official tree of {s} is the {v}
? Is the {v} the official tree of {s}?
state-fish
- What is the state fish of {s}?
- Which fish is a symbol of the state of {s}?
+ What are the state fish of {s}?
= the state fish of {s} is the {v}
? Is the {v} the state fish of {s}?
state-insect
- What is the state insect of {s}?
- Which insect is a symbol of the state of {s}?
= the state insect of {s} is the {v}
? Is the {v} the state insect of {s}?
state-mammal
- What is the state mammal of {s}?
- Which mammal is a symbol of the state of {s}?
= the state mammal of {s} is the {v}
? Is the {v} the state mammal of {s}?
state-mineral
- What is the state mineral of {s}?
= the state mineral of {s} is {v}
? Is {v} the state mineral of {s}?
state-gemstone
- What is the state gemstone of {s}?
- Which gemstone is a symbol of the state of {s}?
= the state gemstone of {s} is {v}
? Is {v} the state gemstone of {s}?
state-fossil
- What is the state fossil of {s}?
= the state fossil of {s} is the {v}
? Is the {v} the state fossil of {s}?
state-reptile
- What is the state reptile of {s}?
= the state reptile of {s} is the {v}
? Is the {v} the state reptile of {s}?
state-butterfly
- What is the state butterfly of {s}?
= the state butterfly of {s} is the {v}
? Is the {v} the state butterfly of {s}?
state-dance
- What is the state dance of {s}?
= the state dance of {s} is the {v}
? Is the {v} the state dance of {s}?
state-dog
- What is the state dog of {s}?
- Which breed is the state dog of {s}?
= the state dog of {s} is the {v}
? Is the {v} the state dog of {s}?
patron-saint
- Who is the patron saint of {s}?
= the patron saint of {s} is {v}
? Is {v} the patron saint of {s}?
area-rank
- What rank does {s} have by area?
- Where does {s} rank by area?
= {s} ranks {v} by area
? Does {s} rank {v} by area?
population-rank
- What rank does {s} have by population?
- Where does {s} rank by population?
= {s} ranks {v} by population
? Does {s} rank {v} by population?
dependencies
+ Which dependent territories are there in {s}?
+ Name the dependent territories in {s}.
trenches
+ Which deep-sea trenches are there in {s}?
+ Name the trenches of {s}.
located-in
- Of which larger sea is {s} a part?
- In which larger body of water does {s} lie?
= {s} is a part of the {v}
? Is {s} a part of the {v}?
inflows
+ Which rivers flow into {s}?
+ Name some rivers that flow into {s}.
"""
