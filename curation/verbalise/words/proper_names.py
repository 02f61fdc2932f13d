"""Names of places, people and brands that are nothing but names. Those that are met in running English text
in capitals and are not in the dictionary; a list of ours.
"""

from __future__ import annotations

PROPER_NAMES = tuple(
    """
    Aaron Ababa Abbott Abby Abrams Adam Addams Addis Adelaide Adventist Aesop Afghan Aichi Airbus
    Alameda Alamo Alan Alba Albert Albus Alexander Alexandra Alexis Algerian Algiers Allen Allentown
    Altman Alzheimer Amharic Amiga Amish Amman Ammon Amtrak Amu Anastasia Andaman Anderson Andrew
    Andrias Andromeda Angus Ankara Ann Anna Annapolis Anne Anthony Antigua Antilles Antioch Antonio
    Antrim Apache Apollo Appalachian Aquarius Arabia Ararat Archimedes Arlington Armageddon Arthur
    Ashbury Ashgabat Ashley Ashmore Asiatic Asimov Asteraceae Asuncion Auckland Audis Augustine Aurora
    Aviv Azores Babel Babylon Baden Baird Baku Bangor Banjul Barbara Barbary Barbie Barbuda Barclays
    Barkley Barnard Barrett Barrington Barry Barton Bavarian Beirut Ben Benito Benjamin Benny Bentley
    Bern Bernard Bernardino Berners Bernoulli Bernstein Betty Bilbao Bintan Bishkek Bissau Blackburn
    Blair Blyth Boeing Bolton Bombay Bonn Bonnie Brad Bradbury Brady Brandenburger Bratislava Brisbane
    Brittany Britton Broadway Brownsville Bruce Bruno Bucharest Buenos Bulmer Bunsen Buren Burke Burkina
    Burmese Burt Byrne Byzantine Cabot Cahaba Caicos Calhoun Calistoga Calvin Campbell Canarian
    Canaveral Canberra Canby Capricorn Caprio Cardiff Carl Carne Carolina Carson Carter Cartier
    Casablanca Castro Catedral Catherine Catholicism Cebu Cerro Cessna Ceylon Chad Champaign Charleston
    Charlie Charlotte Chatham Cheney Chennai Chernobyl Cherokee Cheshire Chevy Christopher Chu
    Cincinnati Clair Clara Clare Clarence Clark Clarke Claus Clemente Clementine Cleveland Clint Coca
    Cochise Coco Coliseum Colombo Columbian Comanche Comcast Comoros Compton Conakry Connie Conraua
    Conservancy Cooke Cooper Copenhagen Cosby Costa Cozumel Crawford Croatian Cronkite Crusoe Cruz
    Cuatro Curtis Cuvier Dakar Damascus Danbury Daniel Darrow Dave David Davidson Davis Debussy Delphi
    Demeter Denis Dennis Dhabi Dhaka Dharma Dickinson Diego Dilbert DiMaggio Dionysus Doha Dolby Domingo
    Dominican Doolittle Dorchester Dorothy Doubleday Doug Douglas Doyle Dudley Dundee Dushanbe Dwight
    Eastwood Eaton Ebola Edison Edmonton Edward Elliot Elmer Elton Embarcadero Emmet Engels Eric
    Ericsson Erie Ernie Esteban Etowah Euler Eurasia Eurasian Eureka Evans Everglades Fantasia Faroe Fay
    FedEx Fenway Ferrari Ferris Fibonacci Firefox Floyd Forbes Formosa Forrest Francis Frankfurt Fraser
    Fred Freetown Fresno Freud Friedrich Fuji Futuna Gagarin Galapagos Galway Gambia Ganesha Garret
    Gatorade Gaza Gemini Georgetown Georgian Germanic Gervais Gibson Gilbert Gilliam Gilligan Gina Glenn
    Glock Gloucester Gnosticism Godfrey Godzilla Gogh Goliath Goodyear Gordon Gould Graham Greco
    Guanajuato Guatemalan Guggenheim Guinness Gwen Hague Haifa Haight Haitian Hamilton Hammond Hancock
    Handel Hanoi Harley Harold Harper Harris Harrison Hartmann Helen Helena Heller Helsinki Hendrix
    Henri Hephaestus Hera Heraclitus Herbert Hermes Hermon Higgins Hillary Hindi Hingis Hobbes Hobbit
    Hoffmann Hogwarts Hokkaido Holstein Hong Hongkong Honolulu Hoover Hopi Houghton Hudson Huron Hussein
    Hwang Hyundai Ibiza Ides Indochina Indus Intel Inuit Isaac Isabel Isabella Islamabad Izu Jacinto
    Jacob Jainism Jakarta Jamaican Jamanota Janet Jarvis Jason Jeff Jehovah Jenny Jerry Jill Jim Joaquin
    Joe Johnny Johnson Johnston Jones Jose Joseph Juan Jude Julian Karl Kashmir Kasparov Kathmandu Kauai
    Keanu Keith Kemp Kendall Kenny Kent Kenwood Khartoum Kiev Kilimanjaro Kim Kingston Kippur Kirin
    Kitts Klux Knox Koch Kombat Kong Korn Kosovo Kournikova Kremlin Kris Kuala Kubrick Kurt Kyushu
    Laguna Lakers Lanka Lao Lauren Leipzig Lennon Leo Leon Leonard Leonardo Leone Leroy Lewis Lexus
    Linda Linh Lisa Livingston Lizzie Lizzy Lloyd Locke Louis Louisa Louise Ltd Luanda Luce Lucia Lucius
    Lumpur Lusaka Luzon Mackinac Macy Madison Maggie Maguire Malabo Malawi Malone Maltese Manama
    Manitoba Maori Marcos Marcy Mariana Marin Marino Mario Marshall Martina Marvin MasterCard Mathers
    Maureen Mauritania Maximus Mayen Mayer Mazda McCain McKinley Mecca Mekong Melissa Mellon Memphis
    Mercedes Merriam Mesoamerican Methadone Micronesia Miguel Mikey Milwaukee Minneapolis Minsk Minsky
    Miquelon Mitchell Miyako Mogadishu Mohr Molly Molokai Moluccas Mongolian Monica Monroe Monrovia
    Montagne Monte Montenegro Monterey Montevideo Monty Moore Moroccan Morpheus Morris Morrison Mozilla
    Murdoch Murray Muscogee Muskegon Napa Napoli Nashville Nassau Nauru Navajo Nazism Neal Neil Nellie
    Nelson Ness Netscape Nevin Nevis Newell Newsweek Nichol Nicholas Nicklaus Nicosia Nike Nikolai
    Nissan Nolan Norfolk Norman Northridge Oahu Oakland Oakley Oedipus Olympus Omaha Oranjestad Orion
    Orlando Orleans Osama Osbourne Oscar Osceola Ottoman Owen Oxfordshire Pacifica Pago Paisley Palermo
    Paltz Pamela Pamplona Parisian Parker Parmenides Pascal Patrick Paul Pedrosa Peebles Pegasus
    Penelope Penh Perry Perth Petrie Phil Philip Philippine Phillies Phillip Phnom Phobos Phoenix
    Photoshop Phrygia Pierre Pisa Pisces Pitcairn Pitt Playboy Plymouth Pohang Pointe Polk Polynesia
    Pontiac Pontus Popeye Poppins Portland Poseidon Puget Pyrenees Qaeda Rabat Rafael Ralph Ramon Reagan
    Rene Reykjavik Rhode Richard Richards Richmond Rico Ridley Riga Rio Riyadh Roanoke Robbins Robinson
    Rochester Rockies Rodrigues Roger Rogers Ronald Roseau Roslindale Roswell Rothschild Roy Royce RPGs
    Rufus Russell Ruth Ryan Ryukyu Saarland Sachs Sacramento Saddam Saginaw Sagittarius Saipan Salem Sam
    Sanaa Santana Sarah Sarajevo Schwarzenegger Scotia Sean Sega Selma Sharon Sharpie Shaun Shawnee
    Shenandoah Shenzhen Shepard Sheridan Sherwood Shetland Shinto Shizuoka Shou Shui Siamese Sichuan
    Sikhism Simpson Sirius Smirnoff Smurfs Snoopy Sofia Solano Solaris Solomon Somerville Sonoma Sonora
    Sonoran Sony Sonya Soviet Spielberg Spratly Springfield Sri Stanley Starbucks Stephen Steve Steven
    Stravinsky Stuart Stuttgart Suriname Susie Swayne Swaziland Tagalog Tahiti Taipei Tallinn Tamil
    Tampa Tartarus Tashkent Tasmanian Taurus Tegucigalpa Tereshkova Thelma Thompson Tibetan Tiffany
    Tigris Tim Timor Timothy Tipton Tirana Tobago Tommy Tonga Tony Tora Torah Townsend Tracy Trenton
    Tripoli Tucker Tunis Turkish Tyler Tyrannosaurus Tyson Unitarian Unix Valentina Valletta Vanderbilt
    Venetian Versailles Vilnius Vincent Vladimir Volvo Wallace Wallis Walter Waltham Warcraft Warhol
    Warner Waterbury Wayne Weiner Wellington Wendy Westminster Wexford Willamette Williams Wimbledon
    Windhoek Windsor Yaounde Yellowstone Yerevan York Yorkers Yosemite Yukon Yuma Yunnan Zanzibar Zapata
    Zimmerman Zuni
    """.split()
)
