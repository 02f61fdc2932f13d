"""Wordings of relations of organisations and teams (see `curation/questions/wordings.py` for the format)."""

TABLE = """
founded
- When was {s} founded?
- In which year was {s} founded?
- When was {s} established?
= {s} was founded {on v}
? Was {s} founded {on v}?
founder
- Who founded {s}?
- Who is the founder of {s}?
- By whom was {s} founded?
+ Who founded {s}?
+ Who are the founders of {s}?
= {s} was founded by {v}
? Was {s} founded by {v}?
headquarters
- Where {is} the headquarters of {s}?
- Where {is} {s} based?
- In which place does {s} have its headquarters?
= {s} {is} headquartered {in v}
? {Is} {s} headquartered {in v}?
headquarters-country
- In which country is {s} based?
- In which country does {s} have its headquarters?
= {s} is based {in v}
? Is {s} based {in v}?
industry
- In which industry is {s} active?
- What industry is {s} in?
parent-company
- What is the parent company of {s}?
- Which company owns {s}?
- Who owns {s}?
= the parent company of {s} is {v}
? Is {v} the parent company of {s}?
products
- What does {s} make?
- What does {s} produce?
+ What are the products of {s}?
+ What does {s} produce?
employees
- How many employees did {s} have{when}?
- How many people did {s} employ{when}?
- How many people worked for {s}{when}?
= {s} had {v} employees{when}
? Did {s} have {v} employees{when}?
revenue
- What was the revenue of {s}{when}?
- How high was {s's} revenue{when}?
= the revenue of {s} was {v}{when}
? Was the revenue of {s} {v}{when}?
subsidiaries
- What is the subsidiary of {s}?
+ What are the subsidiaries of {s}?
+ Which companies are subsidiaries of {s}?
= {v} is a subsidiary of {s}
? Is {v} a subsidiary of {s}?
predecessors
- Which company came before {s}?
+ Which companies were the predecessors of {s}?
+ Name the predecessors of {s}.
abbreviation
- What is the abbreviation of {s}?
- How is the name of {s} abbreviated?
sport
- Which sport is played in {s}?
- What sport is {s} about?
team-sport
- Which sport do {s} play?
- What sport do {s} play?
= {s} play {l v}
? Do {s} play {l v}?
league
- Which league is {s} part of?
- To which league does {s} belong?
= {s} is part of the {v}
? Is {s} part of the {v}?
team-league
- Which league do {s} play in?
- In which league do {s} play?
= {s} play in the {v}
? Do {s} play in the {v}?
division
- Which division do {s} play in?
- In which division do {s} play?
= {s} play in the {v} division
? Do {s} play in the {v} division?
stadium
- What is the home venue of {s}?
- Where do {s} play their home games?
- In which venue do {s} play?
= {s} play their home games at {v}
? Do {s} play their home games at {v}?
teams
- How many teams are there in {s}?
- How many teams does {s} have?
= there are {v} teams in {s}
? Are there {v} teams in {s}?
branches
+ What are the branches of {s}?
+ Which branches do {s} have?
active-personnel
- How many active personnel {does} {s} have?
- What is the number of active personnel of {s}?
= the number of active personnel of {s} is {v}
? Is {v} the number of active personnel of {s}?
"""
