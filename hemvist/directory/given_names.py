"""Given names common in Sweden and among those who move here, to tell a person from a unit.

Names that are also ordinary words in the names of units (Bo, Saga, Stella) are left out, so that
no unit is refused; a net with holes is better than a wall in the wrong place.
"""

GIVEN_NAMES = frozenset(
    """
adam ahmed aisha albin alexander alexandra alfred ali alice alicia allan alma alva amanda amina
amir anders andrii anette anna anne anneli annika anton arne arvid astrid axel barbro bengt
benjamin bertil birgitta bjorn björn britt britta camilla carin carina carl carolina caroline
cecilia charlotte christer christian christina christoffer claes clara daniel david dennis
dmytro ebba edvin elias elin elisabeth ella ellen elsa elvira emelie emil emilia emily emma erik
erika ester eva evelina fatima felicia felix filip fredrik frida gabriel georg gun gunilla
gunnar gustav göran hamid hampus hanna hans harald hassan helen helena henrik hugo håkan ibrahim
ida inga ingemar inger ingrid irene irina iryna isabella isak ivan jacob jakob jan janne jenny
jens jesper jessica joakim johan johanna john johnny jonas jonathan jonna josef josefin josefine
juha jukka julia kaj karin karl karolina kasper katarina katja kenneth kent kerstin kevin khalid
kjell klara kristian kristina kristoffer lars lasse laura leif leila lena lennart leo liam lilly
linda linn linnea linnéa lisa louise lovisa lucas ludvig lukas magdalena magnus malin marcus
margareta marie marina mario markus martin mathias matilda mats matti mattias maya melissa
mia michael michelle mikael mikko moa mohamed mohammed molly monica monika muhammad mustafa
mykola märta nadia natalia nathalie nicklas niklas nils noah nora oksana ola oleksandr olena
oliver olivia olle olof omar oscar oskar otto patric patrik pauline pekka pernilla peter petra
philip pia pontus päivi rasmus rebecca rebecka richard rickard riitta robert robin roger roland
rolf ronja ronny rune samuel sandra sanna sara sarah sebastian simon siv sofia sofie sonja
stefan sten stig susanne sven svetlana tarek therese thomas timo tobias tomas tommy torbjörn
tore torsten tova tove tuva ulf ulla ulrika valentina veronica victor victoria viktor viktoria
vilma vincent wilhelm william yasmin yngve yuliia yusuf yvonne zahra åke åsa örjan östen
""".split()  # noqa: SIM905
)
