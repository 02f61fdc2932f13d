"""Country codes that flag templates take (ISO 3166-1 alpha-3, IOC and FIFA), and the names they show."""

from __future__ import annotations

_ROWS = """
AFG Afghanistan;ALB Albania;DZA Algeria;ALG Algeria;AND Andorra;AGO Angola;ANG Angola;
ATG Antigua and Barbuda;ARG Argentina;ARM Armenia;ABW Aruba;ARU Aruba;AUS Australia;AUT Austria;
AZE Azerbaijan;BHS Bahamas;BAH Bahamas;BHR Bahrain;BRN Bahrain;BGD Bangladesh;BAN Bangladesh;BRB Barbados;
BAR Barbados;BLR Belarus;BEL Belgium;BLZ Belize;BEN Benin;BTN Bhutan;BOL Bolivia;
BIH Bosnia and Herzegovina;BWA Botswana;BRA Brazil;BGR Bulgaria;BUL Bulgaria;BFA Burkina Faso;BDI Burundi;
KHM Cambodia;CAM Cambodia;CMR Cameroon;CAN Canada;CPV Cape Verde;CAF Central African Republic;TCD Chad;
CHL Chile;CHI Chile;CHN China;COL Colombia;COM Comoros;COG Republic of the Congo;
COD Democratic Republic of the Congo;CRI Costa Rica;CRC Costa Rica;CIV Ivory Coast;HRV Croatia;
CRO Croatia;CUB Cuba;CYP Cyprus;CZE Czech Republic;DNK Denmark;DEN Denmark;DJI Djibouti;DMA Dominica;
DOM Dominican Republic;ECU Ecuador;EGY Egypt;SLV El Salvador;ESA El Salvador;GNQ Equatorial Guinea;
ERI Eritrea;EST Estonia;SWZ Eswatini;ETH Ethiopia;EUR Europe;FJI Fiji;FIN Finland;FRA France;GAB Gabon;
GMB Gambia;GAM Gambia;GEO Georgia;DEU Germany;GER Germany;GHA Ghana;GIB Gibraltar;GRC Greece;GRE Greece;
GRD Grenada;GTM Guatemala;GUA Guatemala;GIN Guinea;GUI Guinea;GNB Guinea-Bissau;GUY Guyana;HTI Haiti;
HAI Haiti;HND Honduras;HON Honduras;HKG Hong Kong;HUN Hungary;ISL Iceland;IND India;IDN Indonesia;
INA Indonesia;IRN Iran;IRI Iran;IRQ Iraq;IRL Ireland;ISR Israel;ITA Italy;JAM Jamaica;JPN Japan;
JOR Jordan;KAZ Kazakhstan;KEN Kenya;KIR Kiribati;PRK North Korea;KOR South Korea;KWT Kuwait;KUW Kuwait;
KGZ Kyrgyzstan;LAO Laos;LVA Latvia;LAT Latvia;LBN Lebanon;LIB Lebanon;LSO Lesotho;LBR Liberia;LBY Libya;
LBA Libya;LIE Liechtenstein;LTU Lithuania;LUX Luxembourg;MAC Macau;MDG Madagascar;MAD Madagascar;
MWI Malawi;MAW Malawi;MYS Malaysia;MAS Malaysia;MDV Maldives;MLI Mali;MLT Malta;MHL Marshall Islands;
MRT Mauritania;MUS Mauritius;MRI Mauritius;MEX Mexico;FSM Micronesia;MDA Moldova;MCO Monaco;MON Monaco;
MNG Mongolia;MGL Mongolia;MNE Montenegro;MAR Morocco;MOZ Mozambique;MMR Myanmar;MYA Myanmar;NAM Namibia;
NRU Nauru;NPL Nepal;NEP Nepal;NLD Netherlands;NED Netherlands;NZL New Zealand;NIC Nicaragua;NCA Nicaragua;
NER Niger;NIG Niger;NGA Nigeria;NGR Nigeria;MKD North Macedonia;NOR Norway;OMN Oman;OMA Oman;PAK Pakistan;
PLW Palau;PSE Palestine;PLE Palestine;PAN Panama;PNG Papua New Guinea;PRY Paraguay;PAR Paraguay;PER Peru;
PHL Philippines;PHI Philippines;POL Poland;PRT Portugal;POR Portugal;PRI Puerto Rico;PUR Puerto Rico;
QAT Qatar;ROU Romania;ROM Romania;RUS Russia;RWA Rwanda;KNA Saint Kitts and Nevis;LCA Saint Lucia;
VCT Saint Vincent and the Grenadines;WSM Samoa;SAM Samoa;SMR San Marino;STP São Tomé and Príncipe;
SAU Saudi Arabia;KSA Saudi Arabia;SEN Senegal;SRB Serbia;SYC Seychelles;SLE Sierra Leone;SGP Singapore;
SIN Singapore;SVK Slovakia;SVN Slovenia;SLO Slovenia;SLB Solomon Islands;SOM Somalia;ZAF South Africa;
RSA South Africa;SSD South Sudan;ESP Spain;LKA Sri Lanka;SRI Sri Lanka;SDN Sudan;SUD Sudan;SUR Suriname;
SWE Sweden;CHE Switzerland;SUI Switzerland;SYR Syria;TWN Taiwan;TPE Chinese Taipei;TJK Tajikistan;
TZA Tanzania;TAN Tanzania;THA Thailand;TLS Timor-Leste;TGO Togo;TOG Togo;TON Tonga;TGA Tonga;
TTO Trinidad and Tobago;TRI Trinidad and Tobago;TUN Tunisia;TUR Turkey;TKM Turkmenistan;TUV Tuvalu;
UGA Uganda;UKR Ukraine;ARE United Arab Emirates;UAE United Arab Emirates;GBR United Kingdom;ENG England;
SCO Scotland;WAL Wales;NIR Northern Ireland;USA United States;URY Uruguay;URU Uruguay;UZB Uzbekistan;
VUT Vanuatu;VAN Vanuatu;VAT Vatican City;VEN Venezuela;VNM Vietnam;VIE Vietnam;YEM Yemen;ZMB Zambia;
ZAM Zambia;ZWE Zimbabwe;ZIM Zimbabwe;URS Soviet Union;SUN Soviet Union;YUG Yugoslavia;TCH Czechoslovakia;
GDR East Germany;FRG West Germany;SCG Serbia and Montenegro;CSA Confederate States of America;CUW Curaçao;
GRL Greenland;FRO Faroe Islands;GUM Guam;BER Bermuda;BMU Bermuda;UK United Kingdom;US United States;
EU European Union;UN United Nations
"""

COUNTRIES: dict[str, str] = {
    code: name for code, _, name in (row.strip().partition(" ") for row in _ROWS.replace("\n", "").split(";"))
}
